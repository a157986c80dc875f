"""Text messages through an aggregator's HTTP interface; which field is called what comes from the environment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from shramsetu import outside
from shramsetu.messages.gateways import wire
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
        whole = {**self.given.constants, **body}
        headers = {"Idempotency-Key": str(message.pk), **(outside.FORM if self.given.as_form else outside.JSON)}
        if self.given.token:
            headers["Authorization"] = f"Bearer {self.given.token}"
        content = outside.form(whole) if self.given.as_form else wire.as_json(whole)
        answer = wire.post(self.given.url, content, headers=headers, timeout=self.given.timeout_seconds)
        return self._outcome(answer) if isinstance(answer, wire.Answer) else answer

    def _outcome(self, answer: wire.Answer) -> Outcome:
        told = answer.said
        if answer.is_success:
            return Sent(str(told.get(self.given.ref, ""))[:80])
        if answer.status in _WAIT:
            return Rejected("busy", is_final=False)
        if answer.status >= 500:
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
