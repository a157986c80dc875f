"""The address that the provider calls: who is let in, and that each message is kept once before it is answered."""

from typing import Any

import pytest
from django.test import Client
from tests.bridges import cloud
from tests.bridges.cloud import Cloud, bring, delivery, signed, text

from shramsetu.bridges.whatsapp import views
from shramsetu.bridges.whatsapp.models import Heard

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("provider")]
HOOK = "/whatsapp/hook/"
ASK = {"hub.mode": "subscribe", "hub.verify_token": cloud.WORD, "hub.challenge": "1158201444"}


def post(body: bytes, headers: dict[str, str]) -> int:
    return Client().post(HOOK, body, content_type="application/json", headers=headers).status_code


def test_the_handshake_gives_the_challenge_back_for_our_word_alone(client: Client) -> None:
    answer = client.get(HOOK, ASK)
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, b"1158201444", "text/plain")
    assert client.get(HOOK, ASK | {"hub.verify_token": "other"}).status_code == 403
    assert client.get(HOOK).status_code == 403


def test_without_settings_there_is_no_door(client: Client, settings: Any) -> None:
    for missing in ("number_id", "secrets", "verify_token"):
        settings.WHATSAPP = settings.WHATSAPP | {missing: ""}
        assert client.get(HOOK, ASK).status_code == 404
        settings.WHATSAPP = settings.WHATSAPP | {missing: "x"}


def test_only_the_raw_body_signed_by_our_app_is_taken() -> None:
    body = delivery(text("नमस्ते"))
    assert post(body, {}) == 401
    assert post(body, signed(body, secret="another")) == 401
    assert post(body + b" ", signed(body)) == 401
    assert Heard.objects.count() == 0
    assert post(body, signed(body)) == 200
    assert post(delivery(text("x")), signed(b"")) == 401
    assert Heard.objects.count() == 1


def test_an_older_secret_still_signs() -> None:
    assert bring(text("नमस्ते"), secret="older-secret") == 200


def test_a_message_is_kept_once_however_often_it_is_delivered() -> None:
    first, second = text("एक", ref="wamid.A"), text("दो", ref="wamid.B")
    assert [bring(first), bring(first, second), bring(second, first), bring(first)] == [200] * 4
    assert sorted(Heard.objects.values_list("ref", flat=True)) == ["wamid.A", "wamid.B"]
    assert Heard.objects.get(ref="wamid.A").body["text"] == "एक"


def test_what_cannot_be_answered_is_kept_apart_and_holds_nothing() -> None:
    hidden = text("x", ref="wamid.hidden")
    del hidden["from"]
    rows = [hidden, text("x", ref="wamid.far", phone="14155550123"), cloud.row("text", {}, ref="wamid.torn")]
    assert bring(*rows) == 200
    found = Heard.objects.order_by("ref").values_list("ref", "state", "error", "phone", "body")
    assert list(found) == [
        ("wamid.far", "aside", "foreign", "", {}),
        ("wamid.hidden", "aside", "no_phone", "", {}),
        ("wamid.torn", "aside", "unreadable", "", {}),
    ]


def test_signed_nonsense_is_not_asked_for_again() -> None:
    assert [post(body, signed(body)) for body in (b"", b"[]", b"\xff")] == [200] * 3
    assert Heard.objects.count() == 0


def test_too_long_a_body_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "BYTES", 100)
    body = delivery(text("नमस्ते" * 20))
    assert post(body, signed(body)) == 413


def test_who_sends_many_unsigned_ones_is_told_to_wait_and_the_signed_are_still_taken(provider: Cloud) -> None:
    statuses = [post(b"{}", {}) for _ in range(61)]
    assert (statuses[0], statuses[59], statuses[60]) == (401, 401, 429)
    assert bring(text("नमस्ते")) == 200


def test_only_get_and_post() -> None:
    assert Client().put(HOOK, b"").status_code == 405
