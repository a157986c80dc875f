"""What speaks against a mail: signs with points. From enough points on a person looks at it before it is work."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from shramsetu.intake.mail.rules import headers
from shramsetu.intake.mail.rules.letter import Letter

# Points of each sign; the rulebook's `mail.quarantine_points` says how many are enough.
POINTS = {
    "too_many": 10,  # so many mails of one sender within the hour
    "program": 10,  # something that runs is attached
    "forged": 10,  # the receiving server says that the sender's name is false, or it is our own
    "marked": 10,  # the receiving server holds it to be spam
    "thrown_before": 6,  # mails of this sender were discarded as spam
    "no_sender": 6,
    "newsletter": 5,
    "not_to_us": 4,
    "many_links": 4,
    "empty": 3,
    "many_receivers": 3,
    "strange_script": 3,
    "no_id": 2,
    "shouting": 1,
}
LINKS_MOST = 8
RECEIVERS_MOST = 15
_LINK = re.compile(r"https?://", re.IGNORECASE)
_PROGRAM = re.compile(
    r".*\.(exe|scr|com|pif|bat|cmd|vbs|vbe|js|jse|wsf|hta|ps1|msi|jar|lnk|iso|img|apk|dll|docm|xlsm|pptm|html?|svg)",
    re.IGNORECASE,
)
_DMARC = re.compile(r"(?:^|;)\s*dmarc\s*=\s*(pass|fail)\b", re.IGNORECASE)
_SAID_BY_OTHERS = re.compile(r'"[^"]*"|\([^()]*\)')  # names and remarks, in which a stranger's words may stand
_OURS = re.compile(r"[A-Za-z\u0900-\u097f\u0600-\u06ff\u0980-\u0dff]")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beside the mail: our own address, the name of the server whose word counts, what was before."""

    own_address: str
    server: str = ""
    is_too_many: bool = False
    thrown: int = 0


def signs(letter: Letter, known: Known) -> list[str]:
    """Return what speaks against the mail, the weightiest first."""
    found = {*_of_sender(letter, known), *_of_way(letter, known), *_of_content(letter)}
    return sorted(found, key=lambda sign: (-POINTS[sign], sign))


def points(found: list[str]) -> int:
    """Return how much speaks against it."""
    return sum(POINTS[sign] for sign in found)


def verdict(letter: Letter, server: str) -> str:
    """Return what the receiving server found of the sender's name (RFC 8601): "pass", "fail", or empty for no word.

    Only its own lines count, and of them the first: those below may have been there before.
    """
    for said in letter.heads.get("authentication-results", ())[:3] if server else ():
        name, _, results = said.partition(";")
        if name.split(" ")[0].strip().lower() == server.lower():
            found = _DMARC.search(_SAID_BY_OTHERS.sub(" ", results))
            return found[1].lower() if found else ""
    return ""


def _of_sender(letter: Letter, known: Known) -> Iterator[str]:
    if known.is_too_many:
        yield "too_many"
    if not letter.sender:
        yield "no_sender"
    if verdict(letter, known.server) == "fail":
        yield "forged"
    if known.thrown:
        yield "thrown_before"


def _of_way(letter: Letter, known: Known) -> Iterator[str]:
    heads, to = letter.heads, letter.to
    if headers.first(heads, "x-spam-flag").upper() == "YES" or headers.first(heads, "x-spam").upper() == "YES":
        yield "marked"
    if "list-unsubscribe" in heads or "list-id" in heads:
        yield "newsletter"
    if not any(_is_to_us(one, known.own_address) for one in to):
        yield "not_to_us"
    if len(to) > RECEIVERS_MOST:
        yield "many_receivers"
    if not letter.message_id:
        yield "no_id"


def _of_content(letter: Letter) -> Iterator[str]:
    text = letter.text.strip()
    if any(_PROGRAM.fullmatch(part.name) for part in letter.parts):
        yield "program"
    links = len(_LINK.findall(text))
    if links > LINKS_MOST or (links and len(_LINK.sub("", text)) < 80 * links and len(text) < 300):
        yield "many_links"
    if not text and not letter.parts:
        yield "empty"
    letters = [one for one in f"{letter.subject} {text[:2000]}" if one.isalpha()]
    if len(letters) > 20 and sum(bool(_OURS.match(one)) for one in letters) * 2 < len(letters):
        yield "strange_script"
    if letter.subject.isascii() and len(letter.subject) > 12 and letter.subject.isupper():
        yield "shouting"


def _is_to_us(address: str, own: str) -> bool:
    name, _, host = address.partition("@")
    own_name, _, own_host = own.partition("@")
    return host == own_host and name.partition("+")[0] == own_name
