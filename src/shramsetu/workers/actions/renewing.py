"""Renewing: paid and done while a registration is in force or lapsed; after that days of work are asked for anew."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from shramsetu.casework.actions import Refused
from shramsetu.casework.models import Case
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.messages import actions as messages
from shramsetu.messages.rules import Recipient
from shramsetu.workers import terms
from shramsetu.workers.actions import applying, entering, fees, service
from shramsetu.workers.actions.fees import Paid
from shramsetu.workers.entry import NewSpell
from shramsetu.workers.models import Application, Fee, Membership, Spell
from shramsetu.workers.rules.standing import IN_FORCE, Standing
from shramsetu.workers.words import SAY, need_standing


@dataclass(frozen=True, slots=True)
class Renewed:
    """What came of it: the fee and until when it is paid, or the case in which the days of work are checked."""

    fee: Fee
    until: date | None = None
    case: Case | None = None


@transaction.atomic
def renew(
    membership: Membership,
    paid: Paid,
    *,
    years: int,
    by: Actor,
    at: datetime,
    began_at: datetime | None = None,
    spells: tuple[NewSpell, ...] = (),
) -> Renewed:
    """Renew a registration by `years`; the same reference for the same years again changes nothing.

    Whoever ran into an outage is taken as of the day of the draft. Raises Refused where the registration cannot be
    renewed, where the years would not reach to today, where they are paid already, or the reference paid for others.
    """
    rows = Membership.objects.select_for_update(of=("self",)).select_related("worker__merged_into")
    found = rows.get(pk=membership.pk)
    need_standing(found.worker)
    reference = paid.reference.strip().upper()
    if known := Fee.objects.filter(reference=reference, membership=found).first():
        _need_same(known, years)
        return Renewed(known, known.until, applying.waiting_case(found.worker, found.board))
    counted, _outage = service.counts_from(began_at, at=at)
    on = clock.day(counted)
    standing = terms.standing_of(found, on)
    if standing is Standing.REVIVABLE:
        return _ask_revival(found, years, paid, spells, began_at or at, by=by, at=at)
    if standing not in IN_FORCE | {Standing.LAPSED} or found.paid_until is None:
        raise Refused(SAY["no_renewal"] if found.registered_on else SAY["not_registered"])
    until = terms.paid_until(found.paid_until + terms.ONE_DAY, years)
    if until < on:
        raise _too_few(found.paid_until, on)
    if until > terms.furthest(found.board, on):
        raise Refused(SAY["paid_enough"] % {"until": f"{found.paid_until:%d.%m.%Y}"}, "years")  # type: ignore[operator]
    fee = fees.pay(found, paid, what=Fee.What.RENEWAL, years=years, by=by, at=at)
    Fee.objects.filter(pk=fee.pk).update(until=until)
    fee.until = until
    extend(found, until=until, years=years, by=by, at=at)
    return Renewed(fee, until)


def _need_same(known: Fee, years: int) -> None:
    if known.what not in {Fee.What.RENEWAL, Fee.What.REVIVAL}:
        raise Refused(SAY["reference_used"], "reference")
    if known.years != years:
        raise Refused(SAY["reference_years"] % {"years": known.years}, "reference")  # type: ignore[operator]


def extend(membership: Membership, *, until: date, years: int, by: Actor, at: datetime) -> None:
    """Write until when a membership is paid; its worker hears of it."""
    Membership.objects.filter(pk=membership.pk).update(paid_until=until, years_paid=membership.years_paid + years)
    detail = {"board": membership.board, "until": until, "years": years}
    entry = journal.append(membership.worker.stream, "renew", by=by, at=at, detail=detail)
    worker = membership.worker
    if worker.phone:
        messages.send(
            "wk-renewed",
            to=Recipient(worker.phone, worker.language),
            values={"date": f"{until:%d.%m.%Y}"},
            stream=worker.stream,
            key=f"wk-renewed:{worker.number}:{entry.seq}",
            by=by,
            at=at,
        )


def years_needed(paid_until: date, on: date, *, most: int) -> int:
    """Return how many years make a registration that ended on `paid_until` reach `on`; `most` at the most."""
    return next((years for years in range(1, most) if clock.years_from(paid_until, years) >= on), most)


def _too_few(paid_until: date, on: date) -> Refused:
    years = years_needed(paid_until, on, most=10)
    words = SAY["years_short"] % {"until": f"{paid_until:%d.%m.%Y}", "years": years}  # type: ignore[operator]
    return Refused(words, "years")


def _ask_revival(
    membership: Membership,
    years: int,
    paid: Paid,
    spells: tuple[NewSpell, ...],
    began_at: datetime,
    *,
    by: Actor,
    at: datetime,
) -> Renewed:
    worker = membership.worker
    if applying.waiting_case(worker, membership.board):
        raise Refused(SAY["waiting"])
    Spell.objects.bulk_create((entering.spell_row(worker, one) for one in spells), ignore_conflicts=True)
    application = Application(
        worker=worker,
        board=membership.board,
        trade=membership.trade,
        years=years,
        filer=paid.filer,
        began_at=min(began_at, at),
    )
    fee = fees.pay(membership, paid, what=Fee.What.REVIVAL, years=years, by=by, at=at)
    case = applying.open_application(application, kind=applying.RENEWAL, channel=paid.channel, by=by, at=at)
    return Renewed(fee, None, case)
