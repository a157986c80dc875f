"""Messages on WhatsApp: to whom, in which words, what becomes of them, and the text message where it does not go."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from tests import cast
from tests.bridges import cloud
from tests.bridges.cloud import Cloud, bring
from tests.cast import MONDAY

from shramsetu import rulebook
from shramsetu.journal.rules import SYSTEM
from shramsetu.messages import actions, chats, consents, worker
from shramsetu.messages.models import Message

pytestmark = pytest.mark.django_db
PHONE = "+919999900777"
VALUES = {
    "number": "1047 2963 8150",
    "post": "श्रम प्रवर्तन अधिकारी",
    "place": "कानपुर नगर",
    "date": "28.11.2026",
    "code": "123456",
}
NOON = MONDAY


@pytest.fixture
def provider(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    with cloud.cloud() as state:
        settings.WHATSAPP = cloud.wired(state)
        settings.MESSAGE_GATEWAYS = {"sms": "tray", "email": "tray", "whatsapp": "whatsapp"}
        yield state


def agreed(*, hours: float = 1) -> None:
    consents.give(PHONE, "whatsapp", source="word", reference="wa1", by=SYSTEM, at=NOON)
    chats.wrote(PHONE, at=NOON - timedelta(hours=hours))


def queue(template: str = "registered", *, stream: str = "case:104729638150", **to: Any) -> Message:
    key = f"t:{uuid4()}"
    declared = rulebook.book().templates[template].variables
    values = {name: VALUES[name] for name in declared}
    to_phone = actions.Recipient(PHONE, **to)
    actions.send(template, to=to_phone, values=values, stream=stream, key=key, by=SYSTEM, at=NOON)
    return Message.objects.get(key=key)


def work(minutes: float = 0) -> None:
    worker.drain(lambda: NOON + timedelta(minutes=minutes))


def fresh(message: Message) -> tuple[str, str, str]:
    message.refresh_from_db()
    return message.channel, message.state, message.error


def test_news_of_ones_case_go_in_free_words_while_the_talk_is_open(provider: Cloud) -> None:
    agreed()
    message = queue()
    work()
    assert fresh(message) == ("whatsapp", "sent", "")
    sent = provider.sent[0]
    assert (sent["to"], sent["type"], sent["biz_opaque_callback_data"]) == (PHONE[1:], "text", str(message.pk))
    assert ("1047 2963 8150" in sent["text"]["body"], message.gateway_ref) == (True, "wamid.out1")
    assert "123456" not in message.text  # the code does not stay readable


def test_after_a_day_only_the_approved_text_goes(provider: Cloud, settings: Any) -> None:
    settings.WHATSAPP = settings.WHATSAPP | {"templates": {"registered": "case_registered"}}
    agreed(hours=25)
    approved, other = queue(), queue("slip")
    work()
    assert (fresh(approved)[:2], fresh(other)[:2]) == (("whatsapp", "sent"), ("sms", "delivered"))
    told = provider.sent[0]["template"]
    assert (told["name"], told["language"]) == ("case_registered", {"code": "hi"})
    given = {one["parameter_name"]: one["text"] for one in told["components"][0]["parameters"]}
    assert given == VALUES


@pytest.mark.parametrize("case", ["no consent", "withdrawn", "another's case", "officer", "set to none"])
def test_all_else_goes_by_sms(provider: Cloud, settings: Any, case: str) -> None:
    agreed()
    if case in ("no consent", "withdrawn"):
        consents.withdraw(PHONE, by=SYSTEM, at=NOON)
    if case == "set to none":
        settings.MESSAGE_GATEWAYS = {"sms": "tray", "whatsapp": ""}
    message = queue(stream="bulk:1" if case == "another's case" else "case:104729638150")
    if case == "officer":
        Message.objects.filter(pk=message.pk).update(audience="officer")
    work()
    assert (fresh(message)[:2], provider.sent) == (("sms", "delivered"), [])


def test_an_answer_needs_no_consent(provider: Cloud) -> None:
    chats.wrote(PHONE, at=NOON)
    message = queue("slip", on_whatsapp=True, stream="sms:words")
    work()
    assert fresh(message)[:2] == ("whatsapp", "sent")


@pytest.mark.parametrize(
    ("status", "code"), [(400, 131026), (400, 131047), (400, 132001), (401, 190), (403, 10), (404, None)]
)
def test_what_is_refused_goes_by_sms_at_once(provider: Cloud, status: int, code: int | None) -> None:
    agreed()
    provider.refuse = [(status, code)]
    message = queue()
    work()
    assert (fresh(message)[:2], provider.sent) == (("sms", "delivered"), [])


@pytest.mark.parametrize(("status", "code"), [(429, 130429), (429, None), (500, 131000), (503, 2), (400, 131056)])
def test_what_passes_is_tried_again_there(provider: Cloud, status: int, code: int | None) -> None:
    agreed()
    provider.refuse = [(status, code)]
    message = queue()
    work()
    assert fresh(message) == ("whatsapp", "queued", "busy")
    work(minutes=90)
    assert (fresh(message)[:2], len(provider.sent)) == (("whatsapp", "sent"), 1)


def test_when_the_tries_are_used_up_it_goes_by_sms(provider: Cloud) -> None:
    agreed()
    provider.refuse = [(429, 130429)] * 20
    message = queue()
    for minutes in (0, 2, 10, 60, 200, 1000):
        work(minutes)
    assert fresh(message)[:2] == ("sms", "delivered")


def test_a_lost_answer_is_not_sent_again_by_itself_and_settled_by_its_status(provider: Cloud) -> None:
    agreed()
    provider.refuse = [(500, None)]
    message = queue()
    work()
    work(minutes=300)
    assert (fresh(message), provider.sent) == (("whatsapp", "unknown", "no_answer"), [])
    bring(statuses=[{"id": "wamid.x", "status": "read", "biz_opaque_callback_data": str(message.pk)}])
    assert fresh(message) == ("whatsapp", "delivered", "")


def status(message: Message, said: str, *, code: int | None = None, by_ours: bool = True) -> None:
    told: dict[str, Any] = {"id": "wamid.out1", "status": said, "timestamp": "1700000000"}
    told |= {"biz_opaque_callback_data": str(message.pk)} if by_ours else {}
    assert bring(statuses=[told | ({"errors": [{"code": code}]} if code else {})]) == 200


@pytest.mark.parametrize("by_ours", [True, False])
@pytest.mark.parametrize("order", [["sent", "delivered", "read"], ["read", "sent", "delivered", "sent"], ["read"]])
def test_statuses_come_in_any_order_and_twice(provider: Cloud, order: list[str], by_ours: bool) -> None:
    agreed()
    message = queue()
    work()
    for said in order:
        status(message, said, by_ours=by_ours)
    assert fresh(message) == ("whatsapp", "delivered", "")
    status(message, "failed", code=131026)
    assert fresh(message) == ("whatsapp", "delivered", "")


def test_what_failed_later_goes_by_sms_once(provider: Cloud) -> None:
    agreed()
    message = queue()
    work()
    status(message, "sent")
    status(message, "failed", code=131026)
    assert fresh(message) == ("sms", "queued", "wa_not_there")
    work(minutes=1)
    assert (fresh(message)[:2], len(provider.sent)) == (("sms", "delivered"), 1)
    for late in ("failed", "delivered", "read"):
        status(message, late)
    assert fresh(message)[:2] == ("sms", "delivered")


def test_words_of_a_talk_go_there_or_nowhere(provider: Cloud) -> None:
    chats.wrote(PHONE, at=NOON)
    actions.say("नमस्ते", phone=PHONE, language="hi", key="wa:1", by=cast.citizen(), at=NOON)
    actions.say("नमस्ते", phone=PHONE, language="hi", key="wa:1", by=cast.citizen(), at=NOON)
    provider.refuse = [(400, 131026)]
    work()
    assert fresh(Message.objects.get()) == ("whatsapp", "failed", "wa_not_there")
    chats.wrote(PHONE, at=NOON)
    actions.say("देर से", phone=PHONE, language="hi", key="wa:2", by=cast.citizen(), at=NOON)
    work(minutes=25 * 60)
    late = Message.objects.get(key="wa:2")
    assert fresh(late) == ("whatsapp", "failed", "wa_closed")
    assert not actions.send_again(late, at=NOON)
    assert provider.sent == []


def test_what_was_said_in_a_talk_is_not_kept_once_it_is_sent(provider: Cloud) -> None:
    chats.wrote(PHONE, at=NOON)
    actions.say("आपने लिखा: मज़दूरी नहीं मिली", phone=PHONE, language="hi", key="wa:1", by=cast.citizen(), at=NOON)
    work()
    assert (provider.texts(), Message.objects.get().text) == (["आपने लिखा: मज़दूरी नहीं मिली"], "")


def test_an_older_message_that_comes_late_opens_no_talk(provider: Cloud) -> None:
    chats.wrote(PHONE, at=NOON - timedelta(hours=30))
    chats.wrote(PHONE, at=NOON - timedelta(hours=40))
    assert not chats.is_open(PHONE, at=NOON)
    assert chats.is_open(PHONE, at=NOON - timedelta(hours=7))
