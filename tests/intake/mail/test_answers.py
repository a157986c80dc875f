"""Answers by e-mail: out of the case, to whom wrote, with the heads of the talk; nothing of a stranger leads them."""

from typing import Any

import pytest
from tests import cast
from tests.intake.mail import post
from tests.messages.servers import MailServer, mail_server

from shramsetu.casework.models import Case
from shramsetu.intake.mail import actions
from shramsetu.intake.mail.models import Mail, Thread
from shramsetu.journal.models import Entry
from shramsetu.messages import actions as outbox
from shramsetu.messages import delivery
from shramsetu.messages.models import Message, Unreachable
from shramsetu.offices.models import Role

pytestmark = pytest.mark.django_db


def written(**heads: str) -> tuple[Case, Mail]:
    """A case with a mail that was laid with it."""
    case, mail = cast.complaint(), post.came(post.raw(**heads))
    actions.join(mail, case, by=cast.desk(Role.OPERATOR), at=cast.MONDAY)
    mail.refresh_from_db()
    return case, mail


def answered(case: Case, mail: Mail, text: str = "आपकी मज़दूरी दिलाई जा रही है।") -> Message:
    actions.answer(case, mail, text=text, by=cast.holder_of(case), at=cast.MONDAY)
    return Message.objects.get(template="case-answer")


def test_an_answer_stands_in_the_talk() -> None:
    case, mail = written(Message_ID="<second@mail.example>", References="<first@mail.example>")
    message = answered(case, mail)
    token = Thread.objects.get(case=case).token
    assert (message.to_email, message.stream) == (post.RAMESH, case.stream)
    assert message.thread == {
        "reply_to": f"shikayat+{token}@setu.example.in",
        "in_reply_to": "<second@mail.example>",
        "references": "<first@mail.example> <second@mail.example>",
        "is_written": True,
    }
    entry = Entry.objects.filter(stream=case.stream).select_related("private").latest("seq")
    assert (entry.verb, entry.private.body) == ("mail_answer", {"text": "आपकी मज़दूरी दिलाई जा रही है।"})


def test_it_goes_out_with_these_heads(settings: Any) -> None:
    case, mail = written(Message_ID="<second@mail.example>")
    message = answered(case, mail)
    with mail_server() as server:
        sent = handed_over(server, settings)
    assert f"Message-ID: <{message.pk}@setu.example.in>" in sent
    assert "In-Reply-To: <second@mail.example>" in sent
    assert "Auto-Submitted" not in sent
    assert "X-Shram-Setu: 1" in sent


def handed_over(server: MailServer, settings: Any) -> str:
    settings.MESSAGE_GATEWAYS = {"email": "smtp", "sms": ""}
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    delivery.deliver(delivery.claim(at=cast.MONDAY), at=cast.MONDAY)
    return server.got[-1]


@pytest.mark.parametrize(
    "heads",
    [
        {"subject": "=?utf-8?q?hello=0D=0ABcc=3A_all=40press=2Eexample=0D=0A=0D=0Abody?="},
        {"References": "<a@b.example>\u2028Bcc: all@press.example"},
        {"Message_ID": "<a@b.example> Bcc: <all@press.example>"},
    ],
)
def test_no_head_of_a_stranger_becomes_a_head_of_ours(settings: Any, heads: dict[str, str]) -> None:
    content = post.raw() if "subject" not in heads else post.raw(subject="X")
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in heads.items()]
    kept = [one for one in content.decode().split("\n") if not one.lower().startswith(("subject:", "message-id:"))]
    case, mail = cast.complaint(), post.came("\n".join([*lines, *kept]).encode())
    actions.join(mail, case, by=cast.desk(Role.OPERATOR), at=cast.MONDAY)
    mail.refresh_from_db()
    answered(case, mail)
    with mail_server() as server:
        sent = handed_over(server, settings)
    head = sent.partition("\n\n")[0].lower().split("\n")
    assert [one for one in head if one.startswith("bcc")] == []
    assert [one for one in head if one.startswith("to:")] == [f"to: {post.RAMESH}"]


def test_the_answer_goes_where_the_mail_came_from_whatever_it_asks_for() -> None:
    case, mail = written(Reply_To="boss@firm.example")
    assert answered(case, mail).to_email == post.RAMESH


def test_what_became_a_case_is_told_by_mail_once() -> None:
    mail = post.came(post.raw())
    case = cast.complaint(channel="email")
    actions.file_as(mail, case, by=cast.desk(Role.OPERATOR), at=cast.MONDAY)
    message = Message.objects.get(template="email-intake")
    assert (message.to_email, message.thread["is_written"]) == (post.RAMESH, False)
    assert case.number[:4] in message.text


@pytest.mark.parametrize("reason", ["sealed", "unreachable", "nobody"])
def test_what_cannot_be_answered_is_said(reason: str) -> None:
    case, mail = written() if reason != "nobody" else written(sender="a@x.example, b@x.example")
    if reason == "sealed":
        Case.objects.filter(pk=case.pk).update(sealed=True)
    if reason == "unreachable":
        Unreachable.objects.create(address_key=outbox.address_key(post.RAMESH), since=cast.MONDAY)
    with pytest.raises(actions.NotToBeAnswered) as refused:
        answered(case, mail)
    assert refused.value.reason == reason
    assert Message.objects.filter(template="case-answer").count() == 0


def test_nothing_goes_to_a_dead_address(settings: Any) -> None:
    message = answered(*written())
    Unreachable.objects.create(address_key=outbox.address_key(post.RAMESH), since=cast.MONDAY)
    settings.MESSAGE_GATEWAYS = {"email": "smtp", "sms": ""}
    assert delivery.claim(at=cast.MONDAY) == []
    message.refresh_from_db()
    assert (message.state, message.error) == ("failed", "bad_address")
    assert outbox.reached(post.RAMESH)
