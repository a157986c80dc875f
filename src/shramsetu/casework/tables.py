"""Tables that come as files, line by line: XLSX or CSV, every cell as text."""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

COLUMNS_MOST = 60
# A sheet of text packs to a tenth or twentieth; what unpacks to more than this was made to fill the memory.
UNPACKED_MOST, TIMES_MOST = 100_000_000, 100


class Unreadable(Exception):
    """The file is no spreadsheet and no text that can be read."""


def lines(content: bytes) -> Iterator[list[str]]:
    """Yield the lines of the first sheet, or of a CSV, each a list of texts; days as dd-mm-yyyy. Raises Unreadable."""
    return _spreadsheet(content) if content.startswith(b"PK") else _text(content)


def _spreadsheet(content: bytes) -> Iterator[list[str]]:
    try:
        _need_true_size(content)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for line in book.worksheets[0].iter_rows(values_only=True, max_col=COLUMNS_MOST):
            yield [_cell(value) for value in line]
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise Unreadable from error


def _need_true_size(content: bytes) -> None:
    """Raise Unreadable for a file that unpacks to far more than tables do."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        size = sum(one.file_size for one in packed.infolist())
    if size > max(UNPACKED_MOST, TIMES_MOST * len(content)):
        raise Unreadable


def _text(content: bytes) -> Iterator[list[str]]:
    try:
        for line in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
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
