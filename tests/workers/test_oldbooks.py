"""Old registers: each row entered once, the wrong ones written out and brought in again, no Aadhaar number kept."""

import base64
import zipfile
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from tests import cast
from tests.workers import room

from shramsetu.casework import rewrapping, runs, sheets
from shramsetu.journal import queries as journal
from shramsetu.journal.rules import SYSTEM
from shramsetu.places import queries as places
from shramsetu.privacy import actions as privacy
from shramsetu.privacy.kinds import KINDS
from shramsetu.workers import oldbook_cells, oldbook_files
from shramsetu.workers.actions import accounts, oldbooks
from shramsetu.workers.models import Account, Membership, OldBook, OldRow, Worker
from shramsetu.workers.rules import oldbook as rules

pytestmark = pytest.mark.django_db
HEAD = ["पंजीयन संख्या", "नाम", "पिता का नाम", "लिंग", "जन्मतिथि", "मोबाइल", "आधार", "पंजीयन की तिथि", "वैधता", "जनपद"]
GOOD = ["UP1", "रामदेव निषाद", "शिवचरण", "पुरुष", "02-04-1988", "9999900301", "", "12-03-2019", "11-03-2028", "कानपुर नगर"]


def row(n: int, **changes: str) -> list[str]:
    keys = rules.headings(HEAD)
    values = {**dict(zip(keys, GOOD, strict=True)), "number": f"UP{n}", "name": f"{GOOD[1]} {n}", **changes}
    return [values[key] for key in keys]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def written(folder: Path, *lines: list[str], name: str = "old.xlsx") -> Path:
    path, sheet = folder / name, sheets.Sheet("पंजी", HEAD, list(lines))
    path.write_bytes(sheets.csv(sheet) if name.endswith("csv") else sheets.xlsx([sheet], on=room.TODAY))
    return path


def brought(path: Path, **more: object) -> OldBook:
    book = oldbooks.bring(path, board="bocw", district=None, by=SYSTEM, at=room.AT, **more)  # type: ignore[arg-type]
    while runs.step(book.run_id or 0, at=room.AT):
        pass
    book.refresh_from_db()
    return book


def faults(book: OldBook) -> dict[int, str]:
    return dict(OldRow.objects.filter(book=book).exclude(fault="").values_list("number", "fault"))


@pytest.mark.parametrize("name", ["old.xlsx", "old.csv"])
def test_each_row_becomes_a_registered_worker(folder, name):
    book = brought(written(folder, row(1), row(2), name=name))
    assert (book.rows, faults(book), Worker.objects.count()) == (2, {}, 2)
    one = Membership.objects.select_related("worker").get(number="UP1")
    assert (one.registered_on, one.paid_until, one.board) == (date(2019, 3, 12), date(2028, 3, 11), "bocw")
    assert (one.worker.phone, one.worker.born_on) == ("+919999900301", date(1988, 4, 2))
    assert [line.cells for line in OldRow.objects.all()] == [{}, {}]


def test_the_same_file_again_and_a_chunk_begun_again_enter_nobody_twice(folder):
    path = written(folder, row(1), row(2))
    first = brought(path)
    again = brought(path)
    assert (first.pk, Worker.objects.count()) == (again.pk, 2)
    task = runs.Task(first.run, {"book": first.pk, "first": 1, "last": 9}, SYSTEM, room.AT)  # type: ignore[arg-type]
    assert list(oldbooks.work(task)) == []
    assert Worker.objects.count() == 2


def test_wrong_rows_say_all_that_is_wrong_and_come_in_once_corrected(folder):
    book = brought(written(folder, row(1), row(2, sex="x", born_on="31-02-1990"), row(3, district="अज्ञातपुर")))
    assert faults(book) == {
        3: "लिंग: पुरुष, महिला या अन्य लिखिए; जन्मतिथि: दिन-माह-वर्ष लिखिए",
        4: "जनपद: जनपद का नाम पहचाना नहीं गया",
    }
    assert Worker.objects.count() == 1
    out = folder / "errors.csv"
    call_command("workers", "old", "errors", str(book.pk), str(out))
    text = out.read_text(encoding="utf-8-sig")
    out.write_text(text.replace(",x,", ",पुरुष,").replace("31-02-1990", "01-02-1990").replace("अज्ञातपुर", "कानपुर नगर"))
    second = brought(out)
    assert (faults(second), Worker.objects.count()) == ({}, 3)


