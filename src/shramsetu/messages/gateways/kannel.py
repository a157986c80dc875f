"""Text messages through Kannel, which speaks SMPP with the operator: sendsms over HTTP on this machine.

Kannel keeps what it took on its disk and hands back what became of it: each message carries the address of its own
delivery report, signed, so that nobody can report on a message they did not carry.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlencode

import httpx

from shramsetu.lib.text import is_gsm
from shramsetu.messages import rules
from shramsetu.messages.gateways.basis import Outcome, Rejected, Sent, Unknown
from shramsetu.messages.models import Message

REPORTS = 1 + 2 + 8 + 16  # dlr-mask: delivered, not delivered, taken by the operator, refused by the operator
UNICODE, PLAIN = "2", "0"


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
        """Hand over the message. Without a connection it was surely not taken; without an answer nobody knows."""
        try:
            answer = _client().post(
                self.given.url,
                content=message.text.encode(),
                headers=self._headers(message),
                timeout=self.given.timeout_seconds,
            )
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol):
            return Rejected("not_reachable", is_final=False)
        except httpx.HTTPError:
            return Unknown("no_answer")
        return _outcome(answer)

    def _headers(self, message: Message) -> dict[str, str]:
        """Return what goes with the text: as headers, because an address with a phone in it ends up in log files."""
        ids = urlencode({"PE_ID": self.given.entity, "TEMPLATE_ID": message.dlt_template})
        return {
            "Content-Type": "text/plain; charset=UTF-8",
            "X-Kannel-Username": self.given.user,
            "X-Kannel-Password": self.given.password,
            "X-Kannel-From": message.dlt_header,
            "X-Kannel-To": message.to_phone,
            "X-Kannel-Coding": PLAIN if is_gsm(message.text) else UNICODE,
            "X-Kannel-DLR-Mask": str(REPORTS),
            "X-Kannel-DLR-URL": self.report_url(str(message.pk)),
            "X-Kannel-Meta-Data": f"?smpp?{ids}",
        }

    def report_url(self, pk: str) -> str:
        """Return where Kannel reports on the message `pk`; it fills in what stands after a percent sign."""
        mine = urlencode({"id": pk, "sign": rules.report_sign(pk, self.given.secret)})
        return f"{self.given.site}/messages/kannel/report/?{mine}&type=%d&reply=%A&ref=%F"


def _outcome(answer: httpx.Response) -> Outcome:
    """Read Kannel's answer: 202 it has the message, 503 not now, 4xx never in this shape."""
    if answer.status_code == httpx.codes.ACCEPTED:
        return Sent()
    if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE:
        return Rejected("busy", is_final=False)
    if answer.status_code in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN, httpx.codes.NOT_FOUND):
        return Rejected("gateway_shut", is_final=False)  # a wrong password is mended: the message goes then
    if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
        return Unknown("no_answer")
    return Rejected("refused", is_final=True)


@cache
def _client() -> httpx.Client:
    """Return the process's client; it keeps no connection open, because Kannel closes each."""
    return httpx.Client(limits=httpx.Limits(max_keepalive_connections=0))
