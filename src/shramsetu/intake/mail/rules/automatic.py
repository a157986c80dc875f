"""Mails that no person wrote to us: automatic answers, bulk, reports, and our own that come back (RFC 3834, 3464)."""

import re

from shramsetu.intake.mail.rules import headers
from shramsetu.intake.mail.rules.letter import Letter

OWN_HEADER = "x-shram-setu"
HOPS_MOST = 40
_ROBOT = re.compile(r"(mailer-daemon|postmaster|no-?reply|do-?not-?reply|noreply|bounces?)([+=._-].*)?@.*")
# What programs write before the subject of what they answer; those that say nothing else of themselves.
_ABSENT = re.compile(
    r"(automatic reply|auto(?:matic)?[ -]?(?:reply|response)|autoreply|out of (?:the )?office|on (?:leave|vacation)|"
    r"स्वचालित उत्तर|स्वतः उत्तर|अवकाश पर)\b.*",
    re.IGNORECASE,
)
_BULK = frozenset({"bulk", "junk", "list", "auto_reply"})
_ANSWERERS = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-mail-autoreply")


def why(letter: Letter, *, own_address: str) -> str:
    """Return why nobody is to be answered and nothing to be filed, empty for a mail that a person wrote.

    `own_address` is ours, in small letters: what comes from it was sent by ourselves.
    """
    heads = letter.heads
    if letter.reports or _kind(letter) == "delivery-status":
        return "report"
    if OWN_HEADER in heads or _is_ours(letter.sender, own_address):
        return "own"
    if len(heads.get("received", ())) > HOPS_MOST:
        return "loop"
    return _answered_by_machine(letter)


def _answered_by_machine(letter: Letter) -> str:
    heads = letter.heads
    said = headers.first(heads, "auto-submitted").partition(";")[0].strip().lower()
    if said not in {"", "no"} or any(name in heads for name in _ANSWERERS) or _kind(letter):
        return "auto"
    if headers.first(heads, "return-path").replace(" ", "") == "<>":
        return "null_path"
    if headers.first(heads, "precedence").lower() in _BULK:
        return "bulk"
    if letter.answers and _ABSENT.match(letter.subject):
        return "auto"
    return "robot" if _ROBOT.fullmatch(letter.sender) else ""


def _kind(letter: Letter) -> str:
    """Return the kind of report that a mail says it is."""
    said = headers.first(letter.heads, "content-type").lower()
    found = re.search(r"report-type\s*=\s*\"?([a-z-]{1,40})", said) if said.startswith("multipart/report") else None
    return found[1] if found else ""


def _is_ours(sender: str, own_address: str) -> bool:
    name, _, host = sender.partition("@")
    own_name, _, own_host = own_address.partition("@")
    return bool(own_name) and host == own_host and name.partition("+")[0] == own_name
