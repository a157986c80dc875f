"""The only code that writes messages: queueing them, and what became of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce

from shramsetu import rulebook
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib.clock import day
from shramsetu.messages import rules
from shramsetu.messages.models import (
    STUCK,
    TALK,
    WAITING,
    Audience,
    Bulk,
    BulkRow,
    Channel,
    Chat,
    Consent,
    Inbound,
    Message,
    OptOut,
    State,
    Unreachable,
)
from shramsetu.messages.rules import Recipient

__all__ = [
    "Answering",
    "Draft",
    "Recipient",
    "address_key",
    "bounced",
    "by_sms_instead",
    "cancel",
    "draft",
    "forget",
    "forget_streams",
    "opt_in",
    "opt_out",
    "reached",
    "release",
    "report",
    "say",
    "send",
    "send_again",
    "send_many",
    "settle",
    "taken",
]

JOURNAL = "outbox:settled"


@dataclass(frozen=True, slots=True)
class Answering:
    """How an e-mail stands in a talk: where its answer is to come back to, and which mails it answers (ids in <>).

    `is_written` where a person wrote it: only what nobody wrote says that it was sent automatically (RFC 3834).
    """

    reply_to: str = ""
    in_reply_to: str = ""
    references: str = ""
    is_written: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A message to be queued: the words of `send`."""

    template: str
    to: Recipient
    values: Mapping[str, object]
    stream: str
    key: str
    answering: Answering | None = None


def send(
    template: str,
    *,
    to: Recipient,
    values: Mapping[str, object],
    stream: str,
    key: str,
    by: Actor,
    at: datetime,
) -> None:
    """Queue one message in the caller's transaction: a text message of the rulebook, or an e-mail.

    `key` names what it tells of (`104729638150:7:assigned:12`); a second message with the same key is not queued. In
    the quiet hours a message that can wait is held until the morning. Raises NoRule, rules.BadMessage.
    """
    send_many([Draft(template, to, values, stream, key)], by=by, at=at)


def send_many(drafts: Iterable[Draft], *, by: Actor, at: datetime) -> None:
    """Queue messages in the caller's transaction, as `send` does one, by one statement."""
    rows = []
    for one in drafts:
        message = draft(one.template, to=one.to, values=one.values, at=at)
        message.key, message.stream, message.by = one.key, one.stream, by.key
        message.thread = asdict(one.answering) if one.answering else None
        rows.append(message)
    Message.objects.bulk_create(rows, ignore_conflicts=True)


def draft(template: str, *, to: Recipient, values: Mapping[str, object], at: datetime) -> Message:
    """Word one message without queueing it; it has no key, stream and writer yet. Raises NoRule, rules.BadMessage."""
    message = _mail(template, to, values, at) if to.is_email else _sms(template, to, values, at)
    message.language, message.queued_at = to.language, at
    return message


def say(text: str, *, phone: str, language: str, key: str, by: Actor, at: datetime) -> None:
    """Queue words of a talk to a phone that wrote on WhatsApp; they go there or nowhere, once for each key."""
    words = Message(
        template=TALK, audience=Audience.CITIZEN, channel=Channel.WHATSAPP, to_phone=phone, language=language, values={}
    )
    words.text, words.units, words.segments, words.key, words.stream = text, len(text), 1, key, "whatsapp:talk"
    words.by, words.state, words.queued_at, words.send_after = by.key, State.QUEUED, at, at
    Message.objects.bulk_create([words], ignore_conflicts=True)


@transaction.atomic
def cancel(stream: str, *, at: datetime, template: str = "") -> int:
    """Cancel what waits for `stream`, of one template or all; return how many. What is being sent stays."""
    waiting = Message.objects.filter(stream=stream, state__in=WAITING)
    if template:
        waiting = waiting.filter(template=template)
    return waiting.update(state=State.CANCELLED, error="withdrawn", settled_at=at)


def send_again(message: Message, *, at: datetime) -> bool:
    """Queue a stuck message once more, with its id, because a person decided so; false if it moved on."""
    return bool(_queue_again(Message.objects.filter(pk=message.pk, state__in=STUCK), at))


