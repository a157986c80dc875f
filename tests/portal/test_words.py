"""A citizen's word by text message: signed, taken once, in bounds, and from whoever is nobody without effect."""

import json
import time
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests import cast

from shramsetu.casework.models import CLOSED, Case
from shramsetu.messages import rules
from shramsetu.messages.models import Inbound, Message

pytestmark = pytest.mark.django_db
SECRET = "between-us"


@pytest.fixture(autouse=True)
def secret(settings: Any) -> None:
    settings.SMS_REPORT_SECRET = SECRET


def send(body: object, *, secret: str = SECRET) -> Any:
    content, when = json.dumps(body).encode(), str(int(time.time()))
    headers = {"X-Timestamp": when, "X-Signature": rules.signature(content, when, secret)}
    return Client().post("/messages/word/", content, content_type="application/json", headers=headers)


def word(text: str, *, ref: str = "in-1", phone: str = cast.RAMESH.phone) -> object:
    answer = send({"id": ref, "from": phone, "text": text})
    return json.loads(answer.content)["outcome"]


def waiting() -> Case:
    """Return a complaint whose complainant is to be called."""
    case = cast.complaint(at=timezone.now())
    cast.report(case, at=timezone.now())
    cast.take(case, "pass_check", by=cast.holder_of(fresh(case)), at=timezone.now(), grade="A")
    return fresh(case)


def fresh(case: Case) -> Case:
    return Case.objects.select_related("holder").get(pk=case.pk)


def test_one_closes_and_two_sends_back() -> None:
    case = waiting()
    assert word("1") == "taken"
    assert (fresh(case).phase, fresh(case).outcome) == (CLOSED, "satisfied")
    other = waiting()
    assert word(" नहीं ", ref="in-2", phone="99999 00001") == "taken"
    assert fresh(other).state == "with_officer"


def test_a_repeated_word_counts_once() -> None:
    case = waiting()
    assert (word("2"), fresh(case).revision) == ("taken", fresh(case).revision)
    revision = fresh(case).revision
    assert word("2") == "repeated"
    assert (fresh(case).revision, Inbound.objects.count()) == (revision, 1)


def test_a_word_that_is_neither_changes_nothing() -> None:
    case = waiting()
    assert word("नमस्ते") == "unclear"
    assert fresh(case).state == "awaiting_feedback"


def test_a_phone_that_nobody_knows_changes_nothing_and_is_helped_once_a_day() -> None:
    case, sent = waiting(), Message.objects.count()
    assert word("1", phone="+919811111111") == "nobody"
    assert word("नमस्ते", ref="in-2", phone="+919811111111") == "nobody"
    assert (fresh(case).state, Message.objects.count()) == ("awaiting_feedback", sent + 1)
    helped = Message.objects.get(to_phone="+919811111111")
    assert helped.text == "स्थिति जानने को STATUS, फिर खोलने को REOPEN और 12 अंक लिखें। संदेश बंद: STOP। श्रम सेतु"


def test_a_forged_word_closes_nothing(settings: Any) -> None:
    case = waiting()
    body = {"id": "in-1", "from": cast.RAMESH.phone, "text": "1"}
    assert send(body, secret="guess").status_code == 403
    settings.SMS_REPORT_SECRET = ""
    assert send(body, secret="").status_code == 403
    assert (fresh(case).state, Inbound.objects.count()) == ("awaiting_feedback", 0)


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ([], "unreadable"),
        ({"id": "1", "text": "1"}, "unreadable"),
        ({"id": "", "from": cast.RAMESH.phone, "text": "1"}, "unreadable"),
        ({"id": "x" * 81, "from": cast.RAMESH.phone, "text": "1"}, "unreadable"),
        ({"id": "1", "from": "12", "text": "1"}, "bad_phone"),
    ],
)
def test_a_body_that_says_nothing_is_refused(body: object, outcome: str) -> None:
    answer = send(body)
    assert (answer.status_code, json.loads(answer.content)) == (422, {"outcome": outcome})


def test_a_phone_cannot_flood_the_door() -> None:
    answers = [send({"id": f"in-{n}", "from": cast.RAMESH.phone, "text": "1"}).status_code for n in range(11)]
    assert answers == [200] * 10 + [429]


def test_the_demo_tray_lets_one_answer_as_the_citizen(client: Client, settings: Any) -> None:
    case = waiting()
    message = Message.objects.filter(stream=case.stream, audience="complainant", channel="sms")[0]
    Message.objects.filter(pk=message.pk).update(
        template="feedback-yes-no", state="delivered", gateway="tray", sent_at=timezone.now()
    )
    said = {"message": str(message.pk), "word": "yes"}
    assert client.post("/demo/tray/answer/", said).status_code == 404
    settings.DEMO = True
    assert str(message.pk) in client.get("/demo/tray/").content.decode()
    assert client.post("/demo/tray/answer/", said).status_code == 302
    assert fresh(case).outcome == "satisfied"
    assert client.post("/demo/tray/answer/", {"message": "x"}).status_code == 404
