"""When a clock is due, turns amber and red, and whom it tells: from its row of the rulebook and its event."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from shramsetu.lib import clock
from shramsetu.rulebook.bonded import ClockRow, Rhythm, Span

MONTHS = 12


class Light(StrEnum):
    """How a duty stands."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


HOLDER = "holder"


class Rung(NamedTuple):
    """One rung of a clock's ladder: who hears of it, when; with a rhythm from then on in that list, else at once."""

    who: str
    at: datetime
    rhythm: Rhythm = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Times:
    """The instants of one clock; `tells` in the order of time."""

    due: datetime
    amber: datetime
    red: datetime
    tells: tuple[Rung, ...]
    # A reminder tells of a day that comes; every other clock asks for something until a day.
    is_reminder: bool = False

    @property
    def ladder(self) -> tuple[Rung, ...]:
        """Return every rung in the order of time: the holder hears of amber and red, whatever else is told."""
        own = (Rung(HOLDER, self.amber, name="amber"), Rung(HOLDER, self.red, name="red"))
        return tuple(sorted((*own, *self.tells), key=lambda rung: rung.at))

    def untold(self, told: Collection[str], at: datetime) -> tuple[Rung, ...]:
        """Return the rungs whose time has come and that are not among the names `told`."""
        return tuple(rung for rung in self.ladder if rung.at <= at and rung.name not in told)

    def next_tell(self, told: Collection[str]) -> datetime | None:
        """Return when the first rung that is not among `told` is to be told; None when all were."""
        return next((rung.at for rung in self.ladder if rung.name not in told), None)

    def light(self, at: datetime) -> Light:
        """Return how a duty that is still open stands at an instant."""
        if at >= self.red:
            return Light.RED
        return Light.AMBER if at >= self.amber else Light.GREEN

    def told_by(self, at: datetime) -> tuple[str, ...]:
        """Return who should have heard of it by now."""
        return tuple(rung.who for rung in self.tells if rung.at <= at)


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

    is_reminder = row.amber.amount < 0
    # A reminder goes by the days before: the one of the day itself comes in its morning, whatever its hour.
    base = clock.moment(clock.day(start)) if is_reminder else start

    def at(span: Span) -> datetime:
        return after(span, base, calendar, whole=whole) + paused

    rungs = [Rung(one.who, at(one.after), one.list, f"{n}.{one.who}") for n, one in enumerate(row.tells, 1)]
    told = tuple(sorted(rungs, key=lambda rung: rung.at))
    due = after(row.due, start, calendar, whole=whole) + paused
    return Times(due, at(row.amber), at(row.red), told, is_reminder=is_reminder)


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
