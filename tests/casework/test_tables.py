"""Tables that come as files: read line by line, and whatever is torn or made to do harm is refused with one word."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from shramsetu.casework import tables

SHEET = "xl/worksheets/sheet1.xml"
NO_SUCH_WORD = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    b'<row r="1"><c r="A1" t="s"><v>99</v></c></row></sheetData></worksheet>'
)


def book() -> bytes:
    made = openpyxl.Workbook()
    for row in (["जनपद", "संख्या"], ["आगरा", 12.0], [None, None], ["-", "05-11-2026"]):
        made.worksheets[0].append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def changed(part: str, content: bytes | None) -> bytes:
    """The same book with one part of it other, or gone."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            if one != part:
                new.writestr(one, old.read(one))
            elif content is not None:
                new.writestr(one, content)
    return out.getvalue()


def flipped() -> bytes:
    """The same book with its sheet's packed bytes broken."""
    whole = bytearray(book())
    with zipfile.ZipFile(io.BytesIO(whole)) as packed:
        at = packed.getinfo(SHEET).header_offset + 30 + len(SHEET)
    whole[at : at + 40] = b"\xff" * 40
    return bytes(whole)


def locked() -> bytes:
    """The same book with the mark of a password on its sheet."""
    whole = bytearray(book())
    at = whole.rindex(SHEET.encode()) - 46
    whole[at + 8] |= 1
    return bytes(whole)


def test_a_spreadsheet_and_a_text_give_the_same_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("जनपद, संख्या\nआगरा,12\n,\n'-,05-11-2026\n", encoding="utf-8-sig")
    assert list(tables.lines(path)) == [["जनपद", "संख्या"], ["आगरा", "12"], ["", ""], ["-", "05-11-2026"]]
    assert list(tables.lines(path.read_bytes())) == list(tables.lines(path))
    narrow = tables.Limits(columns=2)
    assert list(tables.lines(book(), limits=narrow)) == list(tables.lines(path))


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 not a book",
        changed(SHEET, b"<worksheet><sheetData><row"),
        changed(SHEET, NO_SUCH_WORD),
        changed(SHEET, None),
        changed("xl/workbook.xml", b"<workbook/>"),
        changed("[Content_Types].xml", b"<Types/>"),
        flipped(),
        locked(),
        b"\xff\xfe\x00",
    ],
)
def test_what_is_torn_is_unreadable_and_nothing_else(content: bytes) -> None:
    with pytest.raises(tables.Unreadable):
        list(tables.lines(content))


def test_a_spreadsheet_that_unpacks_too_far_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    content = changed(SHEET, b" " * 100_001)
    monkeypatch.setattr(openpyxl, "load_workbook", lambda *_args, **_options: pytest.fail("opened"))
    with pytest.raises(tables.Unreadable):
        list(tables.lines(content, limits=tables.Limits(unpacked=100_000, times=0)))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8"])
@pytest.mark.parametrize("separator", ["\t", ";", ","])
def test_text_of_a_spreadsheet_program_is_read_however_it_wrote_it(encoding: str, separator: str) -> None:
    text = "number;ज़िला\n1;आगरा\n".replace(";", separator)
    assert list(tables.lines(text.encode(encoding))) == [["number", "ज़िला"], ["1", "आगरा"]]


@pytest.mark.parametrize("content", ["ज़िला\nआगरा".encode("utf-16")[:-1], "é".encode("cp1252"), b"\xff\xfe\x00\xd8"])
def test_text_in_no_known_encoding_is_refused(content: bytes) -> None:
    with pytest.raises(tables.Unreadable):
        list(tables.lines(content))
