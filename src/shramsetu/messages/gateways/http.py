"""Text messages through an aggregator's HTTP interface; which field is called what comes from the environment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import httpx

from shramsetu.messages.gateways.basis import Outcome, Rejected, Sent, Unknown
from shramsetu.messages.models import Message

OURS = ("id", "to", "text", "template", "header", "language", "entity")
_WAIT = {408, 425, 429, 503}


@dataclass(frozen=True)
class HttpSettings:
    """How the aggregator is reached (SMS_URL and others; docs/reference).

    `fields` maps our names (`OURS`) to the aggregator's, `constants` are sent with each message (entity id, route).
    `ref` and `code` are the names in its answer for its own id and its reason.
    """

    url: str
    token: str = ""
    fields: Mapping[str, str] = field(default_factory=lambda: {name: name for name in OURS if name != "entity"})
    entity: str = ""
    constants: Mapping[str, str] = field(default_factory=dict)
    as_form: bool = False
    ref: str = "id"
    code: str = "code"
    honours_id: bool = False
    timeout_seconds: int = 10

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "HttpSettings":
        """Take them from the settings."""
        return cls(**given)


class HttpGateway:
    """One POST a message, with our id as `Idempotency-Key` and as a field."""

    name = "http"
    needs_entity = False

    def __init__(self, given: HttpSettings) -> None:
        self.given = given
        self.honours_id = given.honours_id

    def send(self, message: Message) -> Outcome:
        """Post the message. Without a connection it was surely not taken; without an answer nobody knows."""
        body = {
            self.given.fields[name]: value for name, value in self._ours(message).items() if name in self.given.fields
        }
        headers = {"Idempotency-Key": str(message.pk)}
        if self.given.token:
            headers["Authorization"] = f"Bearer {self.given.token}"
        content: dict[str, Any] = {"data" if self.given.as_form else "json": {**self.given.constants, **body}}
        try:
            answer = _client().post(self.given.url, headers=headers, timeout=self.given.timeout_seconds, **content)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol):
            return Rejected("not_reachable", is_final=False)
        except httpx.HTTPError:
            return Unknown("no_answer")
        return self._outcome(answer)

    def _outcome(self, answer: httpx.Response) -> Outcome:
        told = _told(answer)
        if answer.is_success:
            return Sent(str(told.get(self.given.ref, ""))[:80])
        if answer.status_code in _WAIT:
            return Rejected("busy", is_final=False)
        if answer.status_code >= 500:
            return Unknown("no_answer")
        return Rejected(str(told.get(self.given.code) or "refused")[:80], is_final=True)

    def _ours(self, message: Message) -> dict[str, str]:
        return {
            "id": str(message.pk),
            "to": message.phone.removeprefix("+"),
            "text": message.text,
            "template": message.dlt_template,
            "header": message.dlt_header,
            "language": message.language,
            "entity": self.given.entity,
        }


@cache
def _client() -> httpx.Client:
    """Return the process's client: reading the certificates takes longer than sending a message.

    It keeps no connection open: one that the aggregator has just closed would leave a message's fate unknown.
    """
    return httpx.Client(limits=httpx.Limits(max_keepalive_connections=0))


def _told(answer: httpx.Response) -> dict[str, Any]:
    try:
        told = answer.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
