"""Another registry, as our faces meet it: it has a key and a secret, signs its envelopes and fetches tokens."""

import json
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from shramsetu.journal.rules import SYSTEM
from shramsetu.places.models import Place
from shramsetu.workers.models import Right
from shramsetu.workers.social import keys, signing
from shramsetu.workers.social.actions import partners
from shramsetu.workers.social.actions.partners import NewPartner
from shramsetu.workers.social.signing import Signer

BASE = "/spdci/v1.0.0/registry"
KEY = Ed25519PrivateKey.from_private_bytes(b"p" * 32)


class Peer:
    """A partner with every right, and how it speaks."""

    def __init__(
        self,
        sender: str = "test-client",
        *,
        rights: list[str] | None = None,
        place: Place | None = None,
        callback: str = "http://127.0.0.1:9",
        legacy: bool = True,
    ) -> None:
        self.sender, self.client, self.callback = sender, Client(), callback
        public = KEY.public_key()
        new = NewPartner(
            sender_id=sender,
            name="Test",
            purpose="Code on Social Security 2020, section 112",
            rights=Right.values if rights is None else rights,
            place=place,
            callback=callback,
            tolerates_legacy=legacy,
            public_keys=[keys.written(public)],
        )
        self.row, self.secret = partners.admit(new, by=SYSTEM, at=timezone.now())
        self.signer = Signer(sender, keys.thumbprint(public), KEY)
        self.token = ""

    def fetch_token(self, secret: str | None = None) -> HttpResponse:
        said = {"grant_type": "client_credentials", "client_id": self.sender, "client_secret": secret or self.secret}
        return self.client.post("/oauth2/client/token", said)  # type: ignore[return-value]

    def header(self, action: str, **changes: object) -> dict[str, Any]:
        said: dict[str, Any] = {
            "version": "1.0.0",
            "message_id": uuid.uuid4().hex,
            "message_ts": timezone.now().isoformat(),
            "action": action,
            "sender_id": self.sender,
            "sender_uri": self.callback,
            "receiver_id": "shram-setu",
            "total_count": 1,
            **changes,
        }
        return {name: value for name, value in said.items() if value is not None}

    def send(
        self,
        path: str,
        message: Mapping[str, Any],
        *,
        action: str = "",
        at: datetime | None = None,
        header: Mapping[str, Any] | None = None,
        **changes: object,
    ) -> HttpResponse:
        """Sign and post; `changes` go into the header (None leaves a name out)."""
        said = dict(header) if header is not None else self.header(action or _ACTIONS[path], **changes)
        return self.post(path, self.signer.envelope(said, message, at or timezone.now()))

    def post(self, path: str, body: bytes, *, token: str | None = None, kind: str = "application/json") -> HttpResponse:
        if token is None and not self.token:
            self.token = json.loads(self.fetch_token().content)["access_token"]
        bearer = self.token if token is None else token
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        return self.client.post(f"{BASE}/{path}", body, content_type=kind, headers=headers)  # type: ignore[return-value]


_ACTIONS = {
    "search": "search",
    "sync/search": "search",
    "txn/status": "txn-status",
    "sync/txn/status": "txn-status",
    "subscribe": "subscribe",
    "unsubscribe": "unsubscribe",
    "on-search": "on-search",
    "txn/on-status": "txn-on-status",
    "on-subscribe": "on-subscribe",
    "on-unsubscribe": "on-unsubscribe",
    "notify": "notify",
}


def item(**criteria: object) -> dict[str, Any]:
    """Return one search; by number if nothing else is said."""
    asked = {"query_type": "idtype-value", "query": {"type": "UIN", "value": "TEST-001"}, **criteria}
    return {"reference_id": uuid.uuid4().hex, "timestamp": timezone.now().isoformat(), "search_criteria": asked}


def searching(*items: Mapping[str, Any], **changes: object) -> dict[str, Any]:
    """Return the message of a search."""
    return {"transaction_id": uuid.uuid4().hex, "search_request": list(items) or [item()], **changes}


def subscribing(**criteria: object) -> dict[str, Any]:
    """Return the message of a subscription to one worker."""
    asked = {
        "reg_event_type": "REGISTER",
        "filter": {"type": "UIN", "value": "TEST-001"},
        "notify_record_type": "Member",
        **criteria,
    }
    one = {"reference_id": uuid.uuid4().hex, "timestamp": timezone.now().isoformat(), "subscribe_criteria": asked}
    return {"transaction_id": uuid.uuid4().hex, "subscribe_request": [one]}


def ending(*codes: str) -> dict[str, Any]:
    """Return the message that ends subscriptions."""
    return {
        "transaction_id": uuid.uuid4().hex,
        "timestamp": timezone.now().isoformat(),
        "subscription_codes": list(codes) or ["sub-test-001"],
    }


def asking_status(value: str, attribute: str = "transaction_id", kind: str = "search") -> dict[str, Any]:
    """Return the message that asks how a transaction stands."""
    told = {"txn_type": kind, "attribute_type": attribute, "attribute_value": value, "reference_id": uuid.uuid4().hex}
    return {"transaction_id": uuid.uuid4().hex, "txnstatus_request": told}


def said(answer: HttpResponse) -> dict[str, Any]:
    """Return the body of an answer."""
    return signing.read(answer.content)


def found(answer: HttpResponse) -> dict[str, Any]:
    """Return the only item of a synchronous answer."""
    items = said(answer)["message"]["search_response"]
    assert len(items) == 1
    return dict(items[0])
