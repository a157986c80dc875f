"""Reports that a mail of ours did not arrive (RFC 3464): of whom, whether for good, and of which mail."""

import re
from dataclasses import dataclass

from shramsetu.intake.mail.rules import headers
from shramsetu.intake.mail.rules.letter import Letter

RECIPIENTS_MOST = 5
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")


@dataclass(frozen=True, slots=True)
class Bounce:
    """One address that a mail of ours did not reach. `status` is as `5.1.1`, empty where none is told."""

    address: str
    status: str
    about: str  # the id of the mail that did not arrive, without brackets


def bounces(letter: Letter) -> list[Bounce]:
    """Return whom the mail says to be unreachable for good; what is only delayed, or full for now, is nobody."""
    about = next(iter(headers.ids(letter.returned.get("message-id", ()))), "") or next(iter(letter.answers), "")
    found = [_bounce(fields, about) for fields in letter.reports]
    failed = [one for one in found if one is not None]
    if not letter.reports:
        told = headers.addresses(letter.heads.get("x-failed-recipients", ()))
        failed = [Bounce(address, "", about) for _, address in told]
    return failed[:RECIPIENTS_MOST] if about else []


def _bounce(fields: headers.Heads, about: str) -> Bounce | None:
    who = headers.first(fields, "original-recipient") or headers.first(fields, "final-recipient")
    address = headers.addresses([who.partition(";")[2]])
    status = _STATUS.search(headers.first(fields, "status"))
    is_final = headers.first(fields, "action").lower() == "failed" and (status is None or status[0].startswith("5"))
    return Bounce(address[0][1], status[0] if status else "", about) if address and is_final else None
