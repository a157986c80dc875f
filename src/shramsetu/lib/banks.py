"""What banks write and read, whichever bank and whoever pays: numbers, amounts, days, and tables of them."""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from shramsetu.lib import money
from shramsetu.lib.text import latin_digits

IFSC = re.compile(r"^[A-Z]{4}0[A-Z0-9]{6}$")
ACCOUNT = re.compile(r"^[0-9]{6,18}$")
UTR = re.compile(r"^[A-Z0-9]{8,30}$")
PAID = frozenset({"PAID", "SUCCESS", "PROCESSED", "CREDITED"})
RETURNED = frozenset({"RETURNED", "RETURN", "FAILED", "REJECTED"})
MORE = "more"  # the cells beyond the last column: a comma without quotes moves every cell after it
# Days as banks write them: 2026-11-16 (with or without midnight), 16/11/2026, 16-11-26, 16-Nov-2026.
_DAY = re.compile(
    r"^(?:(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"
    r"|(?P<d2>\d{1,2})[-/. ](?P<m2>\d{1,2}|[A-Z]{3,9})[-/. ](?P<y2>\d{4}|\d{2}))(?:[ T]00:00(?::00)?)?$",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# A thousands separator stands where Indian or western figures have one; anywhere else a digit was lost or moved.
_GROUPED = re.compile(r"^(?:\d+|\d{1,3}(?:,\d{2})*,\d{3}|\d{1,3}(?:,\d{3})+)(?:\.\d{1,2})?$")
_SEPARATORS = ",;\t|"
CENTURY, _SHORT = 2000, 2


class BadFile(ValueError):
    """The file is not a statement: `missing` are the columns that it lacks; none if it is no text, or no table."""

    def __init__(self, missing: Iterable[str] = ()) -> None:
        self.missing = tuple(missing)
        super().__init__(", ".join(self.missing) or "not text")


def rupees(paise: int) -> str:
    """Write an amount as banks do: rupees, a point, two digits."""
    return f"{paise // money.PAISE}.{paise % money.PAISE:02d}"


def paise(text: str) -> int:
    """Return the paise of an amount that a bank wrote; 0 where it cannot be read."""
    if not _GROUPED.match(latin_digits(text).replace("₹", "").replace(" ", "")):
        return 0
    try:
        return money.parse(text)
    except money.BadMoney:
        return 0


def day(text: str) -> date | None:
    """Return the day that a bank wrote; None where it cannot be read."""
    found = _DAY.match(latin_digits(text))
    if found is None:
        return None
    year, month, number = (found[name] or found[f"{name}2"] for name in ("y", "m", "d"))
    named = month[:3].lower()
    try:
        at = int(month) if month.isdigit() else _MONTHS.index(named) + 1
        return date(int(year) + (CENTURY if len(year) == _SHORT else 0), at, int(number))
    except ValueError:
        return None


def table(content: bytes, columns: Iterable[str]) -> Iterator[tuple[int, Mapping[str, str], bool]]:
    """Yield each row of a bank's table: its number, the cells of `columns`, whether it has more cells than columns.

    Takes UTF-8, and UTF-16 as spreadsheets write "Unicode text"; columns apart by comma, semicolon, tab or bar.
    Raises BadFile.
    """
    wanted, text = tuple(columns), _text(content)
    head = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=head.count)
    try:
        rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, restkey=MORE)
        names = {name.strip().upper().replace(" ", "_"): name for name in rows.fieldnames or () if name}
        if missing := [name for name in wanted if name not in names]:
            raise BadFile(missing)
        for number, row in enumerate(rows, 2):
            if any(cell.strip() for cell in row.values() if isinstance(cell, str)):
                yield number, {name: str(row.get(names[name]) or "").strip() for name in wanted}, bool(row.get(MORE))
    except csv.Error:
        raise BadFile from None


def _text(content: bytes) -> str:
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        raise BadFile from None
    if "\0" in text:
        raise BadFile
    return text
