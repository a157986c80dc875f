"""Send what is owed: answers to asynchronous requests, and news to subscribers. Each is tried again until it is taken.

An errand is claimed by putting off its time before it is sent; whoever dies meanwhile leaves it to be tried again.
Each is claimed and tried by itself, those tried least first: whatever becomes of one, the next one goes. After
`social.tries_most` tries it is set aside with its reason (`shramsetu partner errands`).
"""

import json
import uuid
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import F, QuerySet

from shramsetu import rulebook
from shramsetu.casework import sealing
from shramsetu.lib import clock
from shramsetu.workers.models import Errand, Partner, Received
from shramsetu.workers.social import answering, envelope, keys, post, telling, tokens
from shramsetu.workers.social.actions import receiving
from shramsetu.workers.social.actions.receiving import Arrival
from shramsetu.workers.social.reasons import Refused

log = structlog.get_logger("social")
PATHS = {
    "search": "/registry/on-search",
    "txn-status": "/registry/txn/on-status",
    "subscribe": "/registry/on-subscribe",
    "unsubscribe": "/registry/on-unsubscribe",
    "notify": "/registry/notify",
}
ANSWERS = {"search": "on-search", "txn-status": "txn-on-status", "subscribe": "on-subscribe"}
ANSWERS |= {"unsubscribe": "on-unsubscribe"}
BATCH = 50
LEASE, FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=2), timedelta(minutes=1), timedelta(hours=6)
TIMEOUT_SECONDS = 10


def owe(arrival: Arrival, said: dict[str, Any], *, at: datetime) -> Errand:
    """Owe an answer to an envelope. What was asked is kept encrypted until it is answered. Raises Refused."""
    action = arrival.row.action
    uri = receiving.callback_of(arrival, PATHS[action])
    asked = json.dumps({"header": said["header"], "message": said["message"]}).encode()
    key_id, stored = sealing.shut(asked, bound_to=_bound(arrival.row))
    errand = Errand(
        partner=arrival.partner,
        action=ANSWERS[action],
        received=arrival.row,
        uri=uri,
        asked=key_id.encode() + b":" + stored,
        due_at=at,
    )
    errand.save(force_insert=True)
    return errand


def send_due(*, at: datetime, now: datetime | None = None) -> int:
    """Try up to a batch of what is due, one after the other, and return how many; call it until it is none."""
    tried = 0
    while tried < BATCH and (errand := _claim(at)):
        _try(errand, at=now or at)
        tried += 1
    return tried


def waiting() -> QuerySet[Errand]:
    """Return what is still to be sent, with what went wrong last, the next one first."""
    return Errand.objects.filter(state=Errand.State.WAITING).select_related("partner").order_by("due_at", "pk")


def set_aside() -> QuerySet[Errand]:
    """Return what was given up, with the reason, the last one first."""
    rows = Errand.objects.filter(state=Errand.State.FAILED).select_related("partner")
    return rows.order_by("-ended_at", "-pk")


@transaction.atomic
def _claim(at: datetime) -> Errand | None:
    due = Errand.objects.filter(state=Errand.State.WAITING, due_at__lte=at).order_by("tries", "due_at", "pk")
    pk = due.select_for_update(skip_locked=True).values_list("pk", flat=True).first()
    if pk is None:
        return None
    Errand.objects.filter(pk=pk).update(due_at=at + LEASE, tries=F("tries") + 1)
    return Errand.objects.select_related("partner__place", "received__partner", "subscription", "worker", "family").get(
        pk=pk
    )


def _try(errand: Errand, *, at: datetime) -> None:
    """Send an errand, or note why it cannot be; what nobody expected is a fault of this one alone."""
    if errand.tries > _most(at):  # whoever had it before did not live to say what became of it
        _give_up(errand, errand.fault or "no attempt came to an end", at=at)
        return
    try:
        _send(errand, at=at)
    except Exception as error:  # noqa: BLE001 - one errand must not hold up the others
        log.error("errand broken", errand=errand.pk, partner=errand.partner_id, exc_info=True)
        _again(errand, type(error).__name__, at=at)


