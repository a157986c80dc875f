"""Counts of persons for the public: small ones are withheld, and what would give them away is withheld with them."""

from collections.abc import Mapping, Sequence

Counts = list[list[int]]
Cell = tuple[int, int]


def is_suppressed(count: int, under: int) -> bool:
    """Return whether a public count is too small to be shown: below `under`, behind it persons could be known."""
    return 0 < count < under


def suppressed(counts: Mapping[str, int], under: int) -> dict[str, int | None]:
    """Return counts as they may be public: None for those behind which persons could be known."""
    return {name: None if is_suppressed(count, under) else count for name, count in counts.items()}


def few(count: int, under: int) -> str:
    """Write a count for the public: one between nothing and `under` is not told."""
    return f"<{under}" if is_suppressed(count, under) else str(count)


def table(
    rows: Sequence[Sequence[int]],
    under: int,
    *,
    totals: bool = False,
    adds: Sequence[Sequence[int]] = (),
    sums: Sequence[Sequence[int]] = (),
) -> list[list[int | None]]:
    """Return a table of counts as it may be public, None for what is withheld.

    With `totals` the last row adds up the others; `adds` names rows, `sums` columns, of which the first adds up the
    rest. A small count is withheld. Where the sums would give it away, the next smallest of the same sum is withheld
    too, or the sum itself: at least two of a sum are hidden, and together they are no fewer than `under`.
    """
    counts = [list(row) for row in rows]
    hidden = {
        (at, column) for at, row in enumerate(counts) for column, count in enumerate(row) if is_suppressed(count, under)
    }
    last = len(counts) - 1
    downwards = [*adds, *([(last, *range(last))] if totals and last > 0 else [])]
    equations = _equations(counts, downwards, sums)
    while any([_closed(counts, hidden, one, under) for one in equations]):  # noqa: C419 - each pass goes through all
        pass
    return [
        [None if (at, column) in hidden else count for column, count in enumerate(row)] for at, row in enumerate(counts)
    ]


def _equations(counts: Counts, adds: Sequence[Sequence[int]], sums: Sequence[Sequence[int]]) -> list[list[Cell]]:
    """Return the sums that a reader can reckon: of each the total first, then its parts."""
    columns = range(len(counts[0])) if counts else range(0)
    found = [[(row, column) for row in one] for one in adds for column in columns]
    return found + [[(row, column) for column in one] for row in range(len(counts)) for one in sums]


def _closed(counts: Counts, hidden: set[Cell], equation: Sequence[Cell], under: int) -> bool:
    """Hide one more cell of a sum where what is hidden can be reckoned; return whether one was."""
    total, *parts = equation
    away = [cell for cell in parts if cell in hidden]
    if total in hidden:
        enough = bool(away)
    else:
        enough = not away or (len(away) > 1 and sum(counts[row][column] for row, column in away) >= under)
    if enough:
        return False
    open_ones = sorted((counts[row][column] == 0, counts[row][column], (row, column)) for row, column in parts)
    left = [cell for _none, _count, cell in open_ones if cell not in hidden]
    if not left and total in hidden:
        return False
    hidden.add(left[0] if left and (total in hidden or counts[left[0][0]][left[0][1]]) else total)
    return True
