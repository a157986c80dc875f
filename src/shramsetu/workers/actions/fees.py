"""Fees: the official sum and no other, once for each reference of a payment."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from shramsetu.casework.actions import Refused
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.workers import terms
from shramsetu.workers.models import Fee, Membership
from shramsetu.workers.words import SAY

PAISE = 100


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment as it was made: its reference in the treasury's or the centre's books, who took it and by which way."""

    reference: str
    channel: str
    filer: str = ""
    paise: int | None = None  # None: the official sum


@transaction.atomic
def pay(membership: Membership, paid: Paid, *, what: str, years: int, by: Actor, at: datetime) -> Fee:
    """Note a fee as paid; the same reference again gives the fee that there is.

    Raises Refused for a sum that is not the official one, and for a reference that paid something else.
    """
    official = official_paise(membership.board, what=what, years=years, on=clock.day(at))
    if paid.paise not in (None, official):
        raise Refused(SAY["wrong_sum"] % {"official": rupees(official)}, "paise")  # type: ignore[operator]
    row = Fee(
        membership=membership,
        what=what,
        years=years,
        paise=official,
        official_paise=official,
        reference=paid.reference.strip().upper(),
        paid_at=at,
        filed_by=paid.filer or by.key,
        channel=paid.channel,
    )
    if known := _known(row):
        return known
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        if known := _known(row):
            return known
        raise
    detail = {"board": membership.board, "what": what, "years": years, "paise": official, "channel": paid.channel}
    journal.append(membership.worker.stream, "pay_fee", by=by, at=at, detail=detail)
    return row


def official_paise(board: str, *, what: str, years: int, on: date) -> int:
    """Return the official fee on the day `on`; raises Refused for more years than the board takes at once."""
    tariff = terms.tariff(board, on)
    if not 1 <= years <= tariff.years_most:
        raise Refused(SAY["years"] % {"most": tariff.years_most}, "years")  # type: ignore[operator]
    return tariff.first(years) if what == Fee.What.REGISTRATION else tariff.renewal(years)


def open_fee(membership: Membership) -> Fee | None:
    """Return the fee that was paid for an application which is not decided."""
    return Fee.objects.filter(membership=membership, until=None).order_by("-paid_at").first()


def rupees(paise: int) -> str:
    """Write a sum in rupees, without needless zeros."""
    whole, rest = divmod(paise, PAISE)
    return f"{whole}.{rest:02d}" if rest else str(whole)


def _known(row: Fee) -> Fee | None:
    """Return the fee of this reference; raise Refused where it paid something else."""
    found = Fee.objects.filter(reference=row.reference).first()
    if found is None:
        return None
    if (found.membership_id, found.what, found.years) != (row.membership_id, row.what, row.years):
        raise Refused(SAY["reference_used"], "reference")
    return found
