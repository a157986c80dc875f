"""A rescue without a network: what an officer takes along, and what is handed in of it, once and with its rights."""

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image
from tests import room as desk
from tests.bonded import rescue, room
from tests.offline.device import entry, hand_in, owner

from shramsetu.bonded import persons
from shramsetu.bonded.models import Bondage, Operation, StatementVersion, Survivor
from shramsetu.casework.models import FINAL, Case
from shramsetu.files.models import Attachment
from shramsetu.journal.models import Entry
from shramsetu.offices.models import Role

pytestmark = pytest.mark.django_db
WORDS = "दो साल से भट्ठे पर, पेशगी के नाम पर रोका गया"


def device(of: str = "labour_officer", where: str = "Prayagraj") -> Client:
    return desk.at_desk(room.officer(of, where))


def load(client: Client, operation: Operation):
    return client.get(reverse("offline:kit", args=["rescue", operation.case.number]))


def found(client: Client, operation: Operation, *people: tuple[str, str, int], **changes: str):
    """Write down people on the spot."""
    body = {
        "operation": operation.case.number,
        "native_district": str(room.district("Chitrakoot").lgd_code),
        "advance": "20000",
        "form-TOTAL_FORMS": "12",
        "form-INITIAL_FORMS": "0",
    }
    for line, (name, sex, age) in enumerate(people):
        body |= {f"form-{line}-name": name, f"form-{line}-sex": sex, f"form-{line}-age": str(age)}
    return entry({**body, **changes}, kind="bl-persons", owner=owner(client))


def told(client: Client, **changes: str):
    body = {"statement": WORDS, "laboured": "yes", "advance": "20000", "for_advance": "20,000 रुपये पेशगी"}
    return entry({**body, "version": "0", **changes}, kind="bl-statement", owner=owner(client))


FAMILY = ((room.NAME, "m", 34), ("फूलमती", "f", 30), ("गुड्डू", "m", 9))


def test_people_a_statement_and_what_was_given_arrive_once() -> None:
    operation, client = rescue.under_way(), device()
    people = found(client, operation, *FAMILY)
    [first] = hand_in(client, people)
    assert (first["state"], list(first["has"]["people"])) == ("taken", ["0", "1", "2"])
    number, code = first["has"]["people"]["0"]
    said = told(client, of=f"{people['key']}:0")
    given = entry(
        {"of": f"{people['key']}:0", "text": "खाना और 500 रुपये, तहसीलदार ने", "files_purpose": "identity"},
        kind="bl-note",
        owner=owner(client),
    )
    files = {given["key"]: [("face.jpg", picture())]}
    for state in ("taken", "already"):
        answers = hand_in(client, said, given, files=files)
        assert [one["state"] for one in answers] == [state, state]
        assert [one["has"]["code"] for one in answers] == [code, code]
    assert hand_in(client, people)[0]["state"] == "already"
    survivor = Survivor.objects.select_related("case__sealed_body").get(code=code)
    assert (Survivor.objects.count(), survivor.case.number) == (3, number)
    assert survivor.household is not None
    assert survivor.household.advance_paise == 2_000_000
    assert persons.identity(survivor)["name"] == room.NAME
    assert persons.sealed_part(survivor)["statement"] == WORDS
    assert (survivor.case.state, StatementVersion.objects.count()) == ("stated", 1)
    assert Attachment.objects.get(stream=survivor.case.stream).purpose == "identity"
    assert Entry.objects.filter(stream=survivor.case.stream, verb="note").count() == 1


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), (200, 180, 90)).save(out, "JPEG")
    return out.getvalue()


def test_a_statement_waits_for_the_line_of_its_person() -> None:
    operation, client = rescue.under_way(), device()
    people = found(client, operation, *FAMILY)
    said = told(client, of=f"{people['key']}:2")
    assert hand_in(client, said)[0]["state"] == "later"
    assert [one["state"] for one in hand_in(client, people, said)] == ["taken", "taken"]


def test_somebody_who_looks_like_who_is_there_is_asked_about_and_nobody_is_entered_twice() -> None:
    operation, client = rescue.under_way(), device()
    [known] = rescue.enter(operation, [rescue.person("फूलमती", age=30, sex="f")])
    lines = [("गुड्डू", "m", 9), ("फूलमती", "f", 30)]
    people = found(client, operation, *lines, **{"form-1-parent": "कल्लू"})
    [asked] = hand_in(client, people)
    assert (asked["state"], asked["has"]["like"], asked["has"]["mend"]) == ("conflict", {"1": [known.code]}, True)
    assert Survivor.objects.count() == 1
    same = {"form-1-asked": known.code, "form-1-same": known.code}
    [answer] = hand_in(client, {**people, "body": {**people["body"], **same}})
    assert answer["has"]["people"]["1"] == [known.case.number, known.code]
    assert Survivor.objects.count() == 2


