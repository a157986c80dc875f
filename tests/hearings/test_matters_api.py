"""Matters by the API: once under the sender's reference, refused with the field that is wrong."""

import pytest
from tests import cast
from tests.grievances.test_api import Call, caller
from tests.hearings import court

from shramsetu.hearings.models import Matter
from shramsetu.offices import queries as posts
from shramsetu.offices.models import Role

pytestmark = pytest.mark.django_db


def told(reference: str = "CSC/1", **changes: object) -> dict[str, object]:
    return {
        "reference": reference,
        "matter": "wages-unpaid",
        "district": cast.KANPUR,
        "text": court.WORDS,
        "cause_on": "2026-09-07",
        "reliefs": ["wages"],
        "amount_paise": 2_700_000,
        "claimant": {"name": "रमेश कुमार", "phone": "9999900001"},
        "respondent": {"name": "शिव शक्ति ईंट उद्योग", "address": "बिठूर रोड"},
        **changes,
    }


@pytest.fixture
def sender() -> Call:
    return caller(posts.of_role(Role.SERVICE_CENTRE)[0])


def test_a_matter_is_brought_once_under_the_senders_reference(sender: Call) -> None:
    first = sender("POST", "/matters", told())
    assert (first.status_code, first.json()["act"], first.json()["forum"]) == (
        201,
        "wages-code",
        "authority-kanpur-nagar",
    )
    again = sender("POST", "/matters", told())
    assert (again.status_code, again.json()["number"], again.json()["repeated"]) == (200, first.json()["number"], True)
    assert Matter.objects.count() == 1
    assert sender("GET", "/matters/CSC/1").json()["file_by"] == "2029-09-07"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"matter": "nothing"}, "matter"),
        ({"reliefs": ["gratuity"]}, "reliefs"),
        ({"district": 1}, "district"),
        ({"cause_on": "2030-01-01"}, "cause_on"),
        ({"central": True}, "sphere"),
        ({"claimant": {"name": "x", "part": "employer"}}, "claimant.part"),
        ({"respondent": {"name": "x", "phone": "12"}}, "respondent.phone"),
    ],
)
def test_what_is_wrong_is_named(sender: Call, changes: dict[str, object], field: str) -> None:
    answer = sender("POST", "/matters", told(**changes))
    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (422, [field])


def test_only_who_files_for_others_sends(sender: Call) -> None:
    assert caller(posts.of_role(Role.AUDITOR)[0])("POST", "/matters", told()).status_code == 403
    assert sender("GET", "/matters/none").status_code == 404
