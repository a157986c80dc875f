"""What the public is told of a month's claims, by scheme and district; withheld is also what sums would give away."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from shramsetu.insight import rules
from shramsetu.insight.queries.public import withheld_under
from shramsetu.lib import small
from shramsetu.schemes import monitoring

COLUMNS = ("received", "sanctioned", "paid")
Line = list[str | int | None]


def reckoned(month: date) -> list[Line]:
    """Return each scheme's line of the state (no district) and of its districts; None for what is withheld."""
    span = rules.month(month)
    under = withheld_under(span.last)
    rows = monitoring.month(span.first, span.last)
    return [line for scheme, of_it in groupby(rows, lambda row: row[0]) for line in _lines(scheme, list(of_it), under)]


def _lines(scheme: str, rows: Sequence[tuple[str, int, int, int, int]], under: int) -> list[Line]:
    """Claims without a district (code 0) have no line, and yet a reader can reckon them from the others."""
    counts = [list(row[2:]) for row in rows]
    whole = [sum(column) for column in zip(*counts, strict=True)]
    shown = small.table([whole, *counts], under, adds=[range(len(rows) + 1)])
    places = [None, *(row[1] for row in rows)]
    return [[scheme, place, *line] for place, line in zip(places, shown, strict=True) if place != 0]
