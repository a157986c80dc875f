"""The figures of the scorecard. Speed and payment are ranked; how many were rescued is shown beside and never ranked.

A district that finds more bonded labour is not a worse one, and one that stops looking is not a better one.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import TypeVar

HOUR = timedelta(hours=1)
DAY, WEEK = timedelta(hours=24), timedelta(days=7)
T_ = TypeVar("T_")


@dataclass(frozen=True, slots=True)
class Path:
    """The instants of one freed person that the scorecard measures."""

    heard_at: datetime | None
    certified_at: datetime
    paid_at: datetime | None


@dataclass(frozen=True, slots=True)
class Score:
    """How quickly a district certifies and pays; None where there is nothing to measure. Shares are percent."""

    people: int
    to_certificate: float | None  # median hours from the information
    to_payment: float | None  # median hours from the certificate
    in_day: int | None
    in_week: int | None
    never: int | None

    @property
    def speed(self) -> tuple[int, float] | None:
        """Return what is ranked, the better the smaller: paid within a week first, then hours to the payment."""
        if self.in_week is None:
            return None
        return -self.in_week, self.to_payment if self.to_payment is not None else float("inf")


def score(paths: Sequence[Path], *, at: datetime) -> Score:
    """Return the score of a district's people as it stands at an instant.

    A share counts only those whose time is over or who are paid: someone certified an hour ago is nobody's failure.
    """
    certified = [(one.certified_at - one.heard_at) / HOUR for one in paths if one.heard_at is not None]
    paid = [(one.paid_at - one.certified_at) / HOUR for one in paths if one.paid_at is not None]
    return Score(
        people=len(paths),
        to_certificate=_median(certified),
        to_payment=_median(paid),
        in_day=_within(paths, DAY, at),
        in_week=_within(paths, WEEK, at),
        never=percent(sum(one.paid_at is None for one in paths), len(paths)),
    )


def ranks(found: Iterable[T_], key: Callable[[T_], tuple[int, float] | None]) -> dict[int, int]:
    """Return the place of each by its index, the best first; equals share a place, what cannot be measured has none."""
    keys = {index: key(one) for index, one in enumerate(found)}
    measured = sorted(value for value in keys.values() if value is not None)
    return {index: measured.index(value) + 1 for index, value in keys.items() if value is not None}


def percent(part: int, whole: int) -> int | None:
    """Return a share in whole percent, half up; None of nothing."""
    return (part * 200 + whole) // (2 * whole) if whole else None


def _within(paths: Sequence[Path], limit: timedelta, at: datetime) -> int | None:
    over = [one for one in paths if one.paid_at is not None or at - one.certified_at >= limit]
    in_time = sum(one.paid_at is not None and one.paid_at - one.certified_at <= limit for one in over)
    return percent(in_time, len(over))


def _median(hours: Sequence[float]) -> float | None:
    return round(median(hours), 1) if hours else None
