"""Files of old registers: read from XLSX or CSV, Kruti Dev made Hindi, the template, and the file of errors."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from shramsetu.bonded.rules import register as rules
from shramsetu.bonded.rules.register import Parsed
from shramsetu.casework import tables
from shramsetu.casework.sheets import Sheet
from shramsetu.lib.krutidev import unicode_of

Unreadable = tables.Unreadable
UNICODE, KRUTIDEV = "unicode", "krutidev"
TITLES_MOST = 10  # lines that may stand above the rows, the headings with them
LINES_MOST = 20_000  # with the empty ones that a spreadsheet keeps for their colour
# Bytes of a spreadsheet unpacked, whatever its own size; a thousand rows are two of these million.
LIMITS = tables.Limits(columns=100, unpacked=32 * 1024 * 1024, times=0)


class TooManyRows(Exception):
    """More rows than one file may have."""


class NoHeadings(Exception):
    """The file lacks needed columns; `keys` are theirs."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__(", ".join(keys))
        self.keys = tuple(keys)


def rows(content: bytes, *, writing: str, most: int) -> list[tuple[int, dict[str, str]]]:
    """Return the rows of a file by column, each with its number in it. Raises Unreadable, NoHeadings, TooManyRows.

    A small file may unfold to millions of rows: nothing is read beyond `most` of them.
    """
    lines = _within(tables.lines(content, limits=LIMITS), most)
    head, keys = _head(lines, writing)
    found = []
    for number, line in enumerate(lines[head + 1 :], head + 2):
        cells = {key: cell for key, cell in zip(keys, line, strict=False) if key and cell}
        if cells:
            found.append((number, _unicode(cells) if writing == KRUTIDEV else cells))
    return found


def template() -> list[Sheet]:
    """Return the table to be filled in, with one example row, and what each column holds."""
    head = [one.hi for one in rules.COLUMNS]
    told = [[one.hi, one.en, "हाँ" if one.needed else "", one.hint, one.example] for one in rules.COLUMNS]
    return [
        Sheet("पंजी", head, [[one.example for one in rules.COLUMNS]]),
        Sheet("स्तंभ", ["स्तंभ", "Column", "ज़रूरी", "कैसे", "उदाहरण"], told),
    ]


def to_correct(wrong: Sequence[tuple[Parsed, str]]) -> Sheet:
    """Return the rows to correct as the table that is uploaded again: what is wrong stands in the first column."""
    head = ["गड़बड़ी", *(one.hi for one in rules.COLUMNS)]
    return Sheet("सुधारें", head, [[said, *(row.cells.get(one.key, "") for one in rules.COLUMNS)] for row, said in wrong])


def _head(lines: Sequence[Sequence[str]], writing: str) -> tuple[int, list[str]]:
    """Return which line holds the headings, and their columns; a title may stand above them."""
    best: tuple[int, list[str]] = (0, [])
    for place, line in enumerate(lines[:TITLES_MOST]):
        named = [unicode_of(cell) if writing == KRUTIDEV and not rules.headings([cell])[0] else cell for cell in line]
        keys = rules.headings(named)
        if sum(map(bool, keys)) > sum(map(bool, best[1])):
            best = place, keys
    if lacking := rules.missing(best[1]):
        raise NoHeadings(lacking)
    return best


def _unicode(cells: Mapping[str, str]) -> dict[str, str]:
    return {key: unicode_of(cell) if rules.BY_KEY[key].is_text else cell for key, cell in cells.items()}


def _within(lines: Iterator[list[str]], most: int) -> list[list[str]]:
    """Return the lines of a file, empty ones too; raises TooManyRows as soon as it is sure."""
    found, filled = list[list[str]](), 0
    for line in lines:
        found.append(line)
        filled += any(line)
        if filled > most + TITLES_MOST or len(found) > LINES_MOST:
            raise TooManyRows(str(most))
    return found


def parsed(found: Sequence[tuple[int, dict[str, str]]], known: rules.Known, *, today: date) -> Iterator[Parsed]:
    """Read rows, each by itself."""
    for number, cells in found:
        yield rules.read(number, cells, known, today=today)
