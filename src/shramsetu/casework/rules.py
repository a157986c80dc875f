"""The one place where a due time is computed, from the rulebook in force on the day a case came to its level."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shramsetu import rulebook
from shramsetu.lib import clock


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A due time with the rule behind it: key, the date the rule holds from, and the order it comes from."""

    at: datetime
    key: str
    from_on: date
    source: str


def level_due(category: str, level: int, came_at: datetime, *, on: date | None = None) -> Reckoned:
    """Return when the officer at `level` runs out of time with a case of `category` that came at `came_at`.

    By the limits in force on that day, or on the day `on` where open cases are reckoned anew.
    """
    book = rulebook.book()
    on = on or clock.day(came_at)
    limit = book.limit(category, level, on)
    at = clock.span_due(came_at, amount=limit.amount, unit=limit.unit, calendar=book.calendar(on))
    return Reckoned(at, limit.key, limit.from_on, limit.source)


def figure_due(key: str, from_at: datetime, *, urgent: bool = False, on: date | None = None) -> Reckoned:
    """Return when the span written in the rulebook under `key` ends, counted from `from_at`.

    Where it is `urgent` a day is 24 hours, by night and on holidays too. By the rule in force on that day, or on the
    day `on` where open cases are reckoned anew.
    """
    book = rulebook.book()
    on = on or clock.day(from_at)
    span = book.span(key, on)
    if urgent and span.unit != "hours":
        at = clock.add_hours(from_at, 24 * span.amount)
    else:
        at = clock.span_due(from_at, amount=span.amount, unit=span.unit, calendar=book.calendar(on))
    return Reckoned(at, span.key, span.from_on, span.source)


def figure(key: str, at: datetime) -> int:
    """Return the figure under `key` in force on the day of `at`."""
    return rulebook.book().number(key, clock.day(at))


def warn_shares(at: datetime) -> tuple[int, ...]:
    """Return the percentages of their time at which holders are warned, in force on the day of `at`."""
    return rulebook.book().numbers("escalation.warn_percents", clock.day(at))


def warn_at(since: datetime, due: datetime, percent: int) -> datetime:
    """Return when `percent` of the time between `since` and `due` is used up."""
    return since + (due - since) * percent / 100


def extended(due: datetime, paused_at: datetime, resumed_at: datetime, *, urgent: bool) -> datetime:
    """Return `due` moved by the length of a pause that counted, on to a close of office unless it is urgent."""
    calendar = None if urgent else rulebook.book().calendar(clock.day(resumed_at))
    return clock.extend(due, max(resumed_at - paused_at, timedelta(0)), calendar)
