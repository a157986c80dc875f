"""Whether agents are there: the hours of the rulebook, and what an officer extended or closed at once."""

from datetime import datetime

from shramsetu import rulebook
from shramsetu.helpline.models import Opening
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
    if rule.working_days and not book.calendar(on).is_working(on):
        return False
    opens, closes = book.helpline_hours(rule.hours, on)
    return opens == closes or clock.is_between(at, opens, closes)
