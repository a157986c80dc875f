"""The figures of the rulebook that targets go by, and the working days of its calendar."""

from collections.abc import Iterator
from datetime import date, timedelta

from shramsetu import rulebook
from shramsetu.lib import clock
from shramsetu.rulebook.watched import Indicator


def figure(key: str, on: date) -> int:
    """Return a figure of the rulebook in force on a day."""
    return rulebook.book().number(key, on)


def weights(on: date) -> tuple[int, ...]:
    """Return the weights of a rank: level, change, quality."""
    return rulebook.book().numbers("targets.rank_weights", on)


def indicator(slug: str) -> Indicator:
    """Return one indicator; raises NoRule."""
    return rulebook.book().watched.indicator(slug)


def indicators() -> dict[str, Indicator]:
    """Return all indicators by their names, in the order of the rulebook."""
    return dict(rulebook.book().watched.indicators)


def calendar(on: date) -> clock.Calendar:
    """Return the office's calendar as known on a day."""
    return rulebook.book().calendar(on)


def working(first: date, last: date) -> list[date]:
    """Return the working days from `first` to `last`, both counted."""
    known = calendar(last)
    return [on for on in _days(first, last) if known.is_working(on)]


def coming(first: date, count: int) -> list[date]:
    """Return `count` working days from `first` on, itself counted if it is one."""
    known, found, on = calendar(first), list[date](), first
    while len(found) < count:
        if known.is_working(on):
            found.append(on)
        on += timedelta(days=1)
    return found


def passed(before: date, count: int) -> list[date]:
    """Return the last `count` working days before a day, in order."""
    known, found, on = calendar(before), list[date](), before
    while len(found) < count:
        on -= timedelta(days=1)
        if known.is_working(on):
            found.append(on)
    return found[::-1]


def _days(first: date, last: date) -> Iterator[date]:
    for ahead in range((last - first).days + 1):
        yield first + timedelta(days=ahead)
