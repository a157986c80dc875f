import json
import time
from typing import Any

import pytest
from django.test import Client
from tests.messages.outbox import NOON, fresh, queued

from shramsetu.messages import rules, worker
from shramsetu.messages.models import Message, State

pytestmark = pytest.mark.django_db
SECRET = "between-us"


@pytest.fixture(autouse=True)
def secret(settings: Any) -> None:
    settings.SMS_REPORT_SECRET = SECRET


def report(client: Client, body: object, *, at: int | None = None, secret: str = SECRET) -> int:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    when = str(int(time.time()) if at is None else at)
    headers = {"X-Timestamp": when, "X-Signature": rules.signature(content, when, secret)}
    answer = client.post("/messages/dlr/", content, content_type="application/json", headers=headers)
    return answer.status_code


@pytest.fixture
def out() -> Message:
    message = queued()
    Message.objects.filter(pk=message.pk).update(state=State.SENT)
    return message


def test_a_signed_report_settles_the_message(client: Client, out: Message) -> None:
    assert report(client, {"id": str(out.pk), "status": "failed", "code": "absent"}) == 200
    assert (fresh(out).state, fresh(out).error) == (State.FAILED, "absent")
    assert report(client, {"id": str(out.pk), "status": "delivered"}) == 200
    assert fresh(out).state == State.FAILED


def test_a_forged_stale_or_unsigned_report_changes_nothing(client: Client, out: Message, settings: Any) -> None:
    body = {"id": str(out.pk), "status": "delivered"}
    assert report(client, body, secret="guess") == 403
    assert report(client, body, at=int(time.time()) - 301) == 403
    assert client.post("/messages/dlr/", body, content_type="application/json").status_code == 403
    odd = {"X-Timestamp": str(int(time.time())), "X-Signature": "²"}
    assert client.post("/messages/dlr/", body, content_type="application/json", headers=odd).status_code == 403
    settings.SMS_REPORT_SECRET = ""
    assert report(client, body, secret="") == 403
    assert fresh(out).state == State.SENT


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff", {"id": "1", "status": "delivered"}, {"status": "delivered"}])
def test_a_report_that_says_nothing_is_refused(client: Client, body: object) -> None:
    assert report(client, body) == 422


def test_a_status_nobody_knows_is_refused(client: Client, out: Message) -> None:
    assert report(client, {"id": str(out.pk), "status": "perhaps"}) == 422


def test_the_tray_shows_what_the_phone_would_get(client: Client, settings: Any) -> None:
    settings.DEMO = True
    queued("a")
    queued("b", to="+919000000001", template="code")
    worker.drain(lambda: NOON)
    page = client.get("/demo/tray/", {"to": "90000 00001"}).content.decode()
    assert "482913 आपका कोड है" in page
    assert "वापस लिया गया" not in page
    assert "वापस लिया गया" in client.get("/demo/tray/").content.decode()
    assert "Message object" not in page  # the layout would take the messages for its own notices


def test_there_is_no_tray_outside_the_demo(client: Client, settings: Any) -> None:
    settings.DEMO = False
    queued()
    worker.drain(lambda: NOON)
    assert client.get("/demo/tray/").status_code == 404