def _send(errand: Errand, *, at: datetime) -> None:
    if errand.partner.ended_at is not None:
        _give_up(errand, "partner has ended", at=at)
        return
    try:
        body = _body(errand, at)
    except telling.Nothing:
        _give_up(errand, "nothing to tell any more", at=at)
        return
    except (Refused, sealing.Unreadable) as error:
        _give_up(errand, str(error), at=at)
        return
    try:
        fault = _post(errand, body, at)
    except post.NotReached as error:
        _again(errand, str(error), at=at)
        _leave(errand.partner, at=at)
        return
    if fault:
        _again(errand, fault, at=at)
    else:
        _done(errand, at=at)


def _body(errand: Errand, at: datetime) -> bytes:
    """Write the envelope as of now. What was disclosed is noted in the same breath."""
    header: dict[str, Any] = {
        "version": envelope.VERSION,
        "message_id": uuid.uuid4().hex,
        "message_ts": at.isoformat(),
        "action": errand.action,
        "receiver_id": errand.partner.sender_id,
        "is_msg_encrypted": False,
    }
    signer = keys.signer()
    header["sender_id"] = signer.sender
    with transaction.atomic():
        message = telling.message(errand, at=at) if errand.received is None else _answer(errand, at)
    total, done, status = answering.tally(message)
    header |= {"status": status, "total_count": total, "completed_count": done}
    return signer.envelope(header, message, at)


def _answer(errand: Errand, at: datetime) -> dict[str, Any]:
    received = errand.received
    assert received is not None
    key_id, _, stored = bytes(errand.asked).partition(b":")
    said = json.loads(sealing.opened(key_id.decode(), stored, bound_to=_bound(received)))
    arrival = Arrival(errand.partner, envelope.header_of(said), said["message"], received)
    asked = envelope.parse(answering.KINDS[received.action], arrival.message)
    return answering.answer(arrival, asked, at=at)


def _post(errand: Errand, body: bytes, at: datetime) -> str:
    """Post an envelope; return what went wrong, empty where it was taken. Raises post.NotReached."""
    answer = post.send(errand.uri, body, token=tokens.own(errand.partner, at=at), timeout=TIMEOUT_SECONDS)
    if not answer.is_success:
        return f"HTTP {answer.status}"
    message = answer.said.get("message")
    ack = message.get("ack_status", "ACK") if isinstance(message, dict) else "ACK"
    return "" if ack == "ACK" else f"ack_status {str(ack)[:10]}"


def _done(errand: Errand, *, at: datetime) -> None:
    rows = Errand.objects.filter(pk=errand.pk, state=Errand.State.WAITING)
    rows.update(state=Errand.State.SENT, ended_at=at, asked=b"", fault="")
    if errand.received:
        receiving.ended(errand.received, "answered")


def _again(errand: Errand, fault: str, *, at: datetime) -> None:
    if errand.tries >= _most(at):
        _give_up(errand, fault, at=at)
        return
    wait = min(FIRST_WAIT * 4 ** (errand.tries - 1), LONGEST_WAIT)
    Errand.objects.filter(pk=errand.pk).update(due_at=at + wait, fault=fault[:60])
    log.warning("errand waits", errand=errand.pk, partner=errand.partner_id, tries=errand.tries, fault=fault[:60])


def _leave(partner: Partner, *, at: datetime) -> None:
    """Let what else is owed to a partner who is not there wait a little: each try costs seconds that others need.

    It is no try of theirs.
    """
    rows = Errand.objects.filter(partner=partner, state=Errand.State.WAITING)
    rows.filter(due_at__lt=at + FIRST_WAIT).update(due_at=at + FIRST_WAIT)


def _most(at: datetime) -> int:
    return rulebook.book().number("social.tries_most", clock.day(at))


def _give_up(errand: Errand, fault: str, *, at: datetime) -> None:
    rows = Errand.objects.filter(pk=errand.pk, state=Errand.State.WAITING)
    rows.update(state=Errand.State.FAILED, ended_at=at, asked=b"", fault=fault[:60])
    log.warning("errand given up", errand=errand.pk, partner=errand.partner_id, fault=fault[:60])


def _bound(received: Received) -> str:
    return f"social:{received.partner_id}:{received.message_id}"
