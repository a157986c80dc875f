"""Old registers brought in: Hindi, English, Kruti Dev; row by row, nothing twice, what is wrong sent back to mend."""

import io
from datetime import date
from pathlib import Path

import hinlegacy
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from tests.bonded import purse, room
from tests.bonded.old_book import ROW, csv_of, look, written
from tests.bonded.room import AT

from shramsetu.bonded import owners, persons, register_files, unpaid
from shramsetu.bonded.actions import claims, duties, registers
from shramsetu.bonded.models import Account, Entitlement, PaidBefore, Payment, Register, RegisterRow, Survivor
from shramsetu.bonded.rules import register as rules
from shramsetu.casework import sheets
from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.offices.models import User

pytestmark = pytest.mark.django_db


def test_a_row_becomes_a_person_in_the_right_state_with_what_is_owed() -> None:
    written(csv_of(ROW))
    one = Survivor.objects.get()
    assert (one.is_imported, one.sex, one.is_minor, one.sector) == (True, "m", False, "brick-kiln")
    assert (one.case.state, one.released_on, one.native_district) == (
        "certified",
        date(2022, 3, 12),
        room.district("Chitrakoot"),
    )
    known = persons.identity(one)
    assert (known["name"], known["phone"], known["certificate_number"]) == (
        "सुखदेव कोल",
        "+919999900077",
        "45/2022 13-03-2022",
    )
    payment = Payment.objects.get(survivor=one)
    assert (payment.kind, payment.stage, payment.amount_paise) == ("immediate", "due", 3_000_000)
    assert duties.running_duty(one.case, "immediate-assistance") is not None
    assert Account.objects.get(survivor=one).mask == "•••• 0001"


def test_who_was_a_child_at_the_release_is_entitled_as_a_child() -> None:
    written(csv_of({**ROW, "age": "15"}))
    one = Survivor.objects.get()
    assert (one.is_minor, one.minor_at_release) == (False, True)
    found = Entitlement.objects.get(survivor=one)
    assert (found.category, found.total_paise) == ("special", 20_000_000)


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, "certified"),
        ({"home_on": "20-03-2022"}, "home"),
        ({"certificate_number": "", "certificate_on": ""}, "bonded"),
        ({"rescue_state": "हरियाणा", "certificate_number": "", "certificate_on": ""}, "chasing"),
        ({"rescue_state": "Haryana"}, "home"),
    ],
)
def test_what_the_register_says_decides_the_state(changes: dict[str, str], state: str) -> None:
    written(csv_of({**ROW, **changes}))
    assert Survivor.objects.get().case.state == state


def test_what_was_paid_before_is_not_owed_again() -> None:
    written(csv_of({**ROW, "immediate_rupees": "30,000", "immediate_on": "02.04.2022"}))
    one = Survivor.objects.get()
    assert list(PaidBefore.objects.values_list("kind", "amount_paise", "paid_on")) == [
        ("immediate", 3_000_000, date(2022, 4, 2))
    ]
    assert not Payment.objects.filter(survivor=one).exists()
    assert unpaid.lines(Survivor.objects.all(), at=AT) == []


def test_what_was_paid_before_in_part_leaves_the_rest_due() -> None:
    written(csv_of({**ROW, "immediate_rupees": "20,000", "immediate_on": "02.04.2022"}))
    assert Payment.objects.get().amount_paise == 1_000_000
    [line] = unpaid.lines(Survivor.objects.all(), at=AT)
    assert line.paise == 1_000_000


def test_the_old_certificate_carries_the_claim_on_the_centre() -> None:
    room.empower()
    purse.opened_fund()
    written(csv_of(ROW))
    payment = Payment.objects.select_related("survivor__case", "district").get()
    purse.sanctioned(payment)
    purse.sent()
    payment.refresh_from_db()
    assert purse.results(purse.read(purse.credited(purse.reference(payment)))) == ["matched"]
    claim = claims.make(room.district(), by=room.officer("labour_officer"), at=AT)
    assert list(claim.items.values_list("certificate", flat=True)) == ["45/2022 13-03-2022"]


def test_nothing_is_written_before_somebody_says_so_and_nothing_twice() -> None:
    content = csv_of(ROW, {**ROW, "name": "बसंती देवी", "sex": "महिला", "certificate_number": "46/2022"})
    row = look(content)
    assert (row.rows, row.good, row.known, row.wrong, Survivor.objects.count()) == (2, 2, 0, 0, 0)
    registers.write(row, by=room.officer("labour_officer"), at=AT)
    registers.write(row, by=room.officer("labour_officer"), at=AT)
    again = written(content)
    assert (again.good, again.known, Survivor.objects.count(), RegisterRow.objects.count()) == (0, 2, 2, 2)


