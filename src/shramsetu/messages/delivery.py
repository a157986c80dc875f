"""Carrying messages out: claimed in batches by a lease, handed to gateways, settled by what these answer.

A message is handed over at most once unless its gateway honours our id: `begun_at` is written before the gateway is
asked, so a worker that dies leaves behind either messages nobody began, which go back into the queue, or messages
whose fate nobody knows, which are parked.
"""

import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, F, Q

from shramsetu import rulebook
from shramsetu.lib.clock import bounds, day
from shramsetu.messages import consents, dlt, routing, rules, sealed
from shramsetu.messages.actions import address_key, as_sms
from shramsetu.messages.gateways import Gateway, Outcome, Rejected, Sent, Unknown, gateways
from shramsetu.messages.models import TALK, WAITING, Channel, Message, OptOut, State, Unreachable
from shramsetu.rulebook import Template
from shramsetu.rulebook.words import NEEDS_CONSENT

logger = logging.getLogger(__name__)
BATCH = 40
THREADS = 8
LEASE = timedelta(minutes=3)  # longer than BATCH / THREADS tries of the slowest gateway


@dataclass(frozen=True, slots=True)
class _Closed:
    """The hours of the day that decide when a message may go: nothing quiet in these, promotion only in those."""

    quiet: tuple[time, time]
    promotional: tuple[time, time]


@transaction.atomic
def claim(batch: int = BATCH, *, at: datetime) -> list[Message]:
    """Take up to `batch` messages that are due, the longest waiting first, under a lease no other worker touches.

    On the way those that may not go out are cancelled, given up or held until the morning. Empty when nothing is due.
    """
    serving = gateways()
    due = Message.objects.filter(state__in=WAITING, send_after__lte=at, channel__in=list(serving))
    locked = due.select_for_update(skip_locked=True).order_by("send_after")
    while found := list(locked[:batch]):
        if free := _sorted_out(found, serving, at):
            _lease(free, serving, at + LEASE)
            return free
    return []


def deliver(claimed: Sequence[Message], *, at: datetime) -> Counter[str]:
    """Hand over claimed messages, several at a time, and write down what became of each; return counts by state."""
    serving = gateways()
    counts: Counter[str] = Counter()
    with ThreadPoolExecutor(THREADS) as pool:
        for start in range(0, len(claimed), THREADS):
            begun = _begin(claimed[start : start + THREADS], at)
            outcomes = pool.map(_hand_over, [serving[message.channel] for message in begun], begun)
            answered = list(zip(begun, outcomes, strict=True))
            with transaction.atomic():  # one write to the disk for them all; while it lasts they are begun, not lost
                for message, outcome in answered:
                    counts[_settle(message, outcome, serving[message.channel], at)] += 1
    return counts


def recover(*, at: datetime) -> int:
    """Free messages whose lease ran out; return how many.

    Not begun, or begun with a gateway that honours our id: back into the queue. Begun otherwise: parked as unknown.
    """
    honouring = [gateway.name for gateway in gateways().values() if gateway.honours_id]
    lost = Message.objects.filter(state=State.CLAIMED, claimed_until__lt=at)
    free = {"claimed_until": None, "begun_at": None, "send_after": at}
    fresh = lost.filter(begun_at=None).update(state=State.QUEUED, attempts=F("attempts") - 1, **free)
    again = lost.filter(gateway__in=honouring).update(state=State.QUEUED, **free)
    parked = lost.update(state=State.UNKNOWN, claimed_until=None, error="lease_ran_out", settled_at=at)
    return fresh + again + parked


def _lease(free: Sequence[Message], serving: Mapping[str, Gateway], until: datetime) -> None:
    for message in free:
        message.state, message.claimed_until, message.begun_at = State.CLAIMED, until, None
        message.attempts += 1
        message.gateway = serving[message.channel].name
    Message.objects.bulk_update(free, ["channel", "state", "claimed_until", "begun_at", "attempts", "gateway"])


