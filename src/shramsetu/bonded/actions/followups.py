"""The visits that are owed after coming home, one after the other."""

from datetime import date, datetime

from django.db.models import Max

from shramsetu import rulebook
from shramsetu.bonded.actions import duties
from shramsetu.bonded.models import BondedDuty, Survivor, Visit
from shramsetu.bonded.rules import visits
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock

FOLLOW_UP, RISK_VISIT = "follow-up", "risk-visit"


def owe_next(survivor: Survivor, *, by: Actor, at: datetime) -> None:
    """Let the next visit be owed, counted from the day of coming home; nothing where all are over.

    Whoever lives in another state is visited there: nobody here owes it.
    """
    if survivor.arrived_at is None or survivor.native_state:
        return
    book, on = rulebook.book(), clock.day(at)
    calendar, months = book.calendar(on), book.numbers("bonded.visit_months", on)
    month = visits.following(months, survivor.arrived_at, _last_met(survivor), calendar)
    if not month:
        return
    from_at = visits.due_from(survivor.arrived_at, month, calendar)
    district = survivor.native_district or survivor.case.district
    duties.start(survivor.case, FOLLOW_UP, from_at=from_at, by=by, at=at, district=district, key=str(month))


def end_owed(survivor: Survivor, *, at: datetime) -> None:
    """End the visits that were owed: one paid before its month ends none, one after it all that had come.

    Only a visit at which the person was met ends any; a knock at a shut door leaves them owed, with their time.
    """
    last = _last_met(survivor)
    if last is None:
        return
    for duty in BondedDuty.objects.filter(parent=survivor.case, is_open=True, clock__in=(FOLLOW_UP, RISK_VISIT)):
        if duty.clock == RISK_VISIT or clock.day(duty.from_at) <= last:
            duties.done(survivor.case, duty.clock, key=duty.key, at=at)


def missed(survivor: Survivor) -> int:
    """Count the visits since the person was last met."""
    found = Visit.objects.filter(survivor=survivor, found=False)
    last = _last_met(survivor)
    return (found.filter(on__gt=last) if last else found).count()


def _last_met(survivor: Survivor) -> date | None:
    met: date | None = Visit.objects.filter(survivor=survivor, found=True).aggregate(last=Max("on"))["last"]
    return met