def test_what_is_wrong_is_said_at_its_line_and_mended_under_the_same_key() -> None:
    operation, client = rescue.under_way(), device()
    people = found(client, operation, ("गुड्डू", "", 9), native_district="")
    [answer] = hand_in(client, people)
    assert (answer["state"], sorted(answer["errors"])) == ("refused", ["form-0-sex", "native_district"])
    better = {"form-0-sex": "m", "native_district": people["body"]["native_district"] or "x"}
    better["native_district"] = str(room.district("Chitrakoot").lgd_code)
    assert hand_in(client, {**people, "body": {**people["body"], **better}})[0]["state"] == "taken"
    assert hand_in(client, found(client, operation))[0]["state"] == "refused"


def test_a_team_that_has_not_set_out_enters_nobody() -> None:
    operation, client = rescue.ordered(), device()
    [answer] = hand_in(client, found(client, operation, *FAMILY))
    assert (answer["state"], Survivor.objects.count()) == ("refused", 0)


def test_a_statement_that_another_took_meanwhile_is_a_conflict_and_nothing_said_is_lost() -> None:
    operation, client = rescue.under_way(), device()
    [one, *_others] = rescue.family(operation)
    said = told(client, person=one.case.number)
    room.stated(one, by=room.officer("sdm"))
    [answer] = hand_in(client, said)
    assert (answer["state"], answer["has"]) == ("conflict", {"code": one.code, "version": 1})
    assert StatementVersion.objects.count() == 1
    again = told(client, person=one.case.number, version="1", statement="घर जाने से भी रोका")
    assert hand_in(client, again)[0]["has"] == {"code": one.code, "version": 2}
    one = Survivor.objects.select_related("case__sealed_body").get(pk=one.pk)
    assert persons.sealed_part(one)["statement"] == "दो साल से भट्ठे पर\nघर जाने से भी रोका"
    assert set(Bondage.objects.get(pk=one.pk).reasons) == {"advance"}


def test_the_kit_has_the_names_for_who_takes_statements_and_each_reading_is_written_down() -> None:
    operation, client = rescue.under_way(), device()
    [one, *_others] = rescue.family(operation)
    kit = load(client, operation).json()["kit"]
    assert {row["code"]: row["name"] for row in kit["people"]}[one.code] == room.NAME
    assert all(set(row) == {"number", "code", "name", "age", "version"} for row in kit["people"])
    assert 'name="form-11-name"' in kit["persons"]
    assert 'name="statement"' in kit["statement"]
    assert Entry.objects.filter(stream=f"reads:{operation.case.number}", verb="take_along").count() == 1
    assert Entry.objects.filter(stream=f"reads:{one.case.number}", verb="reveal").count() == 1
    assert room.NAME not in Client().get(reverse("rescue:page")).content.decode()


def nobodys() -> list[Client]:
    """Who may not have it: desks, other districts, who only watches, the money's side, an operator."""
    seats = [device("labour_officer", "Chitrakoot"), device("sdm", "Chitrakoot"), device("principal_secretary")]
    return [*seats, desk.of_role(Role.OPERATOR), desk.of_role(Role.LINE_DESK), desk.of_role(Role.MANDAL)]


def test_nobody_else_gets_a_kit_or_hands_anything_in() -> None:
    operation = rescue.under_way()
    [one, *_others] = rescue.family(operation)
    before = Entry.objects.count()
    for client in nobodys():
        assert load(client, operation).status_code == 404
        answers = hand_in(client, found(client, operation, ("रामू", "m", 20)), told(client, person=one.case.number))
        assert [answer["state"] for answer in answers] == ["refused", "refused"]
        assert all(room.NAME not in str(answer) for answer in answers)
    stranger = Client()
    assert load(stranger, operation).status_code in (302, 403)
    assert [answer["state"] for answer in hand_in(stranger, found(stranger, operation, ("रामू", "m", 20)))] == [
        "sign_in"
    ]
    assert (Survivor.objects.count(), StatementVersion.objects.count(), Entry.objects.count()) == (3, 0, before)


def test_an_operation_that_is_over_is_not_taken_along() -> None:
    operation = rescue.under_way()
    assert load(device(), operation).status_code == 200
    Case.objects.filter(pk=operation.pk).update(
        phase=FINAL, state="closed", closed_at=room.AT, holder=None, due_at=None
    )
    assert load(device(), operation).status_code == 404


def test_another_officer_of_the_same_device_hands_in_nothing_of_the_first() -> None:
    operation, client = rescue.under_way(), device()
    people = found(client, operation, *FAMILY)
    assert hand_in(device("sdm"), people)[0]["state"] == "refused"
    assert Survivor.objects.count() == 0
