"""Mails as people, programs and attackers write them, and the way they come in."""

from datetime import datetime
from email.message import EmailMessage
from hashlib import sha256
from typing import cast as typed

from tests import cast

from shramsetu.intake.mail import actions, imap
from shramsetu.intake.mail.actions.taking import Spot
from shramsetu.intake.mail.models import Box, Mail

OURS = "shikayat@setu.example.in"
SERVER = "mx.setu.example.in"
VOUCHED = f"{SERVER}; spf=pass smtp.mailfrom=mail.example; dmarc=pass header.from=mail.example"
RAMESH = "ramesh@mail.example"
SUBJECT = "तीन महीने की मज़दूरी नहीं मिली"
TEXT = "मैंने कानपुर में तीन महीने काम किया। ठेकेदार ने मज़दूरी नहीं दी और अब फ़ोन नहीं उठाता।"


def letter(
    text: str = TEXT, *, sender: str = f"रमेश कुमार <{RAMESH}>", to: str = OURS, subject: str = SUBJECT, **heads: str
) -> EmailMessage:
    """A plain mail; `heads` with underscores for hyphens."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, to, subject
    if "Message_ID" not in heads:
        made["Message-ID"] = f"<{sha256((subject + text + sender).encode()).hexdigest()[:20]}@mail.example>"
    for name, value in heads.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made


def raw(**changes: str) -> bytes:
    """The bytes of a plain mail."""
    return letter(**changes).as_bytes()


def came(content: bytes, *, uid: int = 0, at: datetime = cast.MONDAY, is_cut: bool = False) -> Mail:
    """Let a mail come in and be read."""
    box, _ = Box.objects.get_or_create(name="test@localhost/INBOX")
    spot = Spot(box, 1, uid or Mail.objects.count() + 1)
    kept = actions.take(imap.Fetch(content, len(content), is_cut), spot, at=at)
    actions.read_waiting(at=at)
    return typed("Mail", Mail.objects.get(pk=kept.mail_id))
