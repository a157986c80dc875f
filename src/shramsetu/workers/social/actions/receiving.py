"""Take an envelope: signed by its sender, of now, and never seen before."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction

from shramsetu import rulebook
from shramsetu.lib import clock
from shramsetu.workers.models import Disclosed, Partner, PartnerKey, Received
from shramsetu.workers.social import envelope, keys
from shramsetu.workers.social.envelope import VERSION, Header
from shramsetu.workers.social.reasons import Fault, Reason, Refused
from shramsetu.workers.social.signing import Form, Signature

REPLY = "on-"


@dataclass(frozen=True, slots=True)
class Arrival:
    """An envelope that was taken."""

    partner: Partner
    header: Header
    message: dict[str, Any]
    row: Received


def take(body: bytes, said: dict[str, Any], *, action: str, partner: Partner, at: datetime) -> Arrival:
    """Take an envelope once. Raises Refused: nothing of it was done then."""
    header = envelope.header_of(said)
    _check(header, action, partner, at)
    form = _verified(body, said, partner, at)
    row = Received(
        partner=partner,
        message_id=header.message_id,
        action=action,
        form=form.value,
        transaction_id=str(said["message"].get("transaction_id", "")).replace("\0", "")[:99],
        correlation_id=uuid.uuid4(),
        at=at,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(Reason.MESSAGE_TWICE, "message_id") from error
    return Arrival(partner, header, said["message"], row)


def ended(row: Received, outcome: str, *, records: int = 0) -> None:
    """Note how an envelope ended."""
    Received.objects.filter(pk=row.pk).update(outcome=outcome[:60], records=records)


def disclosed(arrival: Arrival, *, workers: tuple[int, ...], families: tuple[int, ...], at: datetime) -> None:
    """Note whose records went out, so that they can be told."""
    rows = [Disclosed(received=arrival.row, partner=arrival.partner, worker_id=pk, at=at) for pk in workers]
    rows += [Disclosed(received=arrival.row, partner=arrival.partner, family_id=pk, at=at) for pk in families]
    Disclosed.objects.bulk_create(rows)


def callback_of(arrival: Arrival, path: str) -> str:
    """Return where the answer goes: below the partner's own address and nowhere else. Raises Refused.

    `sender_uri` is the base of the partner's interface, or the whole address of the one face that takes this answer.
    """
    base, said = arrival.partner.callback, (arrival.header.sender_uri or "").rstrip("/")
    if not base:
        raise Refused(Fault.SENDER_URI, "no address was agreed for answers")
    if said and not _is_below(said, base):
        raise Refused(Fault.SENDER_URI, "it does not lie below the address that was agreed")
    address = said or base
    return address if urlsplit(address).path.endswith(path) else address + path


def _is_below(address: str, base: str) -> bool:
    try:
        here, there = urlsplit(address), urlsplit(base)
    except ValueError:  # no address at all
        return False
    same = (here.scheme, here.netloc) == (there.scheme, there.netloc)
    parts, root = here.path.rstrip("/"), there.path.rstrip("/")
    return (
        same
        and (parts == root or parts.startswith(f"{root}/"))
        and ".." not in parts
        and not here.query
        and not here.fragment
    )


def _check(header: Header, action: str, partner: Partner, at: datetime) -> None:
    age = timedelta(minutes=rulebook.book().number("social.message_minutes", clock.day(at)))
    if header.version != VERSION:
        raise Refused(Reason.VERSION, f"version: {VERSION}")
    if header.action != action:
        known = header.action in envelope.ACTIONS
        raise Refused(Reason.ACTION if known else Reason.ACTION_UNKNOWN, f"action: {action}")
    if header.sender_id != partner.sender_id:
        raise Refused(Fault.SENDER, "sender_id is not whose token this is")
    if header.receiver_id and header.receiver_id != settings.SPDCI_ID:
        raise Refused(Fault.RECEIVER, f"receiver_id: {settings.SPDCI_ID}")
    if header.is_msg_encrypted:
        raise Refused(Fault.ENCRYPTION, "encrypted messages are not taken; the connection is encrypted")
    if abs(header.message_ts - at) > age:
        raise Refused(Reason.MESSAGE_TIME, "message_ts")


def _verified(body: bytes, said: dict[str, Any], partner: Partner, at: datetime) -> Form:
    signature = Signature.read(said["signature"] if isinstance(said.get("signature"), str) else "")
    kept = PartnerKey.objects.filter(partner=partner, key_id=signature.key_id, ended_at=None).first()
    if kept is None:
        raise Refused(Fault.SIGNATURE, "the key is not known")
    form = signature.check(body, key=keys.public_key(kept.public), sender=partner.sender_id, at=at)
    if form is Form.LEGACY and not partner.tolerates_legacy:
        raise Refused(Fault.SIGNATURE, "it is not over RFC 8785")
    return form
