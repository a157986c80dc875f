"""How a target stands: what every day left must bring, when it will be reached at the pace of late, and its light.

The light goes by the forecast, not by the share that is done: work of one season is not late in another one.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import accumulate
from math import ceil
from typing import Literal

Light = Literal["none", "green", "amber", "red"]
Why = Literal["not_begun", "waiting", "reached", "on_time", "late", "never", "no_data", "missed"]


def required(number: int, done: int, days_left: int) -> int:
    """Return what each working day left must bring, rounded up; on the last day, and after it, all that lacks."""
    return max(0, -((done - number) // max(days_left, 1)))


@dataclass(frozen=True, slots=True)
class Ahead:
    """Working days to come, today first, each with the weight of all days up to it."""

    days: tuple[date, ...]
    sums: tuple[int, ...]


def ahead(days: Sequence[date], weights: Mapping[date, int] | None = None) -> Ahead:
    """Return `days` to come, weighed; without `weights` all alike."""
    return Ahead(tuple(days), tuple(accumulate(1 if weights is None else weights.get(on, 0) for on in days)))


def forecast(left: int, recent: int | Fraction, *, weighed: int, coming: Ahead) -> date | None:
    """Return the day on which `left` will be done; None if not within the days to come.

    `recent` is what the last working days brought, `weighed` their weight: the days to come bring as much for their
    own weight.
    """
    if left <= 0:
        return coming.days[0] if coming.days else None
    if recent <= 0 or weighed <= 0:
        return None
    at = bisect_left(coming.sums, ceil(Fraction(left * weighed) / recent))
    return coming.days[at] if at < len(coming.days) else None


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a target on the morning of a day.

    `working` are the working days of the period, `silent` those that passed without a figure, `begun` those that
    passed at all, `late_days` the working days from its end to the forecast.
    """

    number: int
    done: int
    is_begun: bool
    is_over: bool
    working: int
    begun: int
    silent: int
    forecast_on: date | None
    late_days: int


def light(one: Standing, *, amber_percent: int, silent_days: int) -> tuple[Light, Why]:
    """Return the light of a target and why it is this one.

    Green: the forecast is on or before the end. Amber: later by up to `amber_percent` of the period's working days.
    Red: later still, never, or nothing was heard for `silent_days` working days: what is missing is not 0.
    """
    if not one.is_begun:
        return "none", "not_begun"
    if one.done >= one.number:
        return "green", "reached"
    if one.is_over:
        return "red", "missed"
    if one.silent >= silent_days:
        return "red", "no_data"
    if one.begun < silent_days and one.forecast_on is None:
        return "none", "waiting"
    if one.forecast_on is None:
        return "red", "never"
    if one.late_days <= 0:
        return "green", "on_time"
    return ("amber" if one.late_days * 100 <= amber_percent * one.working else "red"), "late"


def profile(reached: Mapping[date, int], days: Iterable[date]) -> dict[date, int] | None:
    """Return last year's days laid on this year's: the weight of each working day is what the one a year before it had.

    `days` and `reached` are matched by their place among the working days of their own year. None where last year
    brought nothing.
    """
    former = [reached[on] for on in sorted(reached)]
    if sum(former) <= 0:
        return None
    return dict(zip(days, former, strict=False))