def _sorted_out(found: Sequence[Message], serving: Mapping[str, Gateway], at: datetime) -> list[Message]:
    """Return those that may go out now; cancel, give up, put aside or hold the others."""
    book, on = rulebook.book(), day(at)
    _open_sealed(found)
    routing.choose(found, serving, at=at)
    refused = _opted_out(found) | _not_agreed(found)
    dead = _unreachable(found)
    left = _left_today(found, book.number("messages.per_phone_a_day", on), at)
    oldest = at - timedelta(hours=book.number("messages.expire_hours", on))
    closed = _Closed(book.hours("messages.quiet_hours", on), book.hours("messages.promotional_hours", on))
    free: list[Message] = []
    held: list[Message] = []
    for message in found:
        template = book.templates.get(message.template)
        message.claimed_until = None
        if message.state == State.FAILED:
            pass  # nothing may be written there any more
        elif message.send_after < oldest:
            message.state, message.error, message.settled_at = State.FAILED, "expired", at
        elif message.pk in refused:
            message.state, message.error, message.settled_at = State.CANCELLED, refused[message.pk], at
        elif message.pk in dead:
            message.state, message.error, message.settled_at = State.FAILED, "bad_address", at
        elif wrong := _not_to_be_had(message) or _refused_by_dlt(message, template, serving):
            message.state, message.error, message.settled_at = State.PARKED, wrong, at
        elif template and (opens := _opening(template, message, left, closed, at)) > at:
            message.state, message.send_after = State.HELD, opens
        else:
            left[message.to_phone] -= 1
            free.append(message)
            continue
        held.append(message)
    Message.objects.bulk_update(held, ["channel", "state", "error", "settled_at", "send_after"])
    return free


def _open_sealed(found: Sequence[Message]) -> None:
    """Let the packages that keep phones tell them, for the hand-over alone."""
    for message in found:
        if message.is_sealed:
            message.told_phone = sealed.opened(message.to_phone)


def _not_to_be_had(message: Message) -> str:
    return "sealed_away" if sealed.is_reference(message.phone) else ""


def _refused_by_dlt(message: Message, template: Template | None, serving: Mapping[str, Gateway]) -> str:
    """Return why the operators would refuse a text message; nothing is lost, it waits until somebody mends it."""
    if message.channel != Channel.SMS:
        return ""
    sending = dlt.Sending(
        text=message.text,
        language=message.language,
        header=message.dlt_header,
        template_id=message.dlt_template,
        entity=settings.SMS_ENTITY,
    )
    needs = serving[message.channel].needs_entity
    return dlt.fault(sending, template, rulebook.book().headers, needs_entity=needs)


def _opening(template: Template, message: Message, left: Counter[str], closed: "_Closed", at: datetime) -> datetime:
    """Return when the message may go: now, after the quiet hours, or tomorrow where the phone has had enough today."""
    if template.category == "transactional":
        return rules.opens_at(at, closed.quiet) if template.quiet else at
    if left[message.to_phone] <= 0:
        at = bounds(day(at))[1]
        return rules.opens_at(at, closed.quiet)
    if template.category == "promotional":
        return rules.within(rules.opens_at(at, closed.quiet), closed.promotional)
    return rules.opens_at(at, closed.quiet) if template.quiet else at


def _not_agreed(found: Sequence[Message]) -> dict[UUID, str]:
    """Return those that need a consent which was withdrawn since they were prepared."""
    templates, out = rulebook.book().templates, dict[UUID, str]()
    for category in NEEDS_CONSENT:
        asked = [one for one in found if one.template in templates and templates[one.template].category == category]
        if asked:
            lacking = set(consents.lacking([one.to_phone for one in asked], category))
            out |= {one.pk: "no_consent" for one in asked if one.to_phone in lacking}
    return out


def _opted_out(found: Sequence[Message]) -> dict[UUID, str]:
    """Return those that an opt-out stops: service messages, not codes and decisions, which the law lets through."""
    templates = rulebook.book().templates
    stoppable = {
        message.pk: address_key(message.address)
        for message in found
        if message.template != TALK  # an answer to what they wrote themself
        and (message.template not in templates or templates[message.template].category != "transactional")
    }
    refused = set(OptOut.objects.filter(address_key__in=set(stoppable.values())).values_list("address_key", flat=True))
    return {pk: "opted_out" for pk, key in stoppable.items() if key in refused}


def _unreachable(found: Sequence[Message]) -> set[UUID]:
    """Return the e-mails to addresses whose servers said that there is nobody."""
    keys = {message.pk: address_key(message.to_email.lower()) for message in found if message.to_email}
    if not keys:
        return set()
    dead = set(Unreachable.objects.filter(address_key__in=set(keys.values())).values_list("address_key", flat=True))
    return {pk for pk, key in keys.items() if key in dead}


