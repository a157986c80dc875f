"""Fees: the official sum and no other, once for each reference of a payment."""

from collections.abc import Collection, Sequence
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


def pay(membership: Membership, paid: Paid, *, what: str, years: int, by: Actor, at: datetime) -> Fee:
    """Note a fee as paid; the same reference again gives the fee that there is.

    Raises Refused for a sum that is not the official one, and for a reference that paid something else.
    """
    told = [(membership, paid, years)]
    try:
        with transaction.atomic():
            return pay_many(told, what=what, by=by, at=at)[0]
    except IntegrityError:  # another sending was quicker
        return pay_many(told, what=what, by=by, at=at)[0]


@transaction.atomic
def pay_many(told: Sequence[tuple[Membership, Paid, int]], *, what: str, by: Actor, at: datetime) -> list[Fee]:
    """Note the fees of memberships, for so many years each, as `pay` does one: all of them or none."""
    rows = [_row(membership, paid, what=what, years=years, by=by, at=at) for membership, paid, years in told]
    known = of_references([row.reference for row in rows])
    for row in rows:
        found = known.get(row.reference)
        if found is not None and not is_for(found, row.membership, what=what, years=row.years):
            raise Refused(SAY["reference_used"], "reference")
    fresh = [row for row in rows if row.reference not in known]
    Fee.objects.bulk_create(fresh)
    notes = [
        journal.Note(
            row.membership.worker.stream,
            "pay_fee",
            {
                "board": row.membership.board,
                "what": what,
                "years": row.years,
                "paise": row.paise,
                "channel": row.channel,
            },
        )
        for row in fresh
    ]
    journal.append_many(notes, by=by, at=at)
    return [known.get(row.reference, row) for row in rows]


def written(reference: str) -> str:
    """Write the reference of a payment as it is kept."""
    return reference.strip().upper()


def of_references(references: Collection[str]) -> dict[str, Fee]:
    """Return the fees that were paid under these references."""
    found = Fee.objects.filter(reference__in=references) if references else ()
    return {fee.reference: fee for fee in found}


def is_for(fee: Fee, membership: Membership | None, *, what: str, years: int) -> bool:
    """Tell whether a fee is that of a membership, and for the same."""
    return membership is not None and (fee.membership_id, fee.what, fee.years) == (membership.pk, what, years)


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


def _row(membership: Membership, paid: Paid, *, what: str, years: int, by: Actor, at: datetime) -> Fee:
    official = official_paise(membership.board, what=what, years=years, on=clock.day(at))
    if paid.paise not in (None, official):
        raise Refused(SAY["wrong_sum"] % {"official": rupees(official)}, "paise")  # type: ignore[operator]
    return Fee(
        membership=membership,
        what=what,
        years=years,
        paise=official,
        official_paise=official,
        reference=written(paid.reference),
        paid_at=at,
        filed_by=paid.filer or by.key,
        channel=paid.channel,
    )
