"""What the sandbox answers: the faces of the interface over fictitious families, without a web server around them."""

import base64
import hashlib
import secrets
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from shramsetu.workers.familyid.sandbox.families import BROKEN, Families
from shramsetu.workers.social import criteria, envelope, keys, records, signing
from shramsetu.workers.social.criteria import ById
from shramsetu.workers.social.envelope import Header, SearchRequest, SubscribeRequest, UnsubscribeRequest
from shramsetu.workers.social.reasons import Fault, Reason, Refused
from shramsetu.workers.social.signing import Signature, Signer

SENDER = "family-id"
Sent = Callable[[str, bytes], None]
_REPLIES = {
    "search": ("on-search", "/registry/on-search"),
    "subscribe": ("on-subscribe", "/registry/on-subscribe"),
    "unsubscribe": ("on-unsubscribe", "/registry/on-unsubscribe"),
}


class OutOfOrder(Exception):
    """The service is out of order, as the number asked for says it is to be."""


def sandbox_key() -> Ed25519PrivateKey:
    """Return the sandbox's key: everybody knows it, so no real site may trust it."""
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"family id sandbox").digest())


@dataclass
class Registry:
    """A Family ID service. `send` posts a callback; `known` is the public key of whoever may ask."""

    families: Families
    known: Mapping[str, Ed25519PublicKey]
    secret: str
    send: Sent
    tokens: set[str] = field(default_factory=set)
    seen: set[tuple[str, str]] = field(default_factory=set)
    subscriptions: dict[str, tuple[str, str]] = field(default_factory=dict)  # code: number, address
    benefits: list[dict[str, Any]] = field(default_factory=list)

    @property
    def signer(self) -> Signer:
        """What signs the sandbox's envelopes."""
        key = sandbox_key()
        return Signer(SENDER, keys.thumbprint(key.public_key()), key)

    def jwks(self) -> dict[str, Any]:
        """Return the public key."""
        public = sandbox_key().public_key()
        shown = base64.urlsafe_b64encode(keys.raw(public)).decode().rstrip("=")
        key = {"kty": "OKP", "crv": "Ed25519", "x": shown, "kid": keys.thumbprint(public), "use": "sig", "alg": "EdDSA"}
        return {"keys": [key]}

    def token(self, form: Mapping[str, str]) -> str | None:
        """Give a token for the secret, None for anything else."""
        if not secrets.compare_digest(form.get("client_secret", "").encode(), self.secret.encode()):
            return None
        made = secrets.token_urlsafe(24)
        self.tokens.add(made)
        return made

    def now(self, body: bytes, action: str, *, at: datetime) -> bytes:
        """Answer at once. Raises Refused, OutOfOrder."""
        header, message = self._taken(body, action, at)
        said = self._answer(header, action, message, at)
        return self._envelope(header, _REPLIES[action][0], said, at)

    def later(self, body: bytes, action: str, *, at: datetime) -> dict[str, Any]:
        """Acknowledge, and post the answer. Raises Refused, OutOfOrder."""
        header, message = self._taken(body, action, at)
        name, path = _REPLIES[action]
        said = self._answer(header, action, message, at)
        if header.sender_uri:
            self.send(header.sender_uri.rstrip("/") + path, self._envelope(header, name, said, at))
        return _ack(at)

    def notified(self, body: bytes, *, at: datetime) -> dict[str, Any]:
        """Take benefits that were given, for the families' passbooks. Raises Refused."""
        message = self._taken(body, "notify", at)[1]
        told = envelope.parse(envelope.Notify, message)
        self.benefits += [record for event in told.notify_event for record in event.data.listed]
        return _ack(at)

    def change(self, record: dict[str, Any], *, at: datetime) -> int:
        """Change a family and tell whoever listens; return how many were told. Raises KeyError, ValueError."""
        family = records.snapshot_of({**record, "last_updated": at.isoformat()}, source="service", at=at)
        self.families.put(family)
        listening = [uri for number, uri in self.subscriptions.values() if number == family.number]
        for uri in listening:
            data = {"reg_event_type": "UPDATE", "reg_record_type": "Group", "reg_records": [_group(family)]}
            event = {"reference_id": uuid.uuid4().hex, "timestamp": at.isoformat(), "data": data}
            said = {"transaction_id": uuid.uuid4().hex, "notify_event": [event]}
            header = {**_header("notify", at), "total_count": 1}
            self.send(uri + "/registry/notify", self.signer.envelope(header, said, at))
        return len(listening)

    def _taken(self, body: bytes, action: str, at: datetime) -> tuple[Header, dict[str, Any]]:
        said = signing.read(body)
        header = envelope.header_of(said)
        public = self.known.get(header.sender_id)
        if header.action != action or public is None:
            raise Refused(Reason.ACTION if public else Fault.SENDER)
        Signature.read(str(said.get("signature") or "")).check(body, key=public, sender=header.sender_id, at=at)
        if (header.sender_id, header.message_id) in self.seen:
            raise Refused(Reason.MESSAGE_TWICE)
        self.seen.add((header.sender_id, header.message_id))
        return header, said["message"]

    def _answer(self, header: Header, action: str, message: dict[str, Any], at: datetime) -> dict[str, Any]:
        answered = {"correlation_id": uuid.uuid4().hex}
        if action == "search":
            asked = envelope.parse(SearchRequest, message)
            items = [self._found(one.reference_id, one.search_criteria, at) for one in asked.search_request]
            return {"transaction_id": asked.transaction_id, **answered, "search_response": items}
        if action == "subscribe":
            wanted = envelope.parse(SubscribeRequest, message)
            items = [self._subscribed(header, one, at) for one in wanted.subscribe_request]
            return {"transaction_id": wanted.transaction_id, **answered, "subscribe_response": items}
        ending = envelope.parse(UnsubscribeRequest, message)
        for code in ending.subscription_codes:
            self.subscriptions.pop(code, None)
        ended = [{"code": code, "status": "unsubscribe"} for code in ending.subscription_codes]
        said = {"timestamp": at.isoformat(), "status": "succ", "subscription_status": ended}
        return {"transaction_id": ending.transaction_id, **answered, **said}

    def _found(self, reference: str, asked: envelope.Criteria, at: datetime) -> dict[str, Any]:
        said: dict[str, Any] = {"reference_id": reference, "timestamp": at.isoformat()}
        try:
            number = _number(asked.query_type, asked.query)
        except Refused as error:
            return {**said, "status": "rjct", "status_reason_code": str(error.reason)}
        family = self.families.get(number)
        found = [_group(family)] if family else []
        data = {"version": "1.0.0", "reg_record_type": "Group", "reg_records": found}
        page = {"page_size": 1, "page_number": 1, "total_count": len(found)}
        return {**said, "status": "succ", "data": data, "pagination": page}

    def _subscribed(self, header: Header, one: envelope.SubscribeItem, at: datetime) -> dict[str, Any]:
        asked = one.subscribe_criteria
        code = uuid.uuid4().hex
        self.subscriptions[code] = (_number(asked.filter_type, asked.filter), (header.sender_uri or "").rstrip("/"))
        info = {"code": code, "status": "subscribe", "timestamp": at.isoformat()}
        said = {"reference_id": one.reference_id, "timestamp": at.isoformat(), "status": "succ"}
        return {**said, "subscriptions": [info]}

    def _envelope(self, asked: Header, action: str, message: dict[str, Any], at: datetime) -> bytes:
        header = {**_header(action, at), "receiver_id": asked.sender_id, "status": "succ", "total_count": 1}
        return self.signer.envelope(header, message, at)


def _number(query_type: str, query: Any) -> str:
    said = criteria.read(query_type, query)
    if not isinstance(said, ById) or said.type not in {records.FAMILY, "HOUSEHOLD_ID"}:
        raise Refused(Reason.CRITERIA, records.FAMILY)
    if said.value.endswith(BROKEN):
        raise OutOfOrder
    return said.value


def _group(family: Any) -> dict[str, Any]:
    return records.group(family, district=None, revision=1)


def _header(action: str, at: datetime) -> dict[str, Any]:
    return {
        "version": envelope.VERSION,
        "message_id": uuid.uuid4().hex,
        "message_ts": at.isoformat(),
        "action": action,
        "sender_id": SENDER,
    }


def _ack(at: datetime) -> dict[str, Any]:
    return {"message": {"ack_status": "ACK", "timestamp": at.isoformat(), "correlation_id": uuid.uuid4().hex}}
