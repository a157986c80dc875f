"""Nobody is entered twice from old registers: who is perhaps known waits until somebody has decided."""

from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.bonded import room, test_chases
from tests.bonded import transfer_world as world
from tests.bonded.old_book import ROW, csv_of, look, written
from tests.bonded.room import AT

from shramsetu.bonded.actions import chases, registers
from shramsetu.bonded.models import Payment, Register, RegisterRow, Survivor
from shramsetu.bonded.rules.likeness import Traits, is_alike
from shramsetu.journal.models import Entry
from shramsetu.offices.models import User

pytestmark = pytest.mark.django_db
UNCERTIFIED = {key: value for key, value in ROW.items() if not key.startswith("certificate")}
BARE = {**UNCERTIFIED, "phone": "", "account": "", "ifsc": ""}


def perhaps(row: Register) -> list[tuple[int, tuple[str, ...]]]:
    return [(one.row.number, tuple(one.marks)) for one in registers.opened(row, at=AT).perhaps]


def test_a_row_corrected_and_sent_again_makes_no_second_person() -> None:
    written(csv_of(UNCERTIFIED))
    again = written(csv_of(ROW))
    moved = written(csv_of({**BARE, "address": "ग्राम बरगढ़, मऊ", "released_on": "12-03-2021"}))
    assert (Survivor.objects.count(), Payment.objects.count()) == (1, 1)
    assert perhaps(again) == [(2, ("account", "name", "phone"))]
    assert perhaps(moved) == [(2, ("name",))]


@pytest.mark.parametrize(
    ("changes", "mark"),
    [
        ({"certificate_number": "४५/२०२२", "certificate_on": ""}, "certificate"),
        ({"phone": "9999900077"}, "phone"),
        ({"account": "300123450001", "ifsc": "SBIN0000123"}, "account"),
        ({"name": "Sukhdev Kol", "parent": "Ramdeen Kol"}, "name"),
    ],
)
def test_each_mark_is_enough_to_ask(changes: dict[str, str], mark: str) -> None:
    written(csv_of(ROW))
    other = {**BARE, "name": "मंगरू मुसहर", "parent": "झुरी मुसहर", "register_number": "77"}
    assert perhaps(look(csv_of({**other, **changes}))) == [(2, (mark,))]


def test_who_was_freed_here_is_looked_for_too() -> None:
    survivor = room.freed(identity={"name": "सुखदेव कोल", "parent": "रामदीन कोल", "phone": ""})
    row = written(csv_of(BARE))
    found = registers.opened(row, at=AT).perhaps
    assert [(one.survivor, tuple(one.marks)) for one in found] == [(survivor, ("name",))]
    assert Survivor.objects.count() == 1


def test_another_person_is_entered_once_somebody_has_decided_so() -> None:
    written(csv_of(UNCERTIFIED))
    row = written(csv_of(ROW))
    by = room.officer("labour_officer")
    registers.write(row, by=by, at=AT, decided={2: "nonsense"})
    assert Survivor.objects.count() == 1
    registers.write(row, by=by, at=AT, decided={2: registers.OTHER})
    registers.write(row, by=by, at=AT, decided={2: registers.OTHER})
    assert (Survivor.objects.count(), perhaps(row)) == (2, [])
    entry = Entry.objects.get(stream=f"register:{row.pk}", verb="decide_register_row")
    assert (entry.detail["row"], entry.detail["decision"]) == (2, "other")


def test_the_same_person_is_left_out_and_not_asked_for_again() -> None:
    written(csv_of(UNCERTIFIED))
    first = Survivor.objects.get()
    row = written(csv_of(ROW))
    row = registers.write(row, by=room.officer("labour_officer"), at=AT, decided={2: registers.SAME})
    assert list(RegisterRow.objects.order_by("pk").values_list("survivor", "is_same")) == [
        (first.pk, False),
        (first.pk, True),
    ]
    assert (registers.opened(row, at=AT), look(csv_of(ROW)).known) == (registers.Looked([], [], ()), 1)


