"""Send what is owed: answers to asynchronous requests, and news to subscribers. Each is tried again until it is taken.

An errand is claimed by putting off its time before it is sent; whoever dies meanwhile leaves it to be tried again.
"""

import json
import uuid
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import F

from shramsetu import rulebook
from shramsetu.casework import sealing
from shramsetu.lib import clock
from shramsetu.workers.models import Errand, Received
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
    """Send a batch of what is due and return how many were claimed; call it until it is none."""
    claimed = _claim(at)
    for errand in claimed:
        _send(errand, at=now or at)
    return len(claimed)


@transaction.atomic
def _claim(at: datetime) -> list[Errand]:
    due = Errand.objects.filter(state=Errand.State.WAITING, due_at__lte=at).order_by("due_at", "pk")
    batch = list(due.select_for_update(skip_locked=True)[:BATCH].values_list("pk", flat=True))
    Errand.objects.filter(pk__in=batch).update(due_at=at + LEASE, tries=F("tries") + 1)
    rows = Errand.objects.filter(pk__in=batch).order_by("pk")
    return list(rows.select_related("partner__place", "received__partner", "subscription", "worker", "family"))


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
    fault = _post(errand, body, at)
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
    """Post an envelope; return what went wrong, empty where it was taken."""
    try:
        answer = post.send(errand.uri, body, token=tokens.own(errand.partner, at=at), timeout=TIMEOUT_SECONDS)
    except post.NotReached as error:
        return str(error)
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
    most = rulebook.book().number("social.tries_most", clock.day(at))
    if errand.tries >= most:
        _give_up(errand, fault, at=at)
        return
    wait = min(FIRST_WAIT * 4 ** (errand.tries - 1), LONGEST_WAIT)
    Errand.objects.filter(pk=errand.pk).update(due_at=at + wait, fault=fault[:60])
    log.warning("errand waits", errand=errand.pk, partner=errand.partner_id, tries=errand.tries, fault=fault[:60])


def _give_up(errand: Errand, fault: str, *, at: datetime) -> None:
    rows = Errand.objects.filter(pk=errand.pk, state=Errand.State.WAITING)
    rows.update(state=Errand.State.FAILED, ended_at=at, asked=b"", fault=fault[:60])
    log.warning("errand given up", errand=errand.pk, partner=errand.partner_id, fault=fault[:60])


def _bound(received: Received) -> str:
    return f"social:{received.partner_id}:{received.message_id}"
