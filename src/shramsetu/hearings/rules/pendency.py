"""How long matters have been pending: the buckets of the statistics. Pure."""

from collections.abc import Iterable, Sequence


def spans(bounds: Sequence[int]) -> list[tuple[int, int | None]]:
    """Return the buckets as (from, below) in days; the last one is open."""
    edges = [0, *bounds]
    return [(low, high) for low, high in zip(edges, [*bounds, None], strict=True)]


def table(counted: Iterable[tuple[str, int, int]], bounds: Sequence[int]) -> dict[str, list[int]]:
    """Return, for each stage, how many matters lie in each bucket, of (stage, place of the bucket, how many)."""
    found = dict[str, list[int]]()
    for stage, place, count in counted:
        found.setdefault(stage, [0] * (len(bounds) + 1))[place] += count
    return found
