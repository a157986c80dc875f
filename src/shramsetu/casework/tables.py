"""Tables that come as files, line by line: XLSX or CSV, every cell as text. The one reader of such files."""

import codecs
import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

Source = bytes | Path
# What a spreadsheet that is torn, locked, or put together by hand raises somewhere between the zip and its cells.
TORN = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    RuntimeError,
    EOFError,
    OSError,
)

HEAD = 4_096  # bytes that tell how a text is written


class Unreadable(Exception):
    """The file is no spreadsheet and no text that can be read."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How wide a table may be, and how far a spreadsheet may unpack: to `unpacked` bytes, or `times` its own size.

    A sheet of text packs to a tenth or twentieth; what unpacks to more was made to fill the memory.
    """

    columns: int = 60
    unpacked: int = 100_000_000
    times: int = 100


USUAL = Limits()


def lines(source: Source, *, limits: Limits = USUAL) -> Iterator[list[str]]:
    """Yield the lines of the first sheet, or of a CSV, each a list of texts; days as dd-mm-yyyy. Raises Unreadable.

    A path is read as it is asked for: a file of a million rows never stands in the memory.
    """
    with _opened(source) as file:
        is_packed = file.read(2) == b"PK"
        file.seek(0)
        yield from _spreadsheet(file, limits) if is_packed else _text(file)


def _opened(source: Source) -> BinaryIO:
    return source.open("rb") if isinstance(source, Path) else io.BytesIO(source)


def _spreadsheet(file: BinaryIO, limits: Limits) -> Iterator[list[str]]:
    try:
        _need_true_size(file, limits)
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        for line in book.worksheets[0].iter_rows(values_only=True, max_col=limits.columns):
            yield [_cell(value) for value in line]
    except TORN as error:
        raise Unreadable from error


def _need_true_size(file: BinaryIO, limits: Limits) -> None:
    """Raise Unreadable for a file that unpacks to far more than tables do."""
    with zipfile.ZipFile(file) as packed:
        size = sum(one.file_size for one in packed.infolist())
    if size > max(limits.unpacked, limits.times * file.seek(0, io.SEEK_END)):
        raise Unreadable
    file.seek(0)


def _text(file: BinaryIO) -> Iterator[list[str]]:
    encoding, separator = _writing(file)
    try:
        with io.TextIOWrapper(file, encoding=encoding, newline="") as text:
            for line in csv.reader(text, delimiter=separator):
                yield [_bare(cell) for cell in line]
    except (UnicodeError, csv.Error) as error:
        raise Unreadable from error


def _writing(file: BinaryIO) -> tuple[str, str]:
    """Return in which encoding a text is written, and what stands between its cells.

    Spreadsheet programs write "Unicode text" as UTF-16 with tabs; text in UTF-8 never has a byte of nought.
    """
    begin = file.read(HEAD)
    file.seek(0)
    encoding = "utf-8-sig"
    if begin.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif b"\0" in begin:
        encoding = "utf-16-be" if begin[:1] == b"\0" else "utf-16-le"
    first = begin.decode(encoding, errors="ignore").partition("\n")[0]
    return encoding, next((mark for mark in "\t;" if mark in first and "," not in first), ",")


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, (datetime, date)):
        return f"{value:%d-%m-%Y}"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def _bare(cell: str) -> str:
    """Take off the apostrophe by which our own files keep text from being a formula."""
    return cell.strip().removeprefix("'") if cell.startswith("'") and cell[1:2] in tuple("=+-@") else cell.strip()
