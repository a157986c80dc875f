"""Committees and surveys of a report as they stood: by the instants at which each row was entered and ended."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q

from shramsetu import rulebook
from shramsetu.bonded.models import Committee, Meeting, Seat, Survey
from shramsetu.bonded.queries import committees as queries
from shramsetu.bonded.reports.asked import Asked
from shramsetu.bonded.rules import clocks
from shramsetu.bonded.rules.reports import Surveyed
from shramsetu.lib import clock


@dataclass(slots=True)
class Standing:
    """What a district had of committees then; `held` are the days of meetings in the period asked for."""

    district: int
    committees: int = 0
    subdivisions: int = 0
    seats: int = 0
    filled: int = 0
    held: list[date] = field(default_factory=list)
    last_held: date | None = None


def standing(asked: Asked, *, first: date | None = None) -> Mapping[int, Standing]:
    """Return by district how its committees stood; meetings from `first` on are counted."""
    then = Q(ended_at=None) | Q(ended_at__gte=asked.at)
    rows = Committee.objects.filter(then, district__in=asked.pks, made_at__lt=asked.at)
    found: dict[int, Standing] = {pk: Standing(pk) for pk in asked.pks}
    seats = {level: sum(rule.seats for rule in queries.seat_rules(level)) for level in Committee.Level.values}
    for row in rows:
        one = found[row.district_id]
        one.subdivisions += row.level == Committee.Level.SUBDIVISION
        one.committees += 1
        one.seats += seats[row.level]
    for pk in _filled(asked):
        found[pk].filled += 1
    _add_meetings(asked, first, found)
    return found


def surveyed(asked: Asked) -> Mapping[int, Survey]:
    """Return the last survey of each district that was recorded by then."""
    found: dict[int, Survey] = {}
    for survey in queries.surveys(asked.pks, at=asked.at):
        found.setdefault(survey.district_id, survey)
    return found


def counts_until(survey: Survey) -> Surveyed:
    """Return until when a survey counts, by the clock of surveys."""
    row = rulebook.book().bonded.clock("survey", survey.to_on)
    calendar = rulebook.book().calendar(survey.to_on)
    until = clocks.times(row, clock.moment(survey.to_on), calendar).due
    return Surveyed(survey.to_on, survey.sites, clock.day(until))


def is_regular(one: Standing, on: date) -> bool:
    """Tell whether the last meeting lies within the time that the clock of meetings gives."""
    if one.last_held is None:
        return False
    due = rulebook.book().bonded.clock("committee-meeting", on).due
    return on - one.last_held <= timedelta(days=due.amount)


def _filled(asked: Asked) -> list[int]:
    # Who resigned sits on through the days of notice.
    then = Q(ended_at=None) | Q(ended_at__gte=asked.at) | Q(ended_on__gt=asked.on)
    of = Q(committee__ended_at=None) | Q(committee__ended_at__gte=asked.at)
    rows = Seat.objects.filter(then, of, committee__district__in=asked.pks, filled_at__lt=asked.at)
    return [seat.committee.district_id for seat in rows.select_related("committee").order_by("pk")]


def _add_meetings(asked: Asked, first: date | None, found: dict[int, Standing]) -> None:
    rows = Meeting.objects.filter(
        committee__district__in=asked.pks, state=Meeting.State.HELD, ended_at__lt=asked.at
    ).order_by("meets_at")
    by_district: dict[int, list[date]] = defaultdict(list)
    for meeting in rows.select_related("committee"):
        by_district[meeting.committee.district_id].append(clock.day(meeting.meets_at))
    for pk, days in by_district.items():
        found[pk].last_held = days[-1]
        found[pk].held = [day for day in days if first is None or day >= first]
