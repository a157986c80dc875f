"""Files of old registers, row by row: XLSX or CSV, Kruti Dev made Hindi; the template and the file of errors."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path

from shramsetu.casework import tables
from shramsetu.casework.sheets import Sheet
from shramsetu.lib.krutidev import unicode_of
from shramsetu.workers import oldbook_cells
from shramsetu.workers.models import OldRow
from shramsetu.workers.rules import oldbook as rules

Unreadable = tables.Unreadable
UNICODE, KRUTIDEV = "unicode", "krutidev"
TITLES_MOST = 10
Row = tuple[int, dict[str, str]]


class NoHeadings(Exception):
    """The file lacks needed columns; `keys` are theirs."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__(", ".join(rules.BY_KEY[key].hi for key in keys))
        self.keys = tuple(keys)


def rows(path: Path, *, writing: str = UNICODE) -> Iterator[Row]:
    """Yield the rows of a file by column, each with its number in it. Raises Unreadable, NoHeadings."""
    lines = tables.lines(path)
    top = list(islice(lines, TITLES_MOST))
    head, keys = _head(top, writing)
    for number, line in enumerate(chain(top[head + 1 :], lines), head + 2):
        cells = {key: cell for key, cell in zip(keys, line, strict=False) if key and cell}
        if cells:
            yield number, {key: _unicode(key, cell) for key, cell in cells.items()} if writing == KRUTIDEV else cells


def template() -> Sheet:
    """Return the table to be filled in, with one example row."""
    return Sheet("पंजी", [one.hi for one in rules.COLUMNS], [[one.example for one in rules.COLUMNS]])


def to_correct(wrong: Iterable[OldRow]) -> Sheet:
    """Return the rows to correct as the table that is brought in again: what is wrong stands in the first column."""
    lines = [_line(row.fault, oldbook_cells.opened(row)) for row in wrong]
    return Sheet("सुधारें", ["गड़बड़ी", *(one.hi for one in rules.COLUMNS)], lines)


def _line(fault: str, cells: Mapping[str, str]) -> list[str]:
    return [fault, *(cells.get(one.key, "") for one in rules.COLUMNS)]


def _head(top: Sequence[Sequence[str]], writing: str) -> tuple[int, list[str]]:
    """Return which line holds the headings, and their columns; a title may stand above them."""
    best: tuple[int, list[str]] = (0, [])
    for place, line in enumerate(top):
        named = [unicode_of(cell) if writing == KRUTIDEV and not rules.headings([cell])[0] else cell for cell in line]
        keys = rules.headings(named)
        if sum(map(bool, keys)) > sum(map(bool, best[1])):
            best = place, keys
    if lacking := rules.missing(best[1]):
        raise NoHeadings(lacking)
    return best


def _unicode(key: str, cell: str) -> str:
    if key == "sex" and rules.is_sex(cell):  # M and F are so written beside Kruti Dev names too
        return cell
    return unicode_of(cell) if rules.BY_KEY[key].is_text else cell
