"""Reckoning with counts: shares, ages, peers, ranks, and what may be shown in public."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

PEER_GROUPS = 3


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, both ends included; `by_month` where whole months are read."""

    name: str
    first: date
    last: date
    by_month: bool = False


def period(name: str, today: date) -> Period:
    """Return the period `name` (today, week, days30, month, year) that ends today.

    A week is seven days, a year the financial year from 1 April; an unknown name means 30 days.
    """
    if name == "today":
        return Period(name, today, today)
    if name == "week":
        return Period(name, today - timedelta(days=6), today)
    if name == "month":
        return Period(name, today.replace(day=1), today)
    if name == "year":
        began = today.year if today.month > 3 else today.year - 1
        return Period(name, date(began, 4, 1), today, by_month=True)
    return Period("days30", today - timedelta(days=29), today)


def month(on: date) -> Period:
    """Return the whole calendar month in which `on` lies."""
    first = on.replace(day=1)
    return Period(f"{first:%Y-%m}", first, next_month(first) - timedelta(days=1), by_month=True)


def next_month(first: date) -> date:
    """Return the first day of the month after the one that begins on `first`."""
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)


def last_month(today: date) -> Period:
    """Return the last month that is over."""
    return month(today.replace(day=1) - timedelta(days=1))


def share(part: float, whole: float) -> float | None:
    """Return `part` of `whole` in percent with one decimal; None of nothing."""
    return round(100 * part / whole, 1) if whole else None


def first_level(counts: Mapping[str, int], ends: Sequence[str]) -> float | None:
    """Return the share (percent) of grievances brought to an end that were satisfied at first level (B13).

    Special, unconfirmed and ordered closures count below the line: nobody gains by choosing them.
    """
    return share(counts.get("satisfied_first", 0), sum(counts.get(name, 0) for name in ends))


def ages(opened: Iterable[tuple[date, int]], edges: Sequence[int], today: date) -> list[int]:
    """Sort open cases by age in days into classes up to each of `edges` and one beyond; days and counts are given."""
    classes = [0] * (len(edges) + 1)
    for on, count in opened:
        age = (today - on).days
        classes[sum(age > edge for edge in edges)] += count
    return classes


def age_bounds(edges: Sequence[int]) -> list[tuple[int, int | None]]:
    """Return the youngest and oldest age of each class; None for no end."""
    lows = [0, *(edge + 1 for edge in edges)]
    return list(zip(lows, [*edges, None], strict=True))


def peers(volumes: Mapping[int, int]) -> list[list[int]]:
    """Split places into three groups of alike volume, the largest first; each keeps the order of volume."""
    ordered = sorted(volumes, key=lambda place: (-volumes[place], place))
    size = -(-len(ordered) // PEER_GROUPS) or 1
    return [ordered[at : at + size] for at in range(0, len(ordered), size)]


@dataclass(frozen=True, slots=True)
class Rank:
    """A place's rank among its peers; None where it has too few cases to be ranked."""

    place: int
    rank: int | None
    score: float | None


def rank(scores: Mapping[int, float | None], volumes: Mapping[int, int], *, least: int) -> list[Rank]:
    """Rank places by score, the highest first; equal scores share a rank; under `least` cases there is none."""
    fit = {place: score for place, score in scores.items() if score is not None and volumes.get(place, 0) >= least}
    ordered = sorted(fit, key=lambda place: (-fit[place], place))
    ranks = {place: 1 + sum(fit[other] > fit[place] for other in fit) for place in ordered}
    rest = sorted(set(scores) - set(fit))
    return [Rank(place, ranks[place], fit[place]) for place in ordered] + [Rank(place, None, None) for place in rest]


def is_everywhere(districts: int, cases: int, least: tuple[int, int]) -> bool:
    """Return whether a problem comes from so many districts, so often, that the rule may need to change (B11)."""
    return districts >= least[0] and cases >= least[1]
