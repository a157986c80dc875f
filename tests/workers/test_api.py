"""Registrations by the API: fifty at once, each once under the sender's number, a wrong one holds up no other."""

import pytest
from tests import cast
from tests.grievances.test_api import Call, caller

from shramsetu.casework.models import Case
from shramsetu.offices.models import Post, Role
from shramsetu.workers.models import Fee, Spell, Worker

pytestmark = pytest.mark.django_db
PATH = "/workers/registrations"


def line(number: int = 1, **changes: object) -> dict[str, object]:
    values: dict[str, object] = {
        "key": f"CSC-{number}",
        "board": "bocw",
        "trade": "mgnrega",
        "years": 1,
        "name": f"श्रमिक {number} निषाद",
        "parent": "शिवचरण निषाद",
        "sex": "man",
        "born_on": "1988-04-02",
        "district": cast.KANPUR,
        "address": "ग्राम बिठूर",
        "phone": f"99999{number:05d}",
        "spells": [
            {
                "employer": "ग्राम पंचायत बिठूर",
                "first_on": "2026-05-01",
                "last_on": "2026-08-31",
                "days": 92,
                "proof": "muster",
                "reference": "3121",
            }
        ],
        "account": {"ifsc": "sbin0000123", "account_number": "30451122334"},
        "reference": f"RAJ-{number}",
    }
    return {**values, **changes}


@pytest.fixture
def centre() -> Call:
    return caller(Post.objects.get(code="service-centre.kanpur-nagar"))


def test_a_registration_is_made_once_under_the_senders_number(centre: Call) -> None:
    first, again = centre("POST", PATH, line()), centre("POST", PATH, line())
    assert (first.status_code, again.status_code) == (201, 200)
    assert (again.json()["number"], again.json()["repeated"]) == (first.json()["number"], True)
    assert centre("GET", f"{PATH}/CSC-1").json()["state"] == "checking"
    spell = Spell.objects.get()
    assert (Worker.objects.count(), Fee.objects.count(), spell.proof, spell.reference) == (1, 1, "muster", "3121")


def test_fifty_at_once_and_a_wrong_one_holds_up_no_other(centre: Call) -> None:
    lines = [line(number) for number in range(1, 49)]
    lines += [line(49, trade="flying"), line(50, aadhaar="234567890125")]
    found = centre("POST", f"{PATH}/batch", {"lines": lines}).json()["lines"]
    assert [one["field"] for one in found[48:]] == ["trade", "aadhaar"]
    assert Case.objects.filter(kind="wk_registration").count() == 48
    again = centre("POST", f"{PATH}/batch", {"lines": [*lines[:48], line(49)]}).json()["lines"]
    assert [one["registration"]["repeated"] for one in again] == [True] * 48 + [False]


@pytest.mark.parametrize(
    ("fault", "field"),
    [
        ({"nominees": [{"name": "सीता", "kin": "पत्नी"}, {"name": "सीता", "kin": "पुत्री"}]}, "nominees"),
        ({"name": "राम\x00देव"}, "name"),
        ({"reference": "RAJ\x00"}, "reference"),
        ({"reference": "RAJ-1"}, "reference"),
        ({"key": "CSC-1"}, ""),
    ],
)
def test_a_line_that_the_database_would_refuse_takes_no_other_with_it(
    centre: Call, fault: dict[str, object], field: str
) -> None:
    lines = [line(1), {**line(2), **fault}, line(3)]
    found = centre("POST", f"{PATH}/batch", {"lines": lines}).json()["lines"]
    assert [one["field"] for one in found] == ["", field, ""]
    assert [one["registration"] is not None for one in found] == [True, not field, True]
    assert Worker.objects.count() == 2


def test_more_than_fifty_are_refused(centre: Call) -> None:
    answer = centre("POST", f"{PATH}/batch", {"lines": [line(number) for number in range(51)]})
    assert (answer.status_code, Worker.objects.count()) == (422, 0)


def test_an_error_does_not_say_the_number_again(centre: Call) -> None:
    answer = centre("POST", PATH, line(aadhaar="2345 6789 0125"))
    assert answer.status_code == 422
    assert "0125" not in answer.content.decode()


def test_who_files_for_nobody_may_not(centre: Call) -> None:
    auditor = caller(Post.objects.filter(role=Role.QUALITY)[0])
    assert auditor("POST", PATH, line()).status_code == 403
    other = caller(Post.objects.get(code="service-centre.agra"))
    centre("POST", PATH, line())
    assert other("GET", f"{PATH}/CSC-1").status_code == 404
