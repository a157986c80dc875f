"""A POST sent twice acts once; two in the same moment: see test_running."""

import json

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from tests import cast

from shramsetu.casework.models import Case
from shramsetu.journal.rules import SYSTEM
from shramsetu.offices import actions as offices
from shramsetu.offices.models import Role, User
from shramsetu.web import idempotency
from shramsetu.web.models import Replay

pytestmark = pytest.mark.django_db
FILING = {
    "kind": "grievance",
    "category": cast.WAGES,
    "text": "तीन महीने से मज़दूरी नहीं मिली।",
    "district": cast.KANPUR,
    "channel": "call",
    "complainant": {"name": "रमेश कुमार", "phone": "9999900001"},
}


@pytest.fixture
def token() -> str:
    operator = cast.desk(Role.OPERATOR)
    user, post = User.objects.get(pk=operator.user_id), cast.offices.of_role(Role.OPERATOR)[0]
    made = offices.make_token(user, post, name="t", scopes=("read", "write"), days=1, by=SYSTEM, at=timezone.now())
    return made[1]


def send(token: str, key: str, **changes: object) -> HttpResponse:
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
    body = json.dumps({**FILING, **changes})
    return Client().post("/api/v1/grievances", body, content_type="application/json", headers=headers)


def test_the_second_answer_is_the_first(token: str) -> None:
    first, second = send(token, "one"), send(token, "one")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert second["Idempotent-Replay"] == "true"
    assert Case.objects.count() == 1


def test_no_answer_is_kept_readable(token: str) -> None:
    answer = send(token, "one")
    assert answer.json()["number"].encode() not in bytes(Replay.objects.get().body)


def test_a_refused_token_is_asked_again(token: str) -> None:
    assert send("ss_wrong", "one").status_code == 401
    assert not Replay.objects.exists()


def test_an_empty_key_is_refused(token: str) -> None:
    """Whoever sends one believes that a repeat is safe."""
    answer = send(token, " ")
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "idempotency_key")
    assert not Case.objects.exists()


def test_a_key_that_cannot_be_read_is_refused(token: str) -> None:
    answer = send(token, "a\x00b")
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "idempotency_key")


def test_another_key_is_another_case(token: str) -> None:
    send(token, "one")
    send(token, "two")
    assert Case.objects.count() == 2


def test_another_body_under_the_key_is_refused(token: str) -> None:
    send(token, "one")
    answer = send(token, "one", text="दूसरी बात")
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "idempotency_key")
    assert Case.objects.count() == 1


def test_a_refusal_is_repeated_too(token: str) -> None:
    first = send(token, "one", district=99999)
    assert first.status_code == 422
    assert send(token, "one", district=99999).content == first.content
    assert Case.objects.count() == 0


def test_a_key_as_long_as_a_page_is_refused(token: str) -> None:
    assert send(token, "k" * (idempotency.KEY_MAX + 1)).status_code == 422
    assert Replay.objects.count() == 0


def test_one_actors_key_is_not_anothers(token: str, client: Client) -> None:
    send(token, "one")
    answer = client.post("/api/v1/grievances", headers={"Idempotency-Key": "one"})
    assert answer.status_code == 401


def test_a_form_without_script_carries_its_key_as_a_field(client: Client) -> None:
    """Pages are forms too: the same answer comes back, whatever it was."""
    given = {"idempotency_key": "form", "language": "en", "next": "/"}
    first, second = client.post("/i18n/setlang/", given), client.post("/i18n/setlang/", given)
    assert (first.status_code, second.status_code) == (302, 302)
    assert second["Idempotent-Replay"] == "true"
    assert client.post("/i18n/setlang/", {**given, "language": "hi"}).status_code == 422


def test_a_form_with_a_mistake_is_sent_again_put_right(client: Client) -> None:
    """Its hidden key stays the same: what was refused did nothing."""
    told = {"idempotency_key": "told", "informant": "anonymous", "district": "", "text": ""}
    refused = client.post("/bandhua/soochna/", told)
    assert (refused.status_code, Replay.objects.count()) == (422, 0)
    again = client.post("/bandhua/soochna/", {**told, "text": "भट्ठे पर परिवार बंद हैं।"})
    assert again["Content-Type"].startswith("text/html")
