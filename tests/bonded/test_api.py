"""Informations by the API: once under the sender's number, sealed, with errors in two languages."""

import pytest
from tests.bonded import room
from tests.grievances.test_api import Call, caller

from shramsetu.bonded.models import Information
from shramsetu.casework.models import Case
from shramsetu.offices import queries as posts
from shramsetu.offices.models import Role
from shramsetu.people.models import Tally

pytestmark = pytest.mark.django_db
PATH = "/bonded/informations"


def told(**changes: object) -> dict[str, object]:
    values: dict[str, object] = {
        "reference": "NHRC/1234/24/2026",
        "district": room.district().lgd_code,
        "text": "भट्ठे पर आठ लोग बंद हैं",
        "informant": "nhrc",
        "sector": "brick-kiln",
        "men": 5,
        "teller_name": "चुपकेश",
        "teller_phone": "9999977001",
    }
    return {**values, **changes}


@pytest.fixture
def sender() -> Call:
    return caller(posts.of_role(Role.OPERATOR)[0])


def test_an_information_is_registered_once_under_the_senders_number(sender: Call) -> None:
    first = sender("POST", PATH, told())
    assert first.status_code == 201
    made = first.json()
    assert (made["reference"], made["state"], made["repeated"]) == ("NHRC/1234/24/2026", "received", False)
    assert made["due_at"]
    again = sender("POST", PATH, told())
    assert (again.status_code, again.json()["number"], again.json()["repeated"]) == (200, made["number"], True)
    assert Information.objects.count() == 1
    case = Case.objects.get(number=made["number"])
    assert (case.kind, case.sealed, case.channel) == ("bl_info", True, "api")


def test_another_word_under_the_same_number_is_refused_and_not_swallowed(sender: Call) -> None:
    sender("POST", PATH, told())
    for change in ({"text": "दस बच्चे, जान का ख़तरा"}, {"risk_to_life": True}, {"children": 10}):
        answer = sender("POST", PATH, told(**change))
        assert answer.status_code == 422
        assert list(answer.json()["error"]["fields"]) == ["reference"]
    assert sender("POST", PATH, told(reference="NHRC/1235/24/2026", children=10)).status_code == 201


def test_the_sender_reads_what_became_of_it_and_nobody_else_does(sender: Call) -> None:
    sender("POST", PATH, told(reference="L/12"))
    found = sender("GET", f"{PATH}/L/12")
    assert (found.status_code, found.json()["state"]) == (200, "received")
    assert "चुपकेश" not in found.content.decode()
    other = caller(posts.of_role(Role.MAGISTRATE)[0])
    assert other("GET", f"{PATH}/L/12").status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"sector": "x"}, "sector"), ({"district": 1}, "district"), ({"teller_phone": "12"}, "teller_phone")],
)
def test_what_is_wrong_is_named_in_hindi_and_english(sender: Call, changes: dict[str, object], field: str) -> None:
    hindi, english = (sender("POST", PATH, told(**changes), Accept_Language=one) for one in ("hi", "en"))
    assert (hindi.status_code, english.status_code) == (422, 422)
    assert list(hindi.json()["error"]["fields"]) == [field]
    assert hindi.json()["error"]["message"] != english.json()["error"]["message"]
    assert Information.objects.count() == 0


def test_no_reference_or_a_body_that_is_none_is_refused(sender: Call) -> None:
    assert sender("POST", PATH, {"text": "x"}).status_code == 422
    assert sender("POST", PATH, told(reference="")).status_code == 422


def test_who_has_no_part_is_refused_and_who_sends_too_much_waits(sender: Call) -> None:
    assert caller(posts.of_role(Role.AUDITOR)[0])("POST", PATH, told()).status_code == 403
    sender("GET", f"{PATH}/1")
    Tally.objects.update(count=10_000)
    answer = sender("GET", f"{PATH}/1")
    assert (answer.status_code, answer.json()["error"]["code"]) == (429, "too_many")