def test_a_family_of_one_file_shares_phone_account_and_certificate() -> None:
    wife = {**ROW, "name": "बसंती देवी", "parent": "सुखदेव कोल", "sex": "महिला"}
    row = look(csv_of(ROW, wife, {**BARE, "address": "मऊ"}))
    assert (row.good, row.perhaps, perhaps(row)) == (2, 1, [(4, ("name",))])
    after = registers.write(row, by=room.officer("labour_officer"), at=AT)
    assert (Survivor.objects.count(), perhaps(after)) == (2, [(4, ("name",))])
    registers.write(after, by=room.officer("labour_officer"), at=AT, decided={4: registers.SAME})
    assert (Survivor.objects.count(), perhaps(after)) == (2, [])


def test_the_page_asks_and_does_what_was_decided() -> None:
    written(csv_of(UNCERTIFIED))
    code = Survivor.objects.get().code
    row = look(csv_of(ROW))
    client = Client()
    client.force_login(User.objects.get(pk=room.officer("labour_officer").user_id or 0))
    page = client.get(f"/desk/bonded/registers/{row.pk}/").content.decode()
    assert code in page
    assert 'name="row-2"' in page
    assert "सुखदेव" not in page
    client.post(f"/desk/bonded/registers/{row.pk}/write/", {"row-2": "other", "row-x": "other"})
    assert Survivor.objects.count() == 2


def test_the_questions_do_not_grow_with_the_rows() -> None:
    written(csv_of(ROW))
    one = look(csv_of({**BARE, "register_number": "1"}))
    many = look(csv_of(*({**BARE, "register_number": str(n), "address": f"ग्राम {n}"} for n in range(9))))
    counts = []
    for row in (one, many):
        with CaptureQueriesContext(connection) as asked:
            registers.opened(row, at=AT)
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("parent", "sex", "is_one"),
    [("रामदीन कोल", "m", True), ("झुरी मुसहर", "m", False), ("", "m", True), ("रामदीन कोल", "f", False)],
)
def test_name_and_parent_tell_people_apart(parent: str, sex: str, is_one: bool) -> None:  # noqa: FBT001
    assert is_alike(Traits("सुखदेव कोल", "रामदीन कोल", "m"), Traits("Sukhdev Kol", parent, sex)) is is_one


def test_two_files_that_are_written_at_once_enter_one_person(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = look(csv_of(UNCERTIFIED)), look(csv_of(ROW))
    assert (first.good, second.good) == (1, 1)
    whole, by = registers.opened, room.officer("labour_officer")

    def between(row: Register, *, at: datetime) -> registers.Looked:
        found = whole(row, at=at)
        if row.pk == first.pk and not Survivor.objects.exists():
            registers.write(second, by=by, at=at)
        return found

    monkeypatch.setattr(registers, "opened", between)
    registers.write(first, by=by, at=AT)
    assert Survivor.objects.count() == 1
    assert perhaps(first) == [(2, ("account", "name", "phone"))]
    registers.write(first, by=by, at=AT, decided={2: registers.OTHER})
    assert (Survivor.objects.count(), perhaps(first)) == (2, [])


def test_a_certificate_that_came_by_a_chase_is_a_mark_too() -> None:
    chase = test_chases.returned(identity={"name": "मुन्ना"})
    by = world.officer(world.aligarh())
    scan = world.receipt(chase.survivor, by)
    assert chases.received(chase, "JJR/RC/12", on=AT.date(), scan=scan, by=by, at=AT)
    other = {**BARE, "name": "मंगरू", "parent": "झुरी", "native_district": "अलीगढ़", "certificate_number": "jjr/rc/12"}
    assert perhaps(look(csv_of({**other, "certificate_on": ""}))) == [(2, ("certificate",))]
