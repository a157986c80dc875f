"""Days, office hours and time limits of a state office, on the clock of Asia/Kolkata.

Instants go in aware (any zone) and come out in UTC. A *day* is always a day of Kolkata: 18:29 UTC is 23:59 of one
day, 18:30 UTC is 00:00 of the next. Office hours are half open: at 09:30 the office is open, at 18:00 it is closed.

When a paper arrives
    on a working day before the close of office it arrives that day; on a holiday, or at or after the close, it counts
    as arrived on the next working day. Working days are counted from the day after the day of arrival (General
    Clauses Act 1897, s. 9: the first day is left out); a limit ends with the close of office, and one that would end
    on a holiday ends on the next working day (s. 10).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, TypeVar, get_args
from zoneinfo import ZoneInfo

IST = ZoneInfo("Asia/Kolkata")
SEARCH_DAYS = 400
SUNDAY = 6
SATURDAY = 5
NAMED_YEARS = range(1947, 2201)
_NAMED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Unit = Literal["hours", "calendar_days", "working_days"]
UNITS: tuple[Unit, ...] = get_args(Unit)


Otherwise = TypeVar("Otherwise")


class NoWorkingDay(LookupError):
    """The calendar has no working day within 400 days."""


class NaiveInstant(ValueError):
    """An instant must carry its time zone."""


def local(at: datetime) -> datetime:
    """Give `at` as the clock on the office wall shows it. Raises NaiveInstant if `at` has no zone."""
    if at.tzinfo is None:
        raise NaiveInstant(f"no time zone: {at.isoformat()}")
    return at.astimezone(IST)


def day(at: datetime) -> date:
    """Give the day of Kolkata to which the instant `at` belongs."""
    return local(at).date()


def moment(on: date, clock: time = time(0)) -> datetime:
    """Give the UTC instant at which the wall clock of Kolkata shows `clock` on the day `on`."""
    return datetime.combine(on, clock, IST).astimezone(UTC)


def bounds(on: date) -> tuple[datetime, datetime]:
    """Give the half-open span [start, end) of instants which are the day `on`, for queries."""
    return moment(on), moment(on + timedelta(days=1))


def named(text: str, otherwise: Otherwise) -> date | Otherwise:
    """Read a day out of an address, 2026-11-21; give `otherwise` where it is none, or none of 1947 to 2200.

    The years are bounded because the first and the last days of all have no instant, week or month around them.
    """
    try:
        found = date.fromisoformat(text) if _NAMED.fullmatch(text) else None
    except ValueError:
        found = None
    return found if found is not None and found.year in NAMED_YEARS else otherwise


def years_from(on: date, years: int) -> date:
    """Give the day `years` after `on`, or before it; 29 February falls on 1 March in a year that has none."""
    try:
        return on.replace(year=on.year + years)
    except ValueError:
        return date(on.year + years, 3, 1)


def is_between(at: datetime, opens: time, closes: time) -> bool:
    """Tell whether the wall clock at `at` is in [opens, closes); a span such as 21:00 to 08:00 runs over midnight."""
    now = local(at).time()
    if opens <= closes:
        return opens <= now < closes
    return now >= opens or now < closes


def next_at(at: datetime, clock: time) -> datetime:
    """Give the first instant at or after `at` when the wall clock shows `clock` (the end of quiet hours, a digest)."""
    today = moment(day(at), clock)
    return today if today >= at else moment(day(at) + timedelta(days=1), clock)


@dataclass(frozen=True)
class Calendar:
    """The working days and hours of an office.

    `weekly_off` holds weekdays as `date.weekday()` counts them (Sunday = 6); `second_saturday` closes the second
    Saturday of each month; `holidays` names each further closed day. Raises NoWorkingDay if every weekday is off.
    """

    hours: tuple[time, time] = (time(9, 30), time(18, 0))
    weekly_off: frozenset[int] = frozenset({SUNDAY})
    second_saturday: bool = True
    holidays: Mapping[date, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if set(self.weekly_off) >= set(range(7)):
            raise NoWorkingDay("every day of the week is off")
        if self.hours[0] >= self.hours[1]:
            raise ValueError(f"the office closes before it opens: {self.hours}")

    def is_working(self, on: date) -> bool:
        """Tell whether the office is open on the day `on`."""
        if on.weekday() in self.weekly_off or on in self.holidays:
            return False
        return not (self.second_saturday and on.weekday() == SATURDAY and 8 <= on.day <= 14)

    def is_open(self, at: datetime) -> bool:
        """Tell whether `at` lies in the office hours of a working day."""
        return self.is_working(day(at)) and is_between(at, *self.hours)

    def next_working(self, on: date) -> date:
        """Give the first working day strictly after `on`. Raises NoWorkingDay if there is none within 400 days."""
        for ahead in range(1, SEARCH_DAYS + 1):
            found = on + timedelta(days=ahead)
            if self.is_working(found):
                return found
        raise NoWorkingDay(f"no working day in the {SEARCH_DAYS} days after {on}")

    def working_on_or_after(self, on: date) -> date:
        """Give `on` if it is a working day, else the next one."""
        return on if self.is_working(on) else self.next_working(on)

    def opens_at(self, on: date) -> datetime:
        """Give the UTC instant at which the office opens on the day `on`."""
        return moment(on, self.hours[0])

    def closes_at(self, on: date) -> datetime:
        """Give the UTC instant at which the office closes on the day `on`."""
        return moment(on, self.hours[1])

    def arrival_day(self, at: datetime) -> date:
        """Give the working day on which what came in at `at` counts as arrived; after the close, the next one."""
        on = day(at)
        return on if self.is_working(on) and at < self.closes_at(on) else self.next_working(on)

    def close_from(self, at: datetime) -> datetime:
        """Give the first close of office on a working day at or after `at`."""
        on = day(at)
        return (
            self.closes_at(on)
            if self.is_working(on) and at <= self.closes_at(on)
            else self.closes_at(self.next_working(on))
        )

    def add_working_days(self, at: datetime, n: int) -> datetime:
        """Give the close of office on the `n`th working day after the arrival of `at`; 0 is the day of arrival."""
        on = self.arrival_day(at)
        for _ in range(_not_negative(n)):
            on = self.next_working(on)
        return self.closes_at(on)

    def add_calendar_days(self, at: datetime, n: int) -> datetime:
        """Give the close of office `n` days after the day of `at`, moved to the next working day if that one is closed.

        Every day counts, so an arrival at night counts from its own day. With 0 days after the close it is the next
        working close.
        """
        return self.close_from(max(self.closes_at(day(at) + timedelta(days=_not_negative(n))), at))

    def working_days_between(self, start: date, end: date) -> int:
        """Count the working days after `start` up to and with `end`; negative if `end` is earlier."""
        if end < start:
            return -self.working_days_between(end, start)
        return sum(self.is_working(start + timedelta(days=ahead)) for ahead in range(1, (end - start).days + 1))

    def working_time_between(self, start: datetime, end: datetime) -> timedelta:
        """Add up the office hours from `start` to `end`; nothing if `end` is earlier."""
        total = timedelta(0)
        for ahead in range(max((day(end) - day(start)).days, -1) + 1):
            on = day(start) + timedelta(days=ahead)
            if self.is_working(on):
                total += max(min(end, self.closes_at(on)) - max(start, self.opens_at(on)), timedelta(0))
        return total


def add_hours(at: datetime, n: int) -> datetime:
    """Give the instant `n` hours later by the wall clock, nights and holidays included: limits that run 24x7."""
    return local(at).astimezone(UTC) + timedelta(hours=_not_negative(n))


def span_due(at: datetime, *, amount: int, unit: Unit, calendar: Calendar) -> datetime:
    """Give the instant when a limit of `amount` `unit`s that starts at `at` runs out.

    The one function from which every due time comes; hours run 24x7 and ask no calendar. Raises ValueError on
    another unit or a negative amount.
    """
    if unit == "hours":
        return add_hours(at, amount)
    if unit == "calendar_days":
        return calendar.add_calendar_days(at, amount)
    if unit == "working_days":
        return calendar.add_working_days(at, amount)
    raise ValueError(f"no such unit of time: {unit!r}; one of {', '.join(UNITS)}")


def warn_at(start: datetime, due: datetime, share: float) -> datetime:
    """Give the instant when `share` (0 to 1) of the wall time from `start` to `due` is used, cut to whole seconds."""
    if not 0 <= share <= 1:
        raise ValueError(f"a share lies between 0 and 1: {share}")
    used = (local(due) - local(start)) * share
    return max(start, (start + used).replace(microsecond=0)).astimezone(UTC)


def extend(due: datetime, pause: timedelta, calendar: Calendar | None = None) -> datetime:
    """Give back a `pause`: move `due` by its length and, with a `calendar`, on to the next close of office.

    Without a calendar (limits that run 24x7) the length is added and nothing more. No pause leaves `due` as it is.
    """
    if pause < timedelta(0):
        raise ValueError(f"a pause is not negative: {pause}")
    moved = local(due).astimezone(UTC) + pause
    return calendar.close_from(moved) if calendar and pause else moved


def _not_negative(n: int) -> int:
    if n < 0:
        raise ValueError(f"a limit is not negative: {n}")
    return n