def test_a_row_that_fails_in_the_middle_leaves_nothing_and_is_written_the_next_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = look(csv_of(ROW))
    with monkeypatch.context() as broken:
        broken.setattr(registers.entitling, "freed", lambda *_args, **_more: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            registers.write(row, by=room.officer("labour_officer"), at=AT)
    assert (Survivor.objects.count(), RegisterRow.objects.count()) == (0, 0)
    registers.write(row, by=room.officer("labour_officer"), at=AT)
    assert Survivor.objects.count() == 1


def test_what_is_wrong_comes_back_as_a_table_to_correct_and_send_again() -> None:
    other = {"phone": "9999900099", "account": "300123450099"}
    wrong = {
        **ROW,
        **other,
        "name": "मंगरू",
        "certificate_number": "47/2022",
        "age": "चौंतीस",
        "released_on": "2099-01-01",
    }
    row = written(csv_of(ROW, wrong, {**ROW}))
    looked = registers.opened(row, at=AT)
    assert [(one.number, [(fault.column, fault.word) for fault in one.faults]) for one in looked.wrong] == [
        (3, [("age", "age"), ("released_on", "future"), ("certificate_on", "before_release")]),
    ]
    assert ([one.number for one in looked.known], Survivor.objects.count()) == ([4], 1)
    sheet = register_files.to_correct([(one, registers.said(one)) for one in looked.wrong])
    content = sheets.xlsx([sheet], on=date(2026, 11, 16))
    book = openpyxl.load_workbook(io.BytesIO(content))
    page = book.worksheets[0]
    assert (
        page.cell(2, 1).value
        == "आयु: आयु वर्षों में, अंकों में लिखें; मुक्ति की तिथि: आगे की तारीख़ है; प्रमाण-पत्र की तिथि: मुक्ति से पहले की है"
    )
    columns = [cell.value for cell in page[1]]
    page.cell(2, columns.index("आयु") + 1).value = 34
    page.cell(2, columns.index("मुक्ति की तिथि") + 1).value = date(2022, 3, 12)
    out = io.BytesIO()
    book.save(out)
    written(out.getvalue())
    assert sorted(str(persons.identity(one)["name"]) for one in Survivor.objects.all()) == ["मंगरू", "सुखदेव कोल"]


def test_kruti_dev_becomes_hindi() -> None:
    text = {key: hinlegacy.encode(value, "krutidev_010") for key, value in ROW.items() if rules.BY_KEY[key].is_text}
    head = [hinlegacy.encode(one.hi, "krutidev_010") if one.key == "name" else one.hi for one in rules.COLUMNS]
    written(csv_of({**ROW, **text}, head=head), register_files.KRUTIDEV)
    one = Survivor.objects.get()
    known = persons.identity(one)
    assert (known["name"], known["parent"], one.native_district) == (
        "सुखदेव कोल",
        "रामदीन कोल",
        room.district("Chitrakoot"),
    )
    assert one.sector == "brick-kiln"


def test_an_english_spreadsheet_with_a_title_above_its_head_is_read() -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["Register of freed bonded labourers, Prayagraj"])
    page.append(
        ["S.No.", "Name of Labourer", "Father's Name", "Gender", "Age", "Village", "Home District", "Released on"]
    )
    page.append([1, "Sukhdev", "Ramdin", "M", 34, "Bargarh", "Chitrakoot", date(2022, 3, 12)])
    out = io.BytesIO()
    book.save(out)
    row = written(out.getvalue())
    assert (row.rows, Survivor.objects.get().case.state) == (1, "bonded")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"PK\x03\x04broken", "नाम,उम्र\n".encode()])
def test_a_file_that_is_no_register_is_refused_with_words(content: bytes) -> None:
    with pytest.raises(Refused):
        look(content)


def test_only_a_post_of_the_district_brings_a_register_in() -> None:
    for by in (room.officer("labour_officer", "Agra"), room.officer("commissioner"), room.officer("police")):
        with pytest.raises(NotAllowed):
            registers.look(csv_of(ROW), district=room.district(), writing="unicode", by=by, at=AT)


def test_the_file_lies_encrypted_and_only_the_rows_to_correct_are_kept() -> None:
    row = look(csv_of(ROW))
    assert "सुखदेव".encode() not in bytes(row.closed)
    after = registers.write(row, by=room.officer("labour_officer"), at=AT)
    assert registers.opened(after, at=AT) == registers.Looked([], [], ())


def test_the_page_from_the_template_to_the_persons() -> None:
    client = Client()
    client.force_login(User.objects.get(pk=room.officer("labour_officer").user_id or 0))
    template = client.get("/desk/bonded/registers/template.xlsx")
    upload = SimpleUploadedFile("register.xlsx", template.content)
    given = {"district": room.district().pk, "file": upload, "writing": "unicode"}
    answer = client.post("/desk/bonded/registers/", given, follow=True)
    row = Register.objects.get()
    assert (answer.status_code, row.good, row.wrong) == (200, 1, 0)
    page = client.post(f"/desk/bonded/registers/{row.pk}/write/", follow=True).content.decode()
    assert Survivor.objects.get().code in page
    assert "सुखदेव" not in page
    assert client.get(f"/desk/bonded/registers/{row.pk}/errors.xlsx").status_code == 200


def test_the_command_looks_and_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, errors = tmp_path / "old.csv", tmp_path / "errors.xlsx"
    file.write_bytes(csv_of(ROW, {**ROW, "name": ""}))
    lgd = room.district().lgd_code
    options = {"district": lgd, "post": owners.post("labour_officer", room.district()).code, "errors": errors}
    call_command("registers", str(file), **options)
    assert Survivor.objects.count() == 0
    call_command("registers", str(file), write=True, **options)
    assert (Survivor.objects.count(), errors.exists()) == (1, True)
    assert "rows 2, good 1, known 0, to correct 1, to decide 0" in capsys.readouterr().out
