"""How long matters have been pending: the buckets of the statistics. Pure."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import median


def bucket(days: int, bounds: Sequence[int]) -> int:
    """Return the place of an age among `bounds` in days: 0 below the first one, len(bounds) from the last one on."""
    return bisect_right(bounds, days)


def spans(bounds: Sequence[int]) -> list[tuple[int, int | None]]:
    """Return the buckets as (from, below) in days; the last one is open."""
    edges = [0, *bounds]
    return [(low, high) for low, high in zip(edges, [*bounds, None], strict=True)]


def table(rows: Iterable[tuple[str, int]], bounds: Sequence[int]) -> dict[str, list[int]]:
    """Return, for each stage of (stage, age in days), how many matters lie in each bucket."""
    found = Counter((stage, bucket(days, bounds)) for stage, days in rows)
    stages = dict.fromkeys(stage for stage, _ in found)
    return {stage: [found[stage, place] for place in range(len(bounds) + 1)] for stage in stages}


def middle(days: Sequence[int]) -> int | None:
    """Return the median of spans in days, cut to whole days; None of nothing."""
    return int(median(days)) if days else None