def test_no_aadhaar_number_of_the_file_is_kept(folder):
    number = room.AADHAAR.number
    lines = [row(1, aadhaar=number), row(2, aadhaar="123412341234"), row(3, parent=f"राम {number}", sex="x")]
    path = written(folder, *lines)
    book = oldbooks.bring(path, board="bocw", district=None, by=SYSTEM, at=room.AT)
    laid = str(list(OldRow.objects.values_list("cells", flat=True)))
    assert number not in laid
    assert "123412341234" not in laid
    book = brought(path)
    assert faults(book)[3] == "आधार नंबर: आधार नंबर ग़लत है"
    worker = Worker.objects.get()
    assert (worker.aadhaar_last_four, worker.aadhaar_digest != "") == (number[-4:], True)


NUMBER, IFSC = "30451122334", "SBIN0000123"
WITH_ACCOUNT = [*HEAD, "खाता संख्या", "आईएफएससी"]


def with_accounts(folder: Path) -> Path:
    """Write a file of a row that is entered, one that is wrong, and one that holds nothing but an account."""
    lines = [[*row(1), NUMBER, IFSC], [*row(2, sex="x"), NUMBER, IFSC], [*[""] * len(HEAD), NUMBER, ""]]
    path = folder / "accounts.xlsx"
    path.write_bytes(sheets.xlsx([sheets.Sheet("पंजी", WITH_ACCOUNT, lines)], on=room.TODAY))
    return path


def lies_open() -> list[int]:
    """Return the rows of registers that say the account number to whoever reads the table."""
    kept = [(one.number, f"{one.cells} {one.fault}".encode() + bytes(one.closed)) for one in OldRow.objects.all()]
    return [number for number, said in kept if NUMBER.encode() in said]


def test_an_account_number_lies_sealed_until_its_row_is_entered(folder):
    path = with_accounts(folder)
    book = oldbooks.bring(path, board="bocw", district=None, by=SYSTEM, at=room.AT)
    assert (book.rows, lies_open()) == (3, [])
    brought(path)
    entered, *wrong = OldRow.objects.order_by("number")
    assert (entered.worker_id is None, entered.key_id, bytes(entered.closed)) == (False, "", b"")
    assert accounts.opened(Account.objects.get()).number == NUMBER
    assert [oldbook_cells.opened(one)["account"] for one in wrong] == [NUMBER, NUMBER]
    assert lies_open() == []
    out = folder / "errors.csv"
    call_command("workers", "old", "errors", str(book.pk), str(out))
    out.write_text(out.read_text(encoding="utf-8-sig").replace(",x,", ",पुरुष,"))
    brought(out)
    assert [accounts.opened(one).number for one in Account.objects.all()] == [NUMBER, NUMBER]


def test_what_nobody_corrected_forgets_its_cells_and_its_account(folder):
    book = brought(with_accounts(folder))
    said = faults(book)
    [kind] = [one for one in KINDS if one.name == "old-workers"]
    assert privacy.erase_due(kind, by=SYSTEM, at=room.AT + timedelta(days=29)) == 0
    assert privacy.erase_due(kind, by=SYSTEM, at=room.AT + timedelta(days=32)) == 2
    assert {(str(one.cells), one.key_id, bytes(one.closed)) for one in OldRow.objects.all()} == {("{}", "", b"")}
    assert (faults(book), list(said)) == (said, [3, 4])
    assert privacy.erase_due(kind, by=SYSTEM, at=room.AT + timedelta(days=33)) == 0


def test_accounts_that_wait_turn_with_the_keys(folder, settings):
    old, new = (f"{name}:{base64.b64encode(name.encode() * 8).decode()}" for name in ("old1", "new1"))
    settings.SEAL_KEYS = [old]
    brought(with_accounts(folder))
    settings.SEAL_KEYS = [new, old]
    turned = list(rewrapping.KEEPERS["accounts in old registers of workers"].pages(room.AT))
    assert [(one.done, one.locked) for one in turned] == [(2, 0)]
    settings.SEAL_KEYS = [new]
    waiting = OldRow.objects.filter(worker=None)
    assert [oldbook_cells.opened(one)["account"] for one in waiting] == [NUMBER, NUMBER]


def test_accounts_that_were_laid_down_open_are_sealed_by_the_update(folder):
    book = brought(with_accounts(folder))
    OldRow.objects.filter(worker=None).update(cells={"account": NUMBER, "name": "राम"}, key_id="", closed=b"")
    assert lies_open() == [3, 4]
    import_module("shramsetu.workers.migrations.0009_old_accounts_sealed").seal(apps, None)
    assert lies_open() == []
    rows = OldRow.objects.filter(book=book, worker=None)
    assert [oldbook_cells.opened(one) for one in rows] == [{"account": NUMBER, "name": "राम"}] * 2


def test_who_is_in_the_registry_by_aadhaar_is_told_and_not_entered_twice(folder):
    known = room.worker(aadhaar=room.AADHAAR)
    book = brought(written(folder, row(1, aadhaar=room.AADHAAR.number)))
    assert faults(book) == {2: f"यह व्यक्ति पहले से पंजी में है: {known.number}"}


