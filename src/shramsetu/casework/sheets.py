"""Tables as files. Text is written as text, never as a formula; the same tables give the same bytes."""

import csv as writers
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

import xlsxwriter

from shramsetu.lib.text import csv_safe

BOM = "\ufeff"
NARROW, WIDE = 14, 36
LONGEST = 31  # of a sheet's name
NOT_IN_NAMES = str.maketrans("", "", "[]:*?/\\")
LOOKS: dict[type, str] = {int: "#,##,##0", Decimal: "#,##,##0.00", date: "dd-mm-yyyy"}
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
}
Cell = str | int | float | Decimal | date | None  # a Decimal is money in rupees


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its name, its head, its lines, and what must be said below it."""

    name: str
    head: Sequence[str]
    lines: Sequence[Sequence[Cell]]
    notes: Sequence[str] = ()


def xlsx(sheets: Sequence[Sheet], *, on: date) -> bytes:
    """Return a spreadsheet of `sheets`, row by row in constant memory; `on` is the day that the file says it is of."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": datetime.combine(on, time())})
    for sheet in sheets:
        _write(book, sheet)
    book.close()
    return out.getvalue()


def csv(sheet: Sheet) -> bytes:
    """Return `sheet` as text that Excel opens in Hindi."""
    out = io.StringIO()
    writer = writers.writer(out)
    writer.writerow([csv_safe(word) for word in sheet.head])
    for line in sheet.lines:
        writer.writerow([csv_safe(cell) if isinstance(cell, str) else "" if cell is None else cell for cell in line])
    return (BOM + out.getvalue()).encode()


def _write(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
    page = book.add_worksheet(sheet.name.translate(NOT_IN_NAMES)[:LONGEST])
    bold = book.add_format({"bold": True, "text_wrap": True})
    looks = {kind: book.add_format({"num_format": look}) for kind, look in LOOKS.items()}
    page.set_column(0, 0, WIDE)
    page.set_column(1, max(1, len(sheet.head) - 1), NARROW)
    page.freeze_panes(1, 1)
    for column, word in enumerate(sheet.head):
        page.write_string(0, column, word, bold)
    for row, line in enumerate(sheet.lines, 1):
        for column, cell in enumerate(line):
            if isinstance(cell, str):
                page.write_string(row, column, cell)
            elif isinstance(cell, date):
                page.write_datetime(row, column, datetime.combine(cell, time()), looks[date])
            elif cell is not None:
                page.write_number(row, column, float(cell), looks.get(type(cell)))
    for row, note in enumerate(sheet.notes, len(sheet.lines) + 2):
        page.write_string(row, 0, note)
