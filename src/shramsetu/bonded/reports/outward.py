"""A report for whoever is outside the circle: no line of one person, no small count, and none that can be reckoned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext

from shramsetu import rulebook
from shramsetu.bonded.reports.asked import Report
from shramsetu.casework.sheets import Cell, Sheet
from shramsetu.lib import small

AWAY = "*"


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a report that may go out: its columns of persons or proceedings.

    From the column `rest` on all are. `follows` names columns (sums of money, shares) that tell what another one does;
    `sums` columns of which the first adds up the rest; `totals` whether the last line adds up the others. Nothing else
    in it is of persons.
    """

    persons: Sequence[int] = ()
    follows: Mapping[int, int] = field(default_factory=dict)
    sums: Sequence[Sequence[int]] = ()
    totals: bool = True
    rest: int | None = None


# The tables that go out by their place in the report; one that is not named stays inside.
Tables = Mapping[int, Table]


def outward(report: Report, tables: Tables) -> Report:
    """Return what of a report may leave the circle."""
    under = rulebook.book().number("bonded.anonymous_k", report.asked.on)
    sheets = [_shown(sheet, tables[at], under) for at, sheet in enumerate(report.sheets) if at in tables]
    return replace(report, sheets=sheets, refused=())


def _shown(sheet: Sheet, table: Table, under: int) -> Sheet:
    if not sheet.lines or not table.persons:
        return sheet
    rest = range(len(sheet.head) if table.rest is None else table.rest, len(sheet.head))
    place = {column: at for at, column in enumerate((*table.persons, *rest))}
    counts = [[_count(*line[column : column + 1]) for column in place] for line in sheet.lines]
    sums = [[place[column] for column in one] for one in table.sums]
    shown = small.table(counts, under, totals=table.totals, sums=sums)
    lines = [_line(line, row, table, place) for line, row in zip(sheet.lines, shown, strict=True)]
    note = gettext("%(sign)s is withheld: fewer than %(under)s persons, or a number from which so few can be reckoned.")
    return replace(sheet, lines=lines, notes=[*sheet.notes, note % {"sign": AWAY, "under": under}])


def _line(line: Sequence[Cell], row: Sequence[int | None], table: Table, place: Mapping[int, int]) -> list[Cell]:
    away = {column for column, at in place.items() if row[at] is None}
    away |= {column for column, base in table.follows.items() if base in away}
    return [AWAY if column in away else cell for column, cell in enumerate(line)]


def _count(cell: Cell = None) -> int:
    return cell if isinstance(cell, int) else 0