def test_one_aadhaar_twice_in_a_file_is_told_of_the_second(folder):
    number = room.AADHAAR.number
    book = brought(written(folder, row(1, aadhaar=number), row(2), row(3, aadhaar=number), row(2)))
    known = Membership.objects.select_related("worker").get(number="UP1").worker
    assert faults(book) == {4: f"यह व्यक्ति पहले से पंजी में है: {known.number}"}
    assert (Worker.objects.count(), Membership.objects.count()) == (2, 2)
    assert list(journal.faults()) == []


def test_a_file_is_brought_in_by_the_statements_of_a_row(folder, django_assert_max_num_queries):
    book = oldbooks.bring(
        written(folder, *(row(n, aadhaar="") for n in range(60))), board="bocw", district=None, by=SYSTEM, at=room.AT
    )
    with django_assert_max_num_queries(45):
        assert runs.step(book.run_id or 0, at=room.AT)
    assert Worker.objects.count() == 60


def test_one_number_with_two_names_is_told(folder):
    book = brought(written(folder, row(1), row(2, number="UP1", name="सीता देवी")))
    [(line, said)] = faults(book).items()
    assert (line, said.startswith("इस पंजीयन संख्या पर दूसरा नाम दर्ज है")) == (3, True)


def test_kruti_dev_becomes_hindi(folder):
    path = folder / "kruti.csv"
    head = ",".join(["Registration number", "Name", "Sex", "Age", "Registered on", "Valid until"])
    path.write_text(f"{head}\nUP9,jke,M,40,12-03-2019,11-03-2028\n")
    book = oldbooks.bring(
        path, board="bocw", district=places.district(cast.KANPUR), writing=oldbook_files.KRUTIDEV, by=SYSTEM, at=room.AT
    )
    assert runs.step(book.run_id or 0, at=room.AT)
    worker = Worker.objects.get()
    assert (worker.name, worker.is_born_known, worker.born_on) == ("राम", False, date(1986, 1, 1))


def test_a_file_that_is_none_or_lacks_columns_leaves_nothing(folder):
    for name, content in (("a.xlsx", b"PK junk"), ("b.csv", b"\xff\xfe\x00"), ("c.csv", "नाम\nराम\n".encode())):
        path = folder / name
        path.write_bytes(content)
        with pytest.raises((oldbook_files.Unreadable, oldbook_files.NoHeadings)):
            oldbooks.bring(path, board="bocw", district=None, by=SYSTEM, at=room.AT)
    assert not OldBook.objects.exists()


def test_the_command_brings_in_and_says_how_far_it_is(folder, capsys):
    template = folder / "template.csv"
    call_command("workers", "old", "template", str(template))
    call_command("workers", "old", "bring", str(template), "--board=bocw", "--wait")
    call_command("workers", "old", "state")
    assert "1 / 1 दर्ज" in capsys.readouterr().out
    template.write_text("नाम\nराम\n")
    with pytest.raises(CommandError, match="स्तंभ"):
        call_command("workers", "old", "bring", str(template), "--board=bocw")


@pytest.mark.parametrize("column", ["number", "phone", "uan", "ration_card"])
def test_an_aadhaar_number_in_another_column_is_told_and_kept_nowhere(folder, column):
    number, head = room.AADHAAR.number, rules.BY_KEY[column].hi
    lines = [[*row(1), ""]] if column in ("uan", "ration_card") else [row(1)]
    names = [*HEAD, head] if len(lines[0]) > len(HEAD) else HEAD
    lines[0][rules.headings(names).index(column)] = f"{number[:4]} {number[4:8]} {number[8:]}"
    path = folder / f"{number}.xlsx"
    path.write_bytes(sheets.xlsx([sheets.Sheet("पंजी", names, lines)], on=room.TODAY))
    book = brought(path)
    out = folder / "errors.csv"
    call_command("workers", "old", "errors", str(book.pk), str(out))
    assert list(faults(book)) == [2]
    assert Worker.objects.count() == 0
    for kept in (book.name, str(list(OldRow.objects.values_list("cells", flat=True))), out.read_text()):
        assert number not in kept.replace(" ", "")


def test_a_spreadsheet_that_unpacks_to_fill_the_memory_is_not_unpacked(folder):
    path = folder / "bomb.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed,
        packed.open("xl/worksheets/sheet1.xml", "w") as one,
    ):
        for _ in range(110):
            one.write(bytes(1_000_000))
    with pytest.raises(oldbook_files.Unreadable):
        oldbooks.bring(path, board="bocw", district=None, by=SYSTEM, at=room.AT)
