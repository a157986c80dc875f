"""Text messages through Kannel, which speaks SMPP with the operator: sendsms over HTTP on this machine.

Kannel keeps what it took on its disk and hands back what became of it: each message carries the address of its own
delivery report, signed, so that nobody can report on a message they did not carry.

A message of several segments is cut here and handed over piece by piece, joined by a header (3GPP TS 23.040): of what
Kannel cuts itself it passes no code of a refusal on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from time import sleep
from typing import Any
from urllib.parse import urlencode

from shramsetu.lib.text import is_gsm, sms_parts
from shramsetu.messages import rules
from shramsetu.messages.gateways import wire
from shramsetu.messages.gateways.basis import Outcome, Rejected, Sent, Unknown
from shramsetu.messages.models import Message

FAULTS = 2 + 16  # dlr-mask: not delivered, refused by the operator
REPORTS = FAULTS + 1 + 8  # and delivered, taken by the operator: asked of the last piece, so that each is told once
UNICODE, PLAIN = "2", "0"
TRIES, NAP_SECONDS = 3, 0.3  # for the pieces behind the first: half a message is worse than a moment


@dataclass(frozen=True)
class KannelSettings:
    """How Kannel is reached (SMS_KANNEL_URL and others; docs/reference), and where it finds us.

    `codes` says which number of the operator's is which code of rulebook/dlt.toml.
    """

    url: str
    user: str = ""
    password: str = ""
    site: str = ""
    secret: str = ""
    entity: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    timeout_seconds: int = 10

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "KannelSettings":
        """Take them from the settings."""
        return cls(**given)


class KannelGateway:
    """One request a message. A message sent twice is sent twice: Kannel knows no id of ours."""

    name = "kannel"
    honours_id = False
    needs_entity = True

    def __init__(self, given: KannelSettings) -> None:
        self.given = given

    def send(self, message: Message) -> Outcome:
        """Hand over the message. Without a connection it was surely not taken; without an answer nobody knows.

        Nobody knows either where only its first pieces were taken: it is not sent again by itself.
        """
        pieces = sms_parts(message.text)
        outcome = self._hand_over(message, pieces, 0)
        for place in range(1, len(pieces)):
            if not isinstance(outcome, Sent):
                break
            outcome = self._insist(message, pieces, place)
        return outcome

    def _insist(self, message: Message, pieces: Sequence[str], place: int) -> Outcome:
        for again in range(TRIES):
            outcome = self._hand_over(message, pieces, place)
            if not isinstance(outcome, Rejected):
                return outcome
            if again + 1 < TRIES:
                sleep(NAP_SECONDS)
        return Unknown("half")

    def _hand_over(self, message: Message, pieces: Sequence[str], place: int) -> Outcome:
        headers = self._headers(message, place + 1, len(pieces))
        body = pieces[place].encode()
        answer = wire.post(self.given.url, body, headers=headers, timeout=self.given.timeout_seconds)
        return _outcome(answer) if isinstance(answer, wire.Answer) else answer

    def _headers(self, message: Message, place: int, pieces: int) -> dict[str, str]:
        """Return what goes with the text: as headers, because an address with a phone in it ends up in log files."""
        ids = urlencode({"PE_ID": self.given.entity, "TEMPLATE_ID": message.dlt_template})
        joint = {"X-Kannel-UDH": rules.joint(message.pk, place, pieces)} if pieces > 1 else {}
        return {
            **joint,
            "Content-Type": "text/plain; charset=UTF-8",
            "X-Kannel-Username": self.given.user,
            "X-Kannel-Password": self.given.password,
            "X-Kannel-From": message.dlt_header,
            "X-Kannel-To": message.phone,
            "X-Kannel-Coding": PLAIN if is_gsm(message.text) else UNICODE,
            "X-Kannel-DLR-Mask": str(REPORTS if place == pieces else FAULTS),
            "X-Kannel-DLR-URL": self.report_url(str(message.pk)),
            "X-Kannel-Meta-Data": f"?smpp?{ids}",
        }

    def report_url(self, pk: str) -> str:
        """Return where Kannel reports on the message `pk`; it fills in what stands after a percent sign."""
        mine = urlencode({"id": pk, "sign": rules.report_sign(pk, self.given.secret)})
        return f"{self.given.site}/messages/kannel/report/?{mine}&type=%d&reply=%A&ref=%F"


def _outcome(answer: wire.Answer) -> Outcome:
    """Read Kannel's answer: 202 it has the message, 503 not now, 4xx never in this shape."""
    if answer.status == HTTPStatus.ACCEPTED:
        return Sent()
    if answer.status == HTTPStatus.SERVICE_UNAVAILABLE:
        return Rejected("busy", is_final=False)
    if answer.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND):
        return Rejected("gateway_shut", is_final=False)  # a wrong password is mended: the message goes then
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Unknown("no_answer")
    return Rejected("refused", is_final=True)
