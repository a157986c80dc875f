"""A small file stops nobody: what is long to read is read by the worker, what no scanner gives is not drawn at all."""

import io
import zipfile
from datetime import timedelta

import openpyxl
import pypdfium2
import pytest
from PIL import Image
from tests.bonded import old_book, room
from tests.bonded.test_papers import printed, sheet, upload
from tests.bonded.test_scan import jpeg, page, pdf

from shramsetu.bonded import register_files
from shramsetu.bonded.actions import scans
from shramsetu.bonded.models import Scan
from shramsetu.bonded.papers import marks, scan
from shramsetu.bonded.rules.register import COLUMNS
from shramsetu.casework import tables
from shramsetu.casework.actions import Refused
from shramsetu.files import pages as leaves

ONE = "A" * 20
LATER = room.AT + timedelta(minutes=2)


def pages(count: int, *, wide: float = 595, high: float = 842) -> bytes:
    made = pypdfium2.PdfDocument.new()
    for _ in range(count):
        made.new_page(wide, high)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def read(content: bytes, **options: float) -> None:
    scan.pieces(content, scan.PDF, token_of=marks.token_of, **options)


def too_long(*_args: object, **_options: object) -> None:
    raise scan.TooLong


def test_a_page_of_five_metres_is_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pypdfium2.PdfPage, "render", lambda *_args, **_options: pytest.fail("drawn"))
    with pytest.raises(scan.Unreadable):
        read(pages(200, wide=14_173, high=14_173))


def test_a_picture_of_too_many_points_is_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    Image.new("1", (3_000, 3_000)).save(out, "PDF", resolution=600)
    monkeypatch.setattr(leaves, "_SCANNED_MOST", 8_999_999)
    with pytest.raises(scan.Unreadable):
        read(out.getvalue())


def test_a_reading_has_its_seconds_and_holds_pdfium_for_a_page_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    free = list[bool]()

    def looked(_image: Image.Image) -> tuple[str, ...]:
        free.append(leaves.LOCK.acquire(blocking=False))
        leaves.LOCK.release()
        return ()

    monkeypatch.setattr(scan, "_read", looked)
    read(pages(2))
    assert free == [True] * 4
    with pytest.raises(scan.TooLong):
        read(pages(2), seconds=-1)
    assert len(free) == 4


@pytest.mark.django_db
def test_a_long_scan_is_kept_and_read_on_by_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    by = room.officer("labour_officer")
    paper = printed(by=by)
    whole = scan.pictured(sheet(paper, by=by))
    with monkeypatch.context() as slow:
        slow.setattr(scan, "pieces", too_long)
        outcome = scans.take_in([upload(whole)], by=by, at=room.AT)
        assert [one.trouble for one in outcome.waiting] == ["reading"]
        assert not scans.read_on(at=room.AT), "the page may still be reading it"
    assert scans.read_on(at=LATER)
    paper.refresh_from_db()
    assert (paper.state, paper.scanned_by, Scan.objects.count()) == ("scanned", by.key, 0)
    assert not scans.read_on(at=LATER)


@pytest.mark.django_db
def test_what_the_worker_cannot_read_in_its_time_waits_for_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    by = room.officer("labour_officer")
    monkeypatch.setattr(scan, "pieces", too_long)
    kept = scans.take_in([upload(pdf(page(ONE)))], by=by, at=room.AT).waiting[0]
    assert scans.read_on(at=LATER)
    kept.refresh_from_db()
    assert (kept.trouble, kept.decided_at) == ("broken", None)
    assert not scans.read_on(at=LATER)


def test_a_photograph_is_read_as_before() -> None:
    found = scan.pieces(jpeg(Image.new("L", (900, 900), "white")), "image/jpeg", token_of=marks.token_of)
    assert [(one.token, one.pages) for one in found] == [(None, (0,))]


def spreadsheet(rows: int) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    table = book.create_sheet()
    table.append([one.hi for one in COLUMNS])
    for _ in range(rows):
        table.append(["क"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.django_db
def test_a_register_of_too_many_rows_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    content, seen = spreadsheet(3_000), list[object]()
    whole = tables._cell

    def counted(value: object) -> str:
        seen.append(value)
        return whole(value)

    monkeypatch.setattr(tables, "_cell", counted)
    with pytest.raises(Refused) as error:
        old_book.look(content)
    assert "1000" in str(error.value.message)
    assert len(seen) <= 1_011 * register_files.LIMITS.columns


def test_a_spreadsheet_that_unfolds_too_far_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/sharedStrings.xml", b" " * (register_files.LIMITS.unpacked + 1))
    monkeypatch.setattr(openpyxl, "load_workbook", lambda *_args, **_options: pytest.fail("opened"))
    with pytest.raises(register_files.Unreadable):
        register_files.rows(out.getvalue(), writing="unicode", most=10)
