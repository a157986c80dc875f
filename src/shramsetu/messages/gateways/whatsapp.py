"""Messages on WhatsApp, in the shape of its Cloud API: free words in an open talk, else a text approved beforehand.

Our id goes along (`biz_opaque_callback_data`) and comes back with what became of the message; it is no key against
doubles, so that a message whose answer is lost is not sent again by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from shramsetu import outside
from shramsetu.messages import chats
from shramsetu.messages.gateways import wire
from shramsetu.messages.gateways.basis import Outcome, Rejected, Sent, Unknown
from shramsetu.messages.models import Message

_WAIT = {408, 425, 429}
# Codes of its errors that pass by themselves: too many calls, not well, too many to one phone, being mended.
_PASSING = {"1", "2", "4", "80007", "130429", "131000", "131016", "131048", "131056", "131057"}
_SHUT = {"0", "3", "10", "190", "200", "131005", "131031", "131042"}


@dataclass(frozen=True)
class WhatsappSettings:
    """How the provider is reached (WHATSAPP_URL and others; docs/reference/settings.md)."""

    url: str
    number_id: str
    token: str
    timeout_seconds: int = 10

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "WhatsappSettings":
        """Take them from the settings."""
        return cls(**{name: given[name] for name in ("url", "number_id", "token", "timeout_seconds")})


class WhatsappGateway:
    """One POST a message. A message sent twice is sent twice: the provider takes no id of ours against it."""

    name = "whatsapp"
    honours_id = False
    needs_entity = False

    def __init__(self, given: WhatsappSettings) -> None:
        self.given = given

    def send(self, message: Message) -> Outcome:
        """Post the message. Without a connection it was surely not taken; without an answer nobody knows."""
        url, body = f"{self.given.url}/{self.given.number_id}/messages", wire.as_json(_body(message))
        headers = {**outside.JSON, "Authorization": f"Bearer {self.given.token}"}
        answer = wire.post(url, body, headers=headers, timeout=self.given.timeout_seconds)
        return _outcome(answer) if isinstance(answer, wire.Answer) else answer


def _body(message: Message) -> dict[str, Any]:
    whole: dict[str, Any] = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": message.phone.removeprefix("+"),
        "biz_opaque_callback_data": str(message.pk),
    }
    if not message.approved:
        return whole | {"type": "text", "text": {"body": message.text, "preview_url": False}}
    given = [{"type": "text", "parameter_name": name, "text": value} for name, value in message.values.items()]
    parts = [{"type": "body", "parameters": given}] if given else []
    template = {"name": message.approved, "language": {"code": message.language}, "components": parts}
    return whole | {"type": "template", "template": template}


def _outcome(answer: wire.Answer) -> Outcome:
    told = answer.said
    if answer.is_success:
        return Sent(_ref(told)[:80])
    code = _code(told)
    if code in _SHUT or answer.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return Rejected("gateway_shut", is_final=False)
    if code in _PASSING or answer.status in _WAIT:
        return Rejected("busy", is_final=False)
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR and not code:
        return Unknown("no_answer")
    return Rejected(chats.fault(code), is_final=True)


def _ref(told: Mapping[str, Any]) -> str:
    try:
        return str(told["messages"][0]["id"])
    except (KeyError, IndexError, TypeError):
        return ""


def _code(told: Mapping[str, Any]) -> str:
    error = told.get("error")
    return str(error.get("code", ""))[:20] if isinstance(error, dict) else ""
