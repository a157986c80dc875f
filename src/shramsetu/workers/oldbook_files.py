"""Files of old registers, row by row: XLSX or CSV, Kruti Dev made Hindi; the template and the file of errors."""

import csv
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from shramsetu.casework.sheets import Sheet
from shramsetu.lib.krutidev import unicode_of
from shramsetu.workers import oldbook_cells
from shramsetu.workers.models import OldRow
from shramsetu.workers.rules import oldbook as rules

UNICODE, KRUTIDEV = "unicode", "krutidev"
TITLES_MOST, COLUMNS_MOST = 10, 60
# A sheet of text packs to a tenth or twentieth; what unpacks to more than this was made to fill the memory.
UNPACKED_MOST, TIMES_MOST = 100_000_000, 100
Row = tuple[int, dict[str, str]]


class Unreadable(Exception):
    """The file is no spreadsheet and no text that can be read."""


class NoHeadings(Exception):
    """The file lacks needed columns; `keys` are theirs."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__(", ".join(rules.BY_KEY[key].hi for key in keys))
        self.keys = tuple(keys)


def rows(path: Path, *, writing: str = UNICODE) -> Iterator[Row]:
    """Yield the rows of a file by column, each with its number in it. Raises Unreadable, NoHeadings."""
    with path.open("rb") as file:
        is_packed = file.read(2) == b"PK"
    lines = _spreadsheet(path) if is_packed else _text(path)
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


def _spreadsheet(path: Path) -> Iterator[list[str]]:
    try:
        _need_true_size(path)
        with path.open("rb") as file:  # by its name it would be judged by its ending
            book = openpyxl.load_workbook(file, read_only=True, data_only=True)
            for line in book.worksheets[0].iter_rows(values_only=True, max_col=COLUMNS_MOST):
                yield [_cell(value) for value in line]
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise Unreadable from error


def _need_true_size(path: Path) -> None:
    """Raise Unreadable for a file that unpacks to far more than tables do."""
    with zipfile.ZipFile(path) as packed:
        size = sum(one.file_size for one in packed.infolist())
    if size > max(UNPACKED_MOST, TIMES_MOST * path.stat().st_size):
        raise Unreadable


def _text(path: Path) -> Iterator[list[str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for line in csv.reader(file):
                yield [_bare(cell) for cell in line]
    except (UnicodeDecodeError, csv.Error) as error:
        raise Unreadable from error


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, (datetime, date)):
        return f"{value:%d-%m-%Y}"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def _bare(cell: str) -> str:
    """Take off the apostrophe by which our own files keep text from being a formula."""
    return cell.strip().removeprefix("'") if cell.startswith("'") and cell[1:2] in tuple("=+-@") else cell.strip()
