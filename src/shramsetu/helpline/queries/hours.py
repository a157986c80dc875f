"""Whether agents are there: the hours of the rulebook, and what an officer extended or closed at once."""

from dataclasses import dataclass
from datetime import date, datetime

from shramsetu import rulebook
from shramsetu.helpline.models import Opening
from shramsetu.helpline.rules import hours as rules
from shramsetu.lib import clock
from shramsetu.prepared import Rows

_OPENING = Rows(
    lambda line, now: (
        Opening.objects.filter(line=line, from_at__lte=now, to_at__gt=now, ended_at=None)
        .order_by("-at")
        .values_list("is_open", flat=True)[:1]
    ),
    line=str,
    now=datetime,
)


def is_open(line: str, *, at: datetime) -> bool:
    """Tell whether `line` is open; what an officer said last for this time wins."""
    said = _OPENING.first(line=line, now=at)
    return bool(said) if said is not None else by_rule(line, at=at)


def by_rule(line: str, *, at: datetime) -> bool:
    """Tell whether `line` is open by the rulebook: its hours, on working days only where it says so."""
    book, on = rulebook.book(), clock.day(at)
    rule = book.helpline.lines[line]
    rests = rule.working_days and not book.calendar(on).is_working(on)
    return rules.Rule(*book.helpline_hours(rule.hours, on), rests=rests).holds(at)


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a line: when it is open, and why it rests by the rulebook if it does."""

    on: date
    spans: list[rules.Span]
    rests: str


def week(line: str, *, at: datetime) -> list[Day]:
    """Return today and the six days after it."""
    said = [rules.Said(row.from_at, row.to_at, row.is_open, row.at) for row in openings(line, at=at)]
    return [_day(line, on, said) for on in rules.days(clock.day(at))]


def openings(line: str, *, at: datetime) -> list[Opening]:
    """Return what officers said of this line that still holds today or later, the newest first."""
    since, _ = clock.bounds(clock.day(at))
    return list(Opening.objects.filter(line=line, to_at__gt=since, ended_at=None).order_by("-at"))


def _day(line: str, on: date, said: list[rules.Said]) -> Day:
    book = rulebook.book()
    row = book.helpline.lines[line]
    calendar = book.calendar(on)
    rests = row.working_days and not calendar.is_working(on)
    rule = rules.Rule(*book.helpline_hours(row.hours, on), rests=rests)
    return Day(on, rules.spans(on, rule, said), calendar.holidays.get(on, "-") if rests else "")
