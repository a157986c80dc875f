import socket
from collections.abc import Iterator
from typing import Any

import pytest
from tests.messages.servers import Aggregator, MailServer, Reply, aggregator, mail_server

from shramsetu.messages.gateways import kannel
from shramsetu.messages.gateways.basis import Rejected, Sent, Unknown
from shramsetu.messages.gateways.http import HttpGateway, HttpSettings
from shramsetu.messages.gateways.kannel import KannelGateway, KannelSettings
from shramsetu.messages.gateways.smtp import SmtpGateway
from shramsetu.messages.gateways.tray import TrayGateway
from shramsetu.messages.models import Channel, Message


def sms() -> Message:
    return Message(
        channel=Channel.SMS,
        to_phone="+919876543210",
        text="मामला 1047 2963 8150 दर्ज। श्रम सेतु",
        dlt_template="1007000000000000001",
        dlt_header="SHRMST",
        language="hi",
    )


def email() -> Message:
    subject, text = "कानपुर नगर: आज की सूची", "आज देय: 3\n.\nसमय-सीमा पार: 1"
    return Message(channel=Channel.EMAIL, to_email="leo@example.in", subject=subject, text=text)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def server() -> Iterator[Aggregator]:
    with aggregator() as found:
        yield found


@pytest.fixture
def mail(settings: Any) -> Iterator[MailServer]:
    with mail_server() as found:
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", found.port, 2
        settings.DEFAULT_FROM_EMAIL = "Shram Setu <noreply@shram.example>"
        yield found


def test_the_aggregator_gets_what_it_asks_for_under_its_own_names(server: Aggregator) -> None:
    fields = {"id": "client_ref", "to": "mobile", "text": "msg", "template": "tid", "header": "sender"}
    given = HttpSettings(server.url, token="t0k", fields=fields, constants={"entity": "1101", "unicode": "1"})
    message = sms()
    assert HttpGateway(given).send(message) == Sent("ref-1")
    assert server.got == [
        {
            "client_ref": str(message.pk),
            "mobile": "919876543210",
            "msg": "मामला 1047 2963 8150 दर्ज। श्रम सेतु",
            "tid": "1007000000000000001",
            "sender": "SHRMST",
            "entity": "1101",
            "unicode": "1",
        }
    ]
    assert (server.keys, server.auth) == ([str(message.pk)], "Bearer t0k")


def test_an_aggregator_that_wants_a_form_gets_one(server: Aggregator) -> None:
    given = HttpSettings(server.url, fields={"to": "mobile"}, as_form=True)
    assert HttpGateway(given).send(sms()) == Sent("ref-1")
    assert server.got == [{"form": "mobile=919876543210"}]


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        ((200, {"id": 12345}), Sent("12345")),
        ((202, "queued"), Sent("")),
        ((400, {"code": 632}), Rejected("632", is_final=True)),
        ((401, {}), Rejected("refused", is_final=True)),
        ((302, {}), Rejected("refused", is_final=True)),
        ((429, {}), Rejected("busy", is_final=False)),
        ((503, {}), Rejected("busy", is_final=False)),
        ((500, {}), Unknown("no_answer")),
        ((504, {}), Unknown("no_answer")),
        (None, Unknown("no_answer")),
        (2.0, Unknown("no_answer")),
    ],
)
def test_what_an_answer_means(server: Aggregator, reply: Reply, outcome: object) -> None:
    server.reply = lambda count: reply
    assert HttpGateway(HttpSettings(server.url, timeout_seconds=1)).send(sms()) == outcome


def test_no_connection_is_surely_not_sent() -> None:
    nowhere = HttpSettings(f"http://127.0.0.1:{free_port()}/")
    assert HttpGateway(nowhere).send(sms()) == Rejected("not_reachable", is_final=False)


def test_a_mail_arrives_in_hindi_with_our_id(mail: MailServer) -> None:
    message = email()
    assert SmtpGateway().send(message) == Sent(str(message.pk))
    assert f"Message-ID: <{message.pk}@shram.example>" in mail.got[0]
    assert "To: leo@example.in" in mail.got[0]
    assert "Content-Type: multipart/alternative" in mail.got[0]
    assert mail.got[0].index("Content-Type: text/plain") < mail.got[0].index("Content-Type: text/html")


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ({"RCPT": "550 no such user"}, Rejected("bad_address", is_final=True)),
        ({"RCPT": "450 try later"}, Rejected("busy", is_final=False)),
        ({"MAIL": "530 sign in first"}, Rejected("refused", is_final=True)),
        ({"DATA": "554 spam"}, Rejected("refused", is_final=True)),
        ({"DATA": "452 full"}, Rejected("busy", is_final=False)),
        ({"DATA": None}, Unknown("no_answer")),
    ],
)
def test_what_a_mail_server_says(mail: MailServer, answers: dict[str, str | None], outcome: object) -> None:
    mail.answers = answers
    assert SmtpGateway().send(email()) == outcome


def test_a_server_that_goes_without_good_bye_has_the_mail(mail: MailServer) -> None:
    mail.answers = {"QUIT": None}
    message = email()
    assert SmtpGateway().send(message) == Sent(str(message.pk))


def test_no_mail_server_is_surely_not_sent(settings: Any) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    assert SmtpGateway().send(email()) == Rejected("not_reachable", is_final=False)


def test_the_tray_has_it_at_once() -> None:
    assert TrayGateway().send(sms()) == Sent("", is_delivered=True)


LONG = "मामला " * 15  # 90 marks: two segments


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ([202, 202], Sent()),
        ([202, 503, 503, 202], Sent()),
        ([202, 503, 503, 503], Unknown("half")),
        ([202, 500], Unknown("no_answer")),
        ([503], Rejected("busy", is_final=False)),
    ],
)
def test_the_pieces_of_a_long_message_go_to_kannel_one_by_one(
    server: Aggregator, monkeypatch: pytest.MonkeyPatch, answers: list[int], outcome: object
) -> None:
    monkeypatch.setattr(kannel, "NAP_SECONDS", 0)
    server.reply = lambda count: (answers[count - 1], {})
    message = sms()
    message.text = LONG
    assert KannelGateway(KannelSettings(server.url, secret="s")).send(message) == outcome
    assert len(server.got) == len(answers)
    assert "".join(one["form"] for one in server.got[:2]) in (LONG, LONG[:67])


def test_only_the_last_piece_tells_of_the_delivery() -> None:
    message = sms()
    gateway = KannelGateway(KannelSettings("http://x/", secret="s"))
    first, last, alone = (gateway._headers(message, *at) for at in ((1, 2), (2, 2), (1, 1)))
    assert [one["X-Kannel-DLR-Mask"] for one in (first, last, alone)] == ["18", "27", "27"]
    assert (first["X-Kannel-UDH"][:6], first["X-Kannel-UDH"][8:], last["X-Kannel-UDH"][8:]) == (
        "050003",
        "0201",
        "0202",
    )
    assert first["X-Kannel-UDH"][6:8] == last["X-Kannel-UDH"][6:8]
    assert "X-Kannel-UDH" not in alone
