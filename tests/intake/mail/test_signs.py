"""What is said of a mail without its case: machines, reports of servers, what speaks against it."""

from email.message import EmailMessage

import pytest
from tests.intake.mail import post

from shramsetu.intake.mail.rules import automatic, bounce, letter, suspicion

KNOWN = suspicion.Known(own_address=post.OURS, server="mx.setu.example.in")


def read(**changes: str) -> letter.Letter:
    return letter.read(post.raw(**changes))


def report(*, action: str = "failed", status: str = "5.1.1", about: str = "1@setu.example.in") -> bytes:
    lines = [
        "From: Mail Delivery <MAILER-DAEMON@mx.example>",
        f"To: {post.OURS}",
        "Return-Path: <>",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
        "",
        "--b\nContent-Type: text/plain\n\nनहीं पहुँचा",
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n",
        f"Final-Recipient: rfc822; {post.RAMESH}\nAction: {action}\nStatus: {status}\n",
        f"--b\nContent-Type: message/rfc822\n\nMessage-ID: <{about}>\nSubject: x\n\nx\n--b--",
    ]
    return "\n".join(lines).encode()


@pytest.mark.parametrize(
    ("heads", "why"),
    [
        ({}, ""),
        ({"Auto_Submitted": "no"}, ""),
        ({"Auto_Submitted": "auto-replied (vacation)"}, "auto"),
        ({"Auto_Submitted": "auto-generated"}, "auto"),
        ({"X_Autoreply": "yes"}, "auto"),
        ({"Return_Path": "<>"}, "null_path"),
        ({"Precedence": "bulk"}, "bulk"),
        ({"X_Shram_Setu": "1"}, "own"),
        ({"sender": post.OURS}, "own"),
        ({"sender": f"x <{post.OURS.replace('@', '+abc@')}>"}, "own"),
        ({"sender": "no-reply@shop.example"}, "robot"),
        ({"sender": "MAILER-DAEMON@mx.example"}, "robot"),
    ],
)
def test_a_machine_is_known(heads: dict[str, str], why: str) -> None:
    assert automatic.why(read(**heads), own_address=post.OURS) == why


def test_what_goes_in_circles_is_known() -> None:
    content = b"Received: from a by b\n" * (automatic.HOPS_MOST + 1) + post.raw()
    assert automatic.why(letter.read(content), own_address=post.OURS) == "loop"


def test_a_report_says_who_cannot_be_reached_and_of_which_mail() -> None:
    found = letter.read(report())
    assert automatic.why(found, own_address=post.OURS) == "report"
    assert bounce.bounces(found) == [bounce.Bounce(post.RAMESH, "5.1.1", "1@setu.example.in")]


@pytest.mark.parametrize(("action", "status"), [("delayed", "4.4.1"), ("failed", "4.2.2"), ("delivered", "2.0.0")])
def test_what_may_still_arrive_is_no_bounce(action: str, status: str) -> None:
    assert bounce.bounces(letter.read(report(action=action, status=status))) == []


def test_an_ordinary_mail_has_nothing_against_it() -> None:
    assert suspicion.signs(read(), KNOWN) == []


def page() -> EmailMessage:
    made = post.letter()
    made.add_attachment(b"MZ", maintype="application", subtype="octet-stream", filename="bill.pdf.exe")
    return made


@pytest.mark.parametrize(
    ("heads", "sign"),
    [
        ({"X_Spam_Flag": "YES"}, "marked"),
        ({"List_Unsubscribe": "<mailto:x@y.example>"}, "newsletter"),
        ({"to": "someone@else.example"}, "not_to_us"),
        ({"text": "Ваш аккаунт заблокирован нажмите здесь немедленно"}, "strange_script"),
        ({"text": "देखिए https://a.example https://b.example"}, "many_links"),
        ({"Authentication_Results": "mx.setu.example.in; dmarc=fail header.from=mail.example"}, "forged"),
    ],
)
def test_what_speaks_against_a_mail_is_named(heads: dict[str, str], sign: str) -> None:
    assert sign in suspicion.signs(read(**heads), KNOWN)


def test_a_program_speaks_against_a_mail() -> None:
    assert suspicion.signs(letter.read(page().as_bytes()), KNOWN) == ["program"]


def test_only_the_word_of_our_own_server_counts() -> None:
    forged = read(Authentication_Results="mx.evil.example; dmarc=fail")
    assert suspicion.verdict(forged, KNOWN.server) == ""
    assert suspicion.verdict(read(Authentication_Results="mx.setu.example.in; dmarc=fail"), "") == ""
