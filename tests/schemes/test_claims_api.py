"""Claims by the API: once under the sender's reference, answered before they are made, fifty at a time."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests import cast
from tests.grievances.test_api import Call, caller
from tests.lib.test_aadhaar import ONE, digits_of
from tests.schemes import room

from shramsetu.casework.models import Case
from shramsetu.lib import clock
from shramsetu.offices import queries as posts
from shramsetu.offices.models import Role
from shramsetu.workers.actions import service
from shramsetu.workers.models import Worker

pytestmark = pytest.mark.django_db
FACTS = {
    "wedding_on": "2026-10-12",
    "is_mass_wedding": False,
    "is_inter_caste": False,
    "bride": "daughter",
    "bride_born_on": "2005-01-10",
    "groom_born_on": "2002-03-04",
    "took_same_benefit": False,
}


def told(worker: Worker, reference: str = "CSC/1", *, certificate: str = "", **changes: object) -> dict[str, object]:
    facts = {name: {"value": one, "certificate": certificate} for name, one in {**FACTS, **changes}.items()}
    return {
        "reference": reference,
        "worker": worker.number,
        "phone": worker.phone,
        "scheme": room.MARRIAGE,
        "facts": facts,
    }


@pytest.fixture
def sender() -> Call:
    return caller(posts.of_role(Role.SERVICE_CENTRE)[0])


def test_a_claim_is_made_once_under_the_senders_reference(sender: Call) -> None:
    worker = room.member()
    first = sender("POST", "/claims", told(worker))
    assert (first.status_code, first.json()["state"]) == (201, "submitted")
    again = sender("POST", "/claims", told(worker))
    assert (again.status_code, again.json()["number"], again.json()["repeated"]) == (200, first.json()["number"], True)
    assert Case.objects.filter(kind="claim").count() == 1
    assert sender("GET", "/claims/CSC/1").json()["number"] == first.json()["number"]


def test_a_worker_out_of_sight_is_found_by_the_phone_alone(sender: Call) -> None:
    worker = room.member()
    assert sender("POST", "/claims", {**told(worker), "phone": ""}).status_code == 404
    assert sender("POST", "/claims", {**told(worker), "phone": "9999900998"}).status_code == 404


def test_what_the_scheme_answers_is_told_before(sender: Call) -> None:
    worker = room.member()
    found = sender("POST", "/claims/answers", told(worker, bride_born_on="2010-01-10")).json()
    assert found["whole"] is False
    assert [one["slug"] for one in found["conditions"] if one["result"] is False] == ["bride-of-age"]
    assert found["benefits"] == [{"part": "wedding", "kind": "per_event", "paise": 6_500_000}]
    assert not Case.objects.filter(kind="claim").exists()


def test_a_value_of_another_kind_is_named(sender: Call) -> None:
    answer = sender("POST", "/claims", told(room.member(), bride_born_on=5))
    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (422, ["facts.bride_born_on"])


def test_a_bad_line_of_a_batch_holds_up_no_other(sender: Call) -> None:
    worker = room.member()
    lines = [told(worker), {**told(worker, "CSC/2"), "worker": "12345678901"}, told(worker, "CSC/3", bride=True)]
    found = sender("POST", "/claims/batch", {"claims": lines}).json()
    assert [(one["claim"] is not None, one["field"]) for one in found] == [
        (True, ""),
        (False, "worker"),
        (False, "facts.bride"),
    ]


def test_an_aadhaar_number_in_one_line_of_a_batch_refuses_that_line_alone(sender: Call) -> None:
    worker = room.member()
    wrong = [
        {**told(worker, "CSC/2"), "note": ONE},
        told(worker, "CSC/3", bride=f"पुत्री {ONE}"),
        {**told(worker), "reference": ONE},
        {**told(worker, "CSC/5"), "facts": 7},
    ]
    answer = sender("POST", "/claims/batch", {"claims": [*wrong, told(worker)]})
    found = answer.json()
    assert answer.status_code == 200, found
    assert [(one["code"], one["field"]) for one in found] == [
        ("aadhaar", "note"),
        ("aadhaar", "facts.bride.value"),
        ("aadhaar", "reference"),
        ("bad_values", "facts"),
        ("", ""),
    ]
    assert [one["claim"] is not None for one in found] == [False] * 4 + [True]
    assert ONE not in digits_of(answer.content.decode())


def test_an_aadhaar_number_beside_the_lines_or_as_a_reference_is_refused(sender: Call) -> None:
    worker = room.member()
    beside = sender("POST", "/claims/batch", {"claims": [told(worker)], "note": ONE})
    assert (beside.status_code, beside.json()["error"]["code"]) == (422, "aadhaar")
    single = sender("POST", "/claims", told(worker, ONE))
    assert (single.status_code, list(single.json()["error"]["fields"])) == (422, ["values.reference"])
    assert sender("POST", "/claims/batch", {"claims": []}).status_code == 422
    many = [told(worker, f"CSC/{number}") for number in range(51)]
    assert sender("POST", "/claims/batch", {"claims": many}).status_code == 422
    assert not Case.objects.filter(kind="claim").exists()


def test_a_certificate_of_the_issuing_system_proves_its_fact() -> None:
    worker = room.member()
    sent = caller(posts.of_role(Role.EDISTRICT)[0])("POST", "/claims", told(worker, certificate="UP/M/2026/77"))
    assert sent.status_code == 201
    facts = room.row(Case.objects.get(number=sent.json()["number"])).facts
    assert (facts["bride_born_on"]["proved"], facts["bride_born_on"]["source"]["en"]) == (
        True,
        "Certificate UP/M/2026/77",
    )


def test_a_certificate_told_by_a_service_centre_proves_nothing(sender: Call) -> None:
    sent = sender("POST", "/claims", told(room.member(), certificate="UP/M/2026/77"))
    assert room.row(Case.objects.get(number=sent.json()["number"])).facts["bride_born_on"]["proved"] is False


def test_other_posts_do_not_claim() -> None:
    by = caller(posts.of_role(Role.QUALITY)[0])
    assert by("POST", "/claims", told(room.member())).status_code == 403


@pytest.mark.parametrize(("days_ago", "counted"), [(5, 5), (1_000, 90)])
def test_what_was_begun_before_an_outage_counts_from_then_but_from_no_longer_than_a_draft_is_kept(
    sender: Call, days_ago: int, counted: int
) -> None:
    at = timezone.now()
    service.declare(at - timedelta(days=1), at - timedelta(hours=1), reason="", by=cast.desk(Role.HEAD), at=at)
    begun = (at - timedelta(days=days_ago)).isoformat()
    sent = sender("POST", "/claims", {**told(room.member()), "begun_at": begun})
    assert sent.status_code == 201
    claimed_on = room.row(Case.objects.get(number=sent.json()["number"])).claimed_on
    assert claimed_on == clock.day(at - timedelta(days=counted))


def test_without_an_outage_a_claim_counts_from_the_day_it_came(sender: Call) -> None:
    at = timezone.now()
    begun = (at - timedelta(days=5)).isoformat()
    sent = sender("POST", "/claims", {**told(room.member()), "begun_at": begun})
    assert room.row(Case.objects.get(number=sent.json()["number"])).claimed_on == clock.day(at)