def release(error: str, *, at: datetime) -> int:
    """Queue once more all that was put aside for this reason, because it was mended; return how many."""
    return _queue_again(Message.objects.filter(state=State.PARKED, error=error), at)


def _queue_again(stuck: QuerySet[Message], at: datetime) -> int:
    fresh = {"state": State.QUEUED, "send_after": at, "attempts": 0, "begun_at": None, "error": "", "settled_at": None}
    return stuck.filter(forgotten_at=None).exclude(template=TALK).update(**fresh)


@transaction.atomic
def settle(message: Message, *, arrived: bool, by: Actor, at: datetime) -> bool:
    """Take an officer's word on a message of unknown fate; false while its report may still come, or if it moved on.

    That somebody said so stands in the journal.
    """
    hours = rulebook.book().number("messages.settle_hours", day(at))
    waited = Message.objects.filter(pk=message.pk, state=State.UNKNOWN, settled_at__lte=at - timedelta(hours=hours))
    state, error = (State.DELIVERED, "") if arrived else (State.FAILED, "not_settled")
    if not waited.update(state=state, error=error, settled_at=at):
        return False
    detail = {"message": str(message.pk), "arrived": arrived}
    journal.append(JOURNAL, "settle_message", by=by, at=at, detail=detail)
    return True


def report(message_id: UUID, *, delivered: bool, code: str, at: datetime) -> bool:
    """Take a gateway's word on what became of a message; false if there is no such message that went out.

    A report may come before the gateway's own answer, twice, or late: the first word on delivery stands, and it
    settles a message whose fate was unknown.
    """
    out = Message.objects.filter(pk=message_id, state__in=[State.CLAIMED, State.SENT, State.UNKNOWN])
    state, error = (State.DELIVERED, "") if delivered else (State.FAILED, code[:80] or "refused")
    return bool(out.update(state=state, error=error, settled_at=at, claimed_until=None))


def taken(message_id: UUID, *, ref: str, at: datetime) -> bool:
    """Take the operator's word that it has a message; that settles what was unknown, the delivery is still awaited."""
    out = Message.objects.filter(pk=message_id, state__in=[State.CLAIMED, State.SENT, State.UNKNOWN])
    known = {"gateway_ref": ref[:80], "sent_at": Coalesce("sent_at", Value(at)), "error": "", "settled_at": None}
    return bool(out.update(state=State.SENT, claimed_until=None, **known))


def by_sms_instead(message_id: UUID, *, code: str, at: datetime) -> bool:
    """Let what failed on WhatsApp go as the text message that it is worded as; false for words of a talk."""
    out = Message.objects.filter(pk=message_id, state__in=[State.CLAIMED, State.SENT, State.UNKNOWN])
    mine = out.filter(channel=Channel.WHATSAPP, forgotten_at=None).exclude(template=TALK)
    return bool(mine.update(claimed_until=None, **as_sms(code, at=at)))


def as_sms(code: str, *, at: datetime) -> dict[str, object]:
    """Return what changes in a message of WhatsApp that goes as a text message; its gateway says that it was there."""
    fresh = {"attempts": 0, "begun_at": None, "sent_at": None, "settled_at": None}
    told = {"channel": Channel.SMS, "state": State.QUEUED, "gateway": Channel.WHATSAPP, "error": code[:80]}
    return {**fresh, **told, "send_after": at, "gateway_ref": ""}


def opt_out(address: str, *, at: datetime) -> None:
    """Note that whoever has this phone or e-mail address does not want messages; codes and decisions still go out."""
    OptOut.objects.bulk_create([OptOut(address_key=address_key(address), since=at)], ignore_conflicts=True)


def opt_in(address: str) -> None:
    """Forget that this phone or e-mail address did not want messages."""
    OptOut.objects.filter(address_key=address_key(address)).delete()


