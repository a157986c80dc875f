"""Talks on WhatsApp: until when free words may be written to a phone, and what became of what was written.

Within 24 hours of a person's own message anything may be said to them; outside, only what the provider approved
beforehand. What does not arrive there goes as a text message instead.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from shramsetu.messages import actions
from shramsetu.messages.actions import address_key
from shramsetu.messages.models import Channel, Chat, Message

WINDOW = timedelta(hours=24)  # of the provider's rules, no figure of ours
CATEGORY = "whatsapp"  # of a consent


def wrote(phone: str, *, at: datetime) -> None:
    """Note when a phone (E.164) last wrote; an older message that comes later changes nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO outbox_chat (address_key, last_at) VALUES (%s, %s)"
            " ON CONFLICT (address_key) DO UPDATE SET last_at = GREATEST(outbox_chat.last_at, EXCLUDED.last_at)",
            [address_key(phone), at],
        )


def is_open(phone: str, *, at: datetime) -> bool:
    """Tell whether free words may go to a phone just now."""
    return Chat.objects.filter(address_key=address_key(phone), last_at__gt=at - WINDOW).exists()


def named(ref: str) -> UUID | None:
    """Return our own id of the message that the provider calls `ref`."""
    sent = Message.objects.filter(gateway_ref=ref[:80], channel=Channel.WHATSAPP)
    return sent.values_list("pk", flat=True).first()


def fate(message_id: UUID, *, ref: str, state: str, code: str, at: datetime) -> bool:
    """Take the provider's word on what became of a message: sent, delivered, read or failed; false if it moved on.

    Words come twice and in any order: the first on delivery stands. What failed goes as a text message.
    """
    mine = Message.objects.filter(pk=message_id, channel=Channel.WHATSAPP)
    if not mine.exists():
        return False
    if state == "sent":
        return actions.taken(message_id, ref=ref, at=at)
    if state in ("delivered", "read"):
        return actions.report(message_id, delivered=True, code="", at=at)
    why = fault(code)
    instead = actions.by_sms_instead(message_id, code=why, at=at)
    return instead or actions.report(message_id, delivered=False, code=why, at=at)


def fault(code: str) -> str:
    """Return why the provider refused, a key of `reasons.REASONS`: by the code in its answer or status."""
    return FAULTS.get(code, f"wa_refused:{code}" if code else "wa_refused")


FAULTS = {
    "131047": "wa_closed",
    "131026": "wa_not_there",
    "131049": "wa_unwanted",
    "131050": "wa_unwanted",
    "132000": "wa_template",
    "132001": "wa_template",
    "132005": "wa_template",
    "132007": "wa_template",
    "132012": "wa_template",
    "132015": "wa_template",
    "132016": "wa_template",
}
