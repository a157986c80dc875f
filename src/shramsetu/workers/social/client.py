"""Ask another registry: a token, a signed envelope, and an answer that is believed only if it is signed and ours."""

import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from shramsetu.workers.models import PartnerKey
from shramsetu.workers.social import envelope, keys, post, signing
from shramsetu.workers.social.envelope import SearchResponse
from shramsetu.workers.social.post import Answer, NotReached
from shramsetu.workers.social.reasons import Fault, Refused
from shramsetu.workers.social.signing import BadJson, Form, Signature

__all__ = ["Client", "NotReached", "Rejected", "Service", "Untrue"]
_EARLY_SECONDS = 30


class Rejected(Exception):
    """The other registry refused what we sent; its code is the text."""


class Untrue(Exception):
    """An answer that nobody signed, or not to this question: it is thrown away."""


@dataclass(frozen=True, slots=True)
class Service:
    """Where another registry is reached, and by what it knows us."""

    url: str
    sender: str
    client_id: str
    client_secret: str = field(repr=False)
    timeout_seconds: float = 10

    @property
    def origin(self) -> str:
        """The part of the address under which tokens and keys lie."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"


@dataclass
class Client:
    """Speaks to one service. A token is kept in this process until it is nearly over."""

    service: Service
    _token: str = field(default="", repr=False)
    _until: float = 0

    def sync_search(self, items: Sequence[Mapping[str, Any]], *, at: datetime) -> SearchResponse:
        """Search and return the answer. Raises NotReached, Rejected, Untrue."""
        transaction = uuid.uuid4().hex
        message = {"transaction_id": transaction, "search_request": list(items)}
        answer = self._post("/registry/sync/search", "search", message, len(items), at)
        said = self._believed(answer, at)
        header = said["header"]
        if header.get("status") == "rjct" and not said["message"]:
            raise Rejected(str(header.get("status_reason_code", ""))[:99])
        try:
            found = envelope.parse(SearchResponse, said["message"])
        except Refused as error:
            raise Untrue(str(error)) from error
        if found.transaction_id != transaction:
            raise Untrue("transaction_id")
        return found

    def send(self, path: str, action: str, message: Mapping[str, Any], *, count: int, at: datetime) -> str:
        """Send an envelope that is answered later; return its correlation id. Raises NotReached, Rejected."""
        answer = self._post(path, action, message, count, at)
        said = answer.said.get("message")
        ack = said.get("ack_status") if isinstance(said, dict) else None
        if not isinstance(said, dict) or ack != "ACK":
            raise Rejected(_code(answer))
        return str(said.get("correlation_id", ""))[:99]

    def _post(self, path: str, action: str, message: Mapping[str, Any], count: int, at: datetime) -> Answer:
        header = {
            "version": envelope.VERSION,
            "message_id": uuid.uuid4().hex,
            "message_ts": at.isoformat(),
            "action": action,
            "sender_id": settings.SPDCI_ID,
            "sender_uri": f"{settings.SITE_URL}/spdci/v1.0.0",
            "receiver_id": self.service.sender,
            "total_count": count,
            "is_msg_encrypted": False,
        }
        body = keys.signer().envelope(header, message, at)
        for fresh in (False, True):
            token = self._bearer(fresh=fresh)
            answer = post.send(self.service.url + path, body, token=token, timeout=self.service.timeout_seconds)
            if answer.status != 401:
                break
        if answer.status >= 500:
            raise NotReached(f"HTTP {answer.status}")
        if not answer.is_success:
            raise Rejected(_code(answer))
        return answer

    def _bearer(self, *, fresh: bool) -> str:
        if not fresh and time.monotonic() < self._until:
            return self._token
        form = {
            "grant_type": "client_credentials",
            "client_id": self.service.client_id,
            "client_secret": self.service.client_secret,
        }
        answer = post.fill(f"{self.service.origin}/oauth2/client/token", form, timeout=self.service.timeout_seconds)
        token = answer.said.get("access_token")
        if not answer.is_success or not isinstance(token, str):
            raise Rejected(Fault.UNAUTHORISED.value)
        lasts = answer.said.get("expires_in")
        self._token = token
        self._until = time.monotonic() + (lasts if isinstance(lasts, int) else 60) - _EARLY_SECONDS
        return token

    def _believed(self, answer: Answer, at: datetime) -> dict[str, Any]:
        """Return an answer that the service signed with a key of its that we know."""
        try:
            said = signing.read(answer.body)
            self._check(answer.body, said, at)
        except (BadJson, Refused) as error:
            raise Untrue(str(error)) from error
        return {"header": said["header"], "message": said.get("message") or {}}

    def _check(self, body: bytes, said: Mapping[str, Any], at: datetime) -> Form:
        signature = Signature.read(str(said.get("signature") or ""))
        header = said.get("header")
        if not isinstance(header, dict) or header.get("sender_id") != self.service.sender:
            raise Refused(Fault.SENDER, "sender_id")
        kept = PartnerKey.objects.filter(
            partner__sender_id=self.service.sender, partner__ended_at=None, key_id=signature.key_id, ended_at=None
        ).first()
        if kept is None:
            raise Refused(Fault.SIGNATURE, "the key is not known")
        return signature.check(body, key=keys.public_key(kept.public), sender=self.service.sender, at=at)


def _code(answer: Answer) -> str:
    """Return the code of a refusal, in whichever of its shapes it came."""
    said = answer.said
    message, errors = said.get("message"), said.get("errors")
    error = message.get("error") if isinstance(message, dict) else None
    listed = errors[0] if isinstance(errors, list) and errors else None
    found = next((one for one in (error, listed) if isinstance(one, dict)), {})
    return str(found.get("code") or f"HTTP {answer.status}")[:60]
