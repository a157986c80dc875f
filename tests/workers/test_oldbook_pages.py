"""Old registers on the desk: handed in, read in the background, wrong rows corrected there or in a file."""

import io
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from tests import cast
from tests.room import assistant_of, at_desk, queries_of, text_of
from tests.workers import room
from tests.workers.test_oldbooks import row, written

from shramsetu.casework import rewrapping, runs
from shramsetu.casework.models import Result
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Post, Role
from shramsetu.places import queries as places
from shramsetu.workers.actions import oldbooks, oldfiles
from shramsetu.workers.models import Account, Membership, OldBook, OldFile, OldRow, Worker
from shramsetu.workers.rules import oldbook as rules

pytestmark = pytest.mark.django_db
PAGE = "/desk/workers/old/"
KRUTI = "Registration number,Name,Sex,Age,Registered on,Valid until\nUP9,jke,M,40,12-03-2019,11-03-2028\n"


@pytest.fixture
def client() -> Client:
    return at_desk(room.registrar())


def file(tmp_path: Path, *lines: list[str], name: str = "old.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, written(tmp_path, *lines, name=name).read_bytes())


def handed_in(client: Client, upload: SimpleUploadedFile, **told: str) -> OldBook:
    """Hand a file in and let the site's workers do what is to be done."""
    answer = client.post(PAGE, {"board": "bocw", "file": upload, **told})
    assert answer.status_code == 302, text_of(answer)
    book = OldBook.objects.get(pk=answer.url.split("/")[-2])  # type: ignore[attr-defined]
    done(book)
    return book


def done(book: OldBook) -> None:
    """Have the file read, and what was read entered on the word of a second person."""
    stepped(book)
    if oldfiles.waits(book):
        oldfiles.let_in(book, by=room.clerk(), at=timezone.now())
        stepped(book)


def stepped(book: OldBook) -> None:
    book.refresh_from_db()
    while runs.step(book.run_id or 0, at=timezone.now()):
        pass
    book.refresh_from_db()


@pytest.mark.parametrize("name", ["old.xlsx", "old.csv"])
def test_a_file_is_kept_encrypted_until_it_is_read_and_each_row_entered(client, tmp_path, name):
    upload = file(tmp_path, row(1, aadhaar=room.AADHAAR.number), row(2), name=name)
    answer = client.post(PAGE, {"board": "bocw", "file": upload})
    book = OldBook.objects.get()
    assert answer.url == f"{PAGE}{book.pk}/"
    kept = bytes(OldFile.objects.get().closed)
    assert (room.AADHAAR.number.encode() in kept, "रामदेव".encode() in kept, kept[:2] == b"PK") == (False, False, False)
    assert "फ़ाइल पढ़ी जा रही है" in text_of(client.get(answer.url))
    assert Worker.objects.count() == 0
    done(book)
    assert (book.rows, OldFile.objects.count(), Membership.objects.count()) == (2, 0, 2)
    shown = text_of(client.get(answer.url))
    assert 'value="100"' in shown
    assert "2 / 2" in shown


def test_the_same_file_again_is_the_same_book(client, tmp_path):
    first = handed_in(client, file(tmp_path, row(1)))
    assert handed_in(client, file(tmp_path, row(1))).pk == first.pk
    assert (Worker.objects.count(), OldFile.objects.count()) == (1, 0)


def test_kruti_dev_becomes_hindi_in_the_own_district(client):
    book = handed_in(client, SimpleUploadedFile("kruti.csv", KRUTI.encode()), is_krutidev="on")
    worker = Worker.objects.get()
    assert (worker.name, worker.district.lgd_code, book.rows) == ("राम", cast.KANPUR, 1)


def test_wrong_rows_are_listed_and_go_out_as_the_file_that_comes_in_again(client, tmp_path):
    book = handed_in(client, file(tmp_path, row(1), row(2, sex="x"), row(3, born_on="31-02-1990")))
    shown = text_of(client.get(f"{PAGE}{book.pk}/"))
    assert "लिंग: पुरुष, महिला या अन्य लिखिए" in shown
    assert shown.count(f'href="{PAGE}{book.pk}/rows/') == 2
    answer = client.get(f"{PAGE}{book.pk}/wrong.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert [line[0].value for line in sheet.iter_rows(min_row=2)] == [
        "लिंग: पुरुष, महिला या अन्य लिखिए",
        "जन्मतिथि: दिन-माह-वर्ष लिखिए",
    ]
    assert Entry.objects.filter(stream=f"reads:oldbook:{book.pk}", verb="take_list").count() == 1
    assert client.get(f"{PAGE}{book.pk}/wrong.csv").content.startswith("\ufeffगड़बड़ी".encode())
    assert client.get(f"{PAGE}{book.pk}/wrong.pdf").status_code == 404


def test_a_wrong_row_is_corrected_on_the_page_and_entered_at_once(client, tmp_path):
    book = handed_in(client, file(tmp_path, row(1, sex="x", aadhaar=room.AADHAAR.number)))
    address = f"{PAGE}{book.pk}/rows/2/"
    page = text_of(client.get(address))
    assert room.AADHAAR.number not in page
    assert f"XXXX XXXX {room.AADHAAR.number[-4:]}" in page
    cells = OldRow.objects.get().cells
    told = {name: cell for name, cell in cells.items() if name in rules.BY_KEY and name != "aadhaar"}
    again = client.post(address, {**told, "sex": "y"})
    assert (again.status_code, Worker.objects.count()) == (422, 0)
    assert client.post(address, {**told, "sex": "पुरुष"}).status_code == 302
    worker = Worker.objects.get()
    assert (worker.sex, worker.aadhaar_last_four) == ("man", room.AADHAAR.number[-4:])
    assert (OldRow.objects.get().cells, OldRow.objects.get().fault) == ({}, "")
    assert client.get(address).status_code == 404
    assert Entry.objects.filter(stream=str(book), verb="correct_old_row").count() == 2


def test_the_account_of_a_wrong_row_is_shown_to_be_corrected_and_lies_sealed(client):
    text = KRUTI.replace("jke,M", "राम,x").replace("until\n", "until,Account number,IFSC\n").strip()
    book = handed_in(client, SimpleUploadedFile("bank.csv", f"{text},30451122334,SBIN0000123\n".encode()))
    address = f"{PAGE}{book.pk}/rows/2/"
    assert 'value="30451122334"' in text_of(client.get(address))
    told = {**OldRow.objects.get().cells, "account": "30451122335"}
    assert client.post(address, told).status_code == 422
    assert "3045112233" not in str(OldRow.objects.values("cells").get())
    assert client.post(address, {**told, "sex": "पुरुष"}).status_code == 302
    assert Account.objects.get().last_four == "2335"
    assert bytes(OldRow.objects.get().closed) == b""


def test_an_aadhaar_number_in_another_box_is_refused_and_not_kept(client, tmp_path):
    book = handed_in(client, file(tmp_path, row(1, sex="x")))
    cells = OldRow.objects.get().cells
    answer = client.post(f"{PAGE}{book.pk}/rows/2/", {**cells, "sex": "पुरुष", "address": room.AADHAAR.number})
    assert answer.status_code == 422
    assert room.AADHAAR.number not in text_of(answer)
    assert (OldRow.objects.get().cells, Worker.objects.count()) == (cells, 0)


def test_a_district_that_is_not_the_officers_own_is_no_row_of_theirs(client, tmp_path):
    handed_in(client, file(tmp_path, row(1), row(2, district="आगरा")))
    assert dict(OldRow.objects.exclude(fault="").values_list("number", "fault")) == {
        3: "जनपद: यह जनपद आपके क्षेत्र का नहीं है"
    }
    assert Worker.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xlsx", b"PK junk", "न XLSX"),
        ("b.csv", b"\xff\xfe\x00", "न XLSX"),
        ("c.csv", "नाम\nराम\n".encode(), "पंजीयन संख्या"),
    ],
)
def test_what_is_no_register_is_refused_at_once(client, name, content, words):
    answer = client.post(PAGE, {"board": "bocw", "file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert (OldBook.objects.count(), OldFile.objects.count()) == (0, 0)


def test_a_file_that_breaks_off_is_told_and_leaves_no_row(client, monkeypatch, tmp_path):
    answer = client.post(PAGE, {"board": "bocw", "file": file(tmp_path, row(1), row(2))})
    book = OldBook.objects.get()

    def breaking(*_given: object, **_named: object):
        yield 2, {"number": "UP1"}
        raise oldbooks.oldbook_files.Unreadable

    monkeypatch.setattr(oldbooks.oldbook_files, "rows", breaking)
    done(book)
    assert (OldRow.objects.count(), OldFile.objects.count()) == (0, 0)
    assert Result.objects.get().words in text_of(client.get(answer.url))


def test_too_large_a_file_is_not_taken(client, monkeypatch):
    monkeypatch.setattr("shramsetu.workers.forms.oldbooks.MOST_BYTES", 10)
    answer = client.post(PAGE, {"board": "bocw", "file": SimpleUploadedFile("a.csv", KRUTI.encode())})
    assert answer.status_code == 422
    assert "25 MB" in text_of(answer)


def test_the_kept_file_is_turned_to_a_new_key_and_still_read(client, tmp_path):
    client.post(PAGE, {"board": "bocw", "file": file(tmp_path, row(1))})
    book = OldBook.objects.get()
    before = bytes(OldFile.objects.get().closed)
    [shelf] = rewrapping.KEEPERS["files of old registers"].shelves
    shelf.turn(OldFile.objects.get())
    assert bytes(OldFile.objects.get().closed) != before
    done(book)
    assert Worker.objects.count() == 1


def test_others_do_not_see_it_and_who_keeps_no_registry_brings_none(client, tmp_path):
    book = handed_in(client, file(tmp_path, row(1), row(2, sex="x")))
    for other in (room.clerk(), cast.desk(Role.HEAD)):
        for path in ("", "wrong.csv", "rows/3/"):
            assert at_desk(other).get(f"{PAGE}{book.pk}/{path}").status_code == 404
    stranger = Post.objects.exclude(department__slug__in=("labour", "bocw", "uow")).filter(role=Role.OFFICER).first()
    assert stranger is not None
    seat: Actor = cast.seat(stranger).actor
    assert 'type="file"' not in text_of(at_desk(seat).get(PAGE))
    answer = at_desk(seat).post(PAGE, {"board": "bocw", "file": file(tmp_path, row(9), name="other.csv")})
    assert (answer.status_code, OldBook.objects.count()) == (422, 1)


def waiting(client: Client, tmp_path: Path) -> OldBook:
    lines = [row(1), row(2, sex="x"), row(3, paid_until="11-03-2021")]
    client.post(PAGE, {"board": "bocw", "file": file(tmp_path, *lines)})
    book = OldBook.objects.get()
    stepped(book)
    return book


def test_nobody_becomes_a_member_before_a_second_person_has_seen_the_counts(client, tmp_path):
    book = waiting(client, tmp_path)
    page, button = f"{PAGE}{book.pk}/", "मिला लिया: पंक्तियाँ दर्ज करें"
    own = text_of(client.get(page))
    assert (button in own, "दूसरे व्यक्ति की प्रतीक्षा" in own, Worker.objects.count()) == (False, True, 0)
    assert str(Post.objects.get(pk=room.clerk().post_id).title_hi) in own
    client.post(f"{page}let-in/")
    assert (OldBook.objects.get().begun_by, Worker.objects.count()) == ("", 0)

    second = at_desk(room.clerk())
    assert page in text_of(second.get(PAGE))
    shown = text_of(second.get(page))
    assert (button in shown, "रामदेव" in shown) == (True, False)
    assert (book.rows, book.counts) == (3, {"wrong": 1, "in_force": 1, "accounts": 0})
    for _twice in range(2):
        second.post(f"{page}let-in/")
    stepped(book)
    assert (book.begun_by, Membership.objects.count()) == (room.clerk().key, 2)
    assert Entry.objects.filter(stream=str(book), verb="let_old_register_in").count() == 1
    assert second.get(page).status_code == 404


def test_who_answers_for_another_district_or_board_lets_nothing_in(client, tmp_path):
    book = waiting(client, tmp_path)
    elsewhere = places.districts().get(name_en="Lucknow")
    for other in (room.clerk(where=elsewhere), room.clerk("uow")):
        desk = at_desk(other)
        assert f"{PAGE}{book.pk}/" not in text_of(desk.get(PAGE))
        assert desk.get(f"{PAGE}{book.pk}/").status_code == 404
        assert desk.post(f"{PAGE}{book.pk}/let-in/").status_code == 404
    helper, _actor = assistant_of(Post.objects.get(pk=room.clerk().post_id))
    helper.post(f"{PAGE}{book.pk}/let-in/")
    assert (OldBook.objects.get().begun_by, Worker.objects.count()) == ("", 0)


def test_the_database_refuses_that_who_brought_it_in_lets_it_in_from_another_post(client, tmp_path):
    book = waiting(client, tmp_path)
    same = f"{book.by.partition('@')[0]}@7"
    with pytest.raises(IntegrityError), transaction.atomic():
        OldBook.objects.update(begun_by=same)


def test_the_same_file_of_another_district_is_a_book_of_its_own(client, tmp_path):
    first = handed_in(client, file(tmp_path, row(1), row(2, district="लखनऊ")))
    other = room.registrar(places.districts().get(name_en="Lucknow"))
    upload = file(tmp_path, row(1), row(2, district="लखनऊ"))
    answer = at_desk(other).post(PAGE, {"board": "bocw", "file": upload})
    second = OldBook.objects.exclude(pk=first.pk).get()
    assert answer.url == f"{PAGE}{second.pk}/"
    stepped(second)
    oldfiles.let_in(second, by=room.clerk(where=places.districts().get(name_en="Lucknow")), at=timezone.now())
    stepped(second)
    assert [one.district.name_en for one in Worker.objects.order_by("pk")] == ["Kanpur Nagar", "Lucknow"]


def test_the_list_costs_no_more_with_more_books(client, tmp_path):
    handed_in(client, file(tmp_path, row(1)))
    one = queries_of(client, PAGE)
    for n in (2, 3):
        handed_in(client, file(tmp_path, row(n), name=f"o{n}.csv"))
    assert queries_of(client, PAGE) == one