def _left_today(found: Sequence[Message], most: int, at: datetime) -> Counter[str]:
    """Return how many more messages each phone may get today."""
    phones = {message.to_phone for message in found if message.to_phone}
    out = Message.objects.filter(to_phone__in=phones, begun_at__gte=bounds(day(at))[0])
    sent = dict(out.values_list("to_phone").annotate(count=Count("id")))
    return Counter({phone: most - sent.get(phone, 0) for phone in phones})


def _begin(claimed: Sequence[Message], at: datetime) -> list[Message]:
    """Write down that these are now being handed over; return those still under our lease."""
    if not claimed:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE outbox_message SET begun_at = %s WHERE id = ANY(%s) AND state = 'claimed' AND claimed_until = %s "
            "RETURNING id",
            [at, [message.pk for message in claimed], claimed[0].claimed_until],
        )
        ours = {row[0] for row in cursor.fetchall()}
    return [message for message in claimed if message.pk in ours]


def _hand_over(gateway: Gateway, message: Message) -> Outcome:
    """Ask the gateway; whatever it did not foresee leaves the fate unknown."""
    try:
        return gateway.send(message)
    except Exception:
        logger.exception("gateway %s failed on message %s", gateway.name, message.pk)
        return Unknown("no_answer")


def _settle(message: Message, outcome: Outcome, gateway: Gateway, at: datetime) -> str:
    """Write down what became of `message`; a report that came first, or a lease lost meanwhile, is left alone."""
    changes = _changes(message, outcome, gateway, at)
    ours = Q(state=State.CLAIMED, claimed_until=message.claimed_until)
    late = Q(state=State.UNKNOWN) if isinstance(outcome, Sent) else Q(pk=None)
    row = Message.objects.filter(pk=message.pk)
    settled = row.filter(ours | late).update(claimed_until=None, **changes)
    if not settled and isinstance(outcome, Sent) and (kept := _kept(message, gateway)):
        row.update(**kept)  # its report was quicker than the answer; the code is not left readable
    return str(changes["state"])


def _changes(message: Message, outcome: Outcome, gateway: Gateway, at: datetime) -> dict[str, object]:
    match outcome:
        case Sent(ref, is_delivered):
            state = State.DELIVERED if is_delivered else State.SENT
            told = {"state": state, "gateway_ref": ref, "sent_at": at, "error": ""}
            return told | ({"settled_at": at} if is_delivered else {}) | _kept(message, gateway)
        case Rejected(reason, is_final):
            again = None if is_final else _again_at(message, at)
            if _goes_by_sms(message) and (again is None or reason == "gateway_shut"):
                return as_sms(reason, at=at)
            if again is None:
                return {"state": State.FAILED, "error": reason, "settled_at": at}
            return {"state": State.QUEUED, "error": reason, "send_after": again, "begun_at": None}
        case Unknown(reason):
            again = _again_at(message, at) if gateway.honours_id else None
            if again is None:
                return {"state": State.UNKNOWN, "error": reason, "settled_at": at}
            return {"state": State.QUEUED, "error": reason, "send_after": again, "begun_at": None}


def _goes_by_sms(message: Message) -> bool:
    """Tell whether what WhatsApp does not take can go as a text message; words of a talk cannot."""
    return message.channel == Channel.WHATSAPP and message.template != TALK


def _again_at(message: Message, at: datetime) -> datetime | None:
    return rules.retry_at(message.attempts, at, rulebook.book().numbers("messages.retry_minutes", day(at)))


def _kept(message: Message, gateway: Gateway) -> dict[str, object]:
    """A code that went out is not kept readable, but for the demo's tray, which has to show it; nor words of a talk."""
    if message.template == TALK and gateway.name != "tray":
        return {"text": ""}
    template = rulebook.book().templates.get(message.template)
    secret = [name for name, variable in template.variables.items() if variable.kind == "code"] if template else []
    if not secret or gateway.name == "tray":
        return {}
    shown = {name: rules.masked(value, {name: value}, secret) for name, value in message.values.items()}
    return {"text": rules.masked(message.text, message.values, secret), "values": shown}
