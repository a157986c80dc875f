"""Rows that point at nobody: each one released looks like at least k - 1 others, or it is not released at all.

Each row offers every column from its exact value to its widest; `k_anonymous` widens column by column only what is
still too rare, as the Counter Trafficking Data Collaborative does with k = 11.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Row = Mapping[str, Sequence[str]]  # column -> its value, exact first, widest last
Shown = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Release:
    """What may be shown: a line for each row that is common enough, in order; and how many rows are left out."""

    columns: tuple[str, ...]
    lines: tuple[Shown, ...]
    left_out: int


def k_anonymous(rows: Sequence[Row], *, columns: Sequence[str], widen: Sequence[str], k: int) -> Release:
    """Return what of `rows` may be shown. `widen` names columns in the order in which they lose detail.

    A column may be named again to lose more. Raises ValueError for a k under 2, which would hide nobody.
    """
    if k < 2:
        raise ValueError(f"k is at least 2: {k}")
    level = dict.fromkeys(columns, 0)
    left, lines = list(rows), list[Shown]()
    for column in ("", *widen):
        if column:
            level[column] += 1
        left = _take_common(left, columns, level, k, lines)
    return Release(tuple(columns), tuple(sorted(lines)), len(left))


def _take_common(
    rows: Sequence[Row], columns: Sequence[str], level: Mapping[str, int], k: int, lines: list[Shown]
) -> list[Row]:
    groups: dict[Shown, list[Row]] = defaultdict(list)
    for row in rows:
        groups[tuple(_at(row[column], level[column]) for column in columns)].append(row)
    rare = list[Row]()
    for shown, alike in groups.items():
        if len(alike) >= k:
            lines.extend([shown] * len(alike))
        else:
            rare.extend(alike)
    return rare


def _at(ladder: Sequence[str], level: int) -> str:
    return ladder[min(level, len(ladder) - 1)]
