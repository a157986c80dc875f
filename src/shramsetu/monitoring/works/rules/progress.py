"""Physical progress: measured parts weighed into a whole, the planned S-curve, and the day the rest will be done.

Shares are basis points, 10,000 to the whole, so that nothing is lost in rounding; months and days are calendar days.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class Part:
    """A component: what it weighs in the whole, and how much of it is done (basis points)."""

    weight: int
    done: int


@dataclass(frozen=True, slots=True)
class Point:
    """A point of an S-curve: so much of the whole by the end of that day."""

    on: date
    share: int


def physical(parts: Iterable[Part]) -> int:
    """Return how much of the whole is done, rounded down: nothing is finished before all of it is.

    Raises ValueError if the parts weigh nothing or one is outside 0 to 10,000.
    """
    kept = list(parts)
    weight = sum(one.weight for one in kept)
    if weight <= 0 or any(one.weight < 0 for one in kept):
        raise ValueError("components must have weights that add up to more than nothing")
    if any(not 0 <= one.done <= WHOLE for one in kept):
        raise ValueError("a component is between 0 and the whole")
    return sum(one.weight * one.done for one in kept) // weight


def percent(share: int) -> float:
    """Return a share in percent for people, rounded down to a tenth: 100 only for the whole."""
    return share // 10 / 10


def check_plan(points: Sequence[Point]) -> None:
    """Raise ValueError unless the plan's days and shares rise and it ends at the whole."""
    if len(points) < 2:
        raise ValueError("a plan has a beginning and an end")
    for before, after in pairwise(points):
        if after.on <= before.on or after.share < before.share:
            raise ValueError(f"the plan goes back at {after.on}")
    if points[0].share < 0 or points[-1].share != WHOLE:
        raise ValueError("a plan ends at the whole")


def planned(points: Sequence[Point], on: date) -> int:
    """Return how much of the whole should be done by the end of `on`, in a straight line between the plan's points."""
    if on < points[0].on:
        return 0
    for before, after in pairwise(points):
        if on < after.on:
            share = Fraction(after.share - before.share, (after.on - before.on).days) * (on - before.on).days
            return before.share + int(share)
    return points[-1].share


def planned_on(points: Sequence[Point], share: int) -> date:
    """Return the first day on which the plan has reached `share`."""
    if share <= points[0].share:
        return points[0].on
    for before, after in pairwise(points):
        if share <= after.share:
            part = Fraction((share - before.share) * (after.on - before.on).days, after.share - before.share)
            return before.on + timedelta(days=-(-part.numerator // part.denominator))
    return points[-1].on


def days_behind(points: Sequence[Point], done: int, on: date) -> int:
    """Return by how many days the work is behind its plan (negative: ahead)."""
    return (on - planned_on(points, done)).days


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from one to another, both counted; open at its end while nobody has freed the way."""

    from_on: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class _Stood:
    on: date
    share: Fraction


@dataclass(frozen=True, slots=True)
class Forecast:
    """When a work will be whole: the day, or None where it stands still; `days` it was reckoned from."""

    on: date | None
    days: int


def forecast(measured: Sequence[Point], on: date, *, window: int, stopped: Sequence[Stretch] = ()) -> Forecast:
    """Return the day the work will be whole at the pace of the last `window` days before `on`.

    `measured` rises with its days; between two of its days the work grew evenly. Days on which one of `stopped` stood
    do not slow the pace: the forecast says when it will be done once the way is free. A work without any measured step
    in the window stands still and has no day.
    """
    past = [one for one in measured if one.on <= on]
    if not past:
        return Forecast(None, 0)
    if past[-1].share >= WHOLE:
        return Forecast(next(one.on for one in past if one.share >= WHOLE), 0)
    start = _at(past, max(on - timedelta(days=window), past[0].on))
    free = (on - start.on).days - days_hindered(stopped, start.on + timedelta(days=1), on)
    days, moved = max(free, 1), past[-1].share - start.share
    if moved <= 0:
        return Forecast(None, days)
    left = Fraction((WHOLE - past[-1].share) * days) / moved
    return Forecast(on + timedelta(days=-(-left.numerator // left.denominator)), days)


def _at(measured: Sequence[Point], on: date) -> _Stood:
    """Return how much stood on a day not before the first measured one, evenly between two measurements."""
    for before, after in pairwise(measured):
        if before.on <= on < after.on:
            part = Fraction((on - before.on).days, (after.on - before.on).days)
            return _Stood(on, before.share + (after.share - before.share) * part)
    return _Stood(on, Fraction(measured[-1].share))


def days_hindered(stretches: Iterable[Stretch], from_on: date, until: date) -> int:
    """Count the days from `from_on` to `until` on which at least one hindrance stood: two at once count once."""
    days: set[date] = set()
    for one in stretches:
        first, last = max(one.from_on, from_on), min(one.until or until, until)
        days.update(first + timedelta(days=n) for n in range(max((last - first).days + 1, 0)))
    return len(days)