@transaction.atomic
def bounced(message_id: UUID, address: str, *, status: str, at: datetime) -> bool:
    """Take the word of a mail server that nothing can be brought to `address`; false unless we wrote there.

    `message_id` is of our own e-mail, which nobody but its receiver's servers knows, and must have gone to that very
    address: whoever else says that an address is dead is not believed.
    """
    ours = Message.objects.filter(pk=message_id, channel=Channel.EMAIL, to_email__iexact=address, forgotten_at=None)
    if not address or not ours.exclude(sent_at=None, begun_at=None).exists():
        return False
    row = Unreachable(address_key=address_key(address.lower()), status=status[:11], since=at)
    Unreachable.objects.bulk_create([row], ignore_conflicts=True)
    settled = ours.filter(state__in=[State.CLAIMED, State.SENT, State.DELIVERED, State.UNKNOWN])
    settled.update(state=State.FAILED, error="bad_address", settled_at=at, claimed_until=None)
    return True


def reached(address: str) -> bool:
    """Forget that nothing could be brought to an address: it wrote, or a person says so; tell whether it was so."""
    return bool(Unreachable.objects.filter(address_key=address_key(address.lower())).delete()[0])


def forget(*, before: datetime, at: datetime) -> int:
    """Erase whom and what messages queued before `before` told; return how many. That they were sent stays."""
    Inbound.objects.filter(at__lt=before).delete()
    Chat.objects.filter(last_at__lt=before).delete()
    Consent.objects.filter(withdrawn_at__lt=before).exclude(reference="").update(reference="")
    BulkRow.objects.filter(bulk__made_at__lt=before).exclude(phone="").update(phone="", values={})
    Bulk.objects.filter(made_at__lt=before).update(constants={})
    old = Message.objects.filter(queued_at__lt=before, forgotten_at=None)
    return old.update(forgotten_at=at, to_phone="", to_email="", values={}, thread=None, text="", subject="")


def forget_streams(streams: Sequence[str], *, at: datetime) -> int:
    """Erase whom and what the messages of these streams told, whatever their age; return how many."""
    left = BulkRow.objects.filter(stream__in=streams).exclude(phone="")
    left.filter(state=BulkRow.State.READY).update(state=BulkRow.State.LEFT_OUT, reason="withdrawn")
    left.update(phone="", values={})
    old = Message.objects.filter(stream__in=streams, forgotten_at=None)
    return old.update(forgotten_at=at, to_phone="", to_email="", values={}, thread=None, text="", subject="")


def address_key(address: str) -> str:
    """Return the keyed hash of a phone or e-mail address."""
    return rules.address_key(address, settings.LOOKUP_KEY)


def _sms(key: str, to: Recipient, values: Mapping[str, object], at: datetime) -> Message:
    book, on = rulebook.book(), day(at)
    if key not in book.templates:
        raise rulebook.NoRule(f"{key}: no such message")
    template = book.templates[key]
    worded = rules.word(template, to.language, values, book.number("messages.segments_max", on))
    wanted = max(at, to.not_before or at)
    opens = rules.opens_at(wanted, book.hours("messages.quiet_hours", on)) if template.quiet else wanted
    return Message(
        template=key,
        audience=template.to,
        channel=Channel.WHATSAPP if to.on_whatsapp else Channel.SMS,
        to_phone=to.address,
        values=dict(worded.values),
        text=worded.text,
        units=worded.units,
        segments=worded.segments,
        dlt_template=template.dlt(to.language),
        dlt_header=template.header,
        state=State.QUEUED if opens == wanted else State.HELD,
        send_after=opens,
    )


def _mail(key: str, to: Recipient, values: Mapping[str, object], at: datetime) -> Message:
    book = rulebook.book()
    if key not in book.mails:
        raise rulebook.NoRule(f"{key}: no such e-mail")
    worded = rules.word_mail(book.mails[key], to.language, values)
    return Message(
        template=key,
        audience=book.mails[key].to,
        channel=Channel.EMAIL,
        to_email=to.address,
        values=dict(worded.values),
        subject=worded.subject,
        text=worded.text,
        units=worded.units,
        segments=worded.segments,
        state=State.QUEUED,
        send_after=max(at, to.not_before or at),
    )
