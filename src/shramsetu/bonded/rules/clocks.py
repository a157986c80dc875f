"""When a clock is due, turns amber and red, and whom it tells: from its row of the rulebook and its event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from shramsetu.lib import clock
from shramsetu.rulebook.bonded import ClockRow, Span

MONTHS = 12


class Light(StrEnum):
    """How a duty stands."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Times:
    """The instants of one clock. `tells` are (who, when) in the order of time."""

    due: datetime
    amber: datetime
    red: datetime
    tells: tuple[tuple[str, datetime], ...]

    def light(self, at: datetime) -> Light:
        """Return how a duty that is still open stands at an instant."""
        if at >= self.red:
            return Light.RED
        return Light.AMBER if at >= self.amber else Light.GREEN

    def told_by(self, at: datetime) -> tuple[str, ...]:
        """Return who should have heard of it by now."""
        return tuple(who for who, when in self.tells if when <= at)


def times(
    row: ClockRow,
    start: datetime,
    calendar: clock.Calendar,
    *,
    whole: timedelta | None = None,
    paused: timedelta = timedelta(),
) -> Times:
    """Return the instants of a clock that started at `start`.

    `whole` is the time that shares in percent are of (a rehabilitation head's own limit); `paused` the recorded time in
    which the clock stood still.
    """

    def at(span: Span) -> datetime:
        return after(span, start, calendar, whole=whole) + paused

    tells: Sequence[tuple[str, datetime]] = [(one.who, at(one.after)) for one in row.tells]
    return Times(at(row.due), at(row.amber), at(row.red), tuple(sorted(tells, key=lambda one: one[1])))


def after(span: Span, start: datetime, calendar: clock.Calendar, *, whole: timedelta | None = None) -> datetime:
    """Return the instant a span after `start`; before it where the span is negative. Bonded labour knows no closed day:
    only a limit in working days asks the calendar."""
    match span.unit:
        case "hours":
            return start + timedelta(hours=span.amount)
        case "calendar_days":
            return start + timedelta(days=span.amount)
        case "working_days":
            return calendar.add_working_days(start, span.amount)
        case "months":
            return _months_later(start, span.amount)
        case "percent":
            if whole is None:
                raise ValueError("a share of what? the limit is missing")
            return start + whole * span.amount / 100


def _months_later(start: datetime, months: int) -> datetime:
    """The same day of a later month; its last day where the month is shorter."""
    here = clock.local(start)
    years, month = divmod(here.month - 1 + months, MONTHS)
    for day in range(here.day, 0, -1):
        try:
            return here.replace(year=here.year + years, month=month + 1, day=day).astimezone(UTC)
        except ValueError:
            continue
    raise AssertionError("every month has a first day")
