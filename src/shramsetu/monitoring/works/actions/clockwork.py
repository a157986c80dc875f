"""What the clock does with buildings: passes a late one up, and writes each night how all of them stand."""

from datetime import date, datetime

from django.db import transaction

from shramsetu.casework import rules
from shramsetu.casework.actions import TOLD_OVER
from shramsetu.casework.flow import effect
from shramsetu.casework.moves import Due, Move, Tell, To
from shramsetu.lib import clock
from shramsetu.monitoring.works import standing
from shramsetu.monitoring.works.models import Work
from shramsetu.monitoring.works.records import Standing
from shramsetu.offices import queries as offices

LATE_DAYS = "works.late_days"
TOP = 4


@effect("escalate", "mn_work")
def escalate(move: Move) -> To:
    """A work whose time is over goes to the next post up, until it is planned anew or built; the agency builds on."""
    case = move.case
    up = offices.above(case.holder, on=clock.day(move.at)) if case.holder else None
    if up is None or case.level >= TOP:
        return To(case.state, changes={"warned": TOLD_OVER}, facts={"stays": True})
    found = rules.figure_due(LATE_DAYS, move.at)
    to = To(case.state, holder=up, level=case.level + 1)
    to.due = Due(found.at, found.key, found.from_on, found.source)
    to.facts = {"lapsed": case.holder_id}
    to.tells = [Tell("officer-arrival-late", "holder")]
    return to


@transaction.atomic
def write_standings(on: date, *, at: datetime) -> int:
    """Write how each running work stood at the end of `on`, once for each day; return how many rows came.

    `at` is when it is written: what is reported later of that day is not in it.
    """
    del at
    running = Work.objects.filter(case__state__in=["preparing", "building", "built"])
    rows = [
        Standing(
            work=found.work,
            on=on,
            physical=found.physical,
            planned=found.planned,
            spent=found.road.spent_share,
            due_on=found.due_on,
            forecast_on=found.forecast.on,
            light=found.light.value,
            why=found.why.value,
            flags=[one.value for one in found.flags],
        )
        for found in standing.of(running.exclude(standings__on=on), on)
    ]
    Standing.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
