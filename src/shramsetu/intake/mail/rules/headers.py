"""Lines of a mail's head, as whoever wrote it may have made them: decoded, on one line, bounded."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from shramsetu.intake.mail.rules.charsets import decoded

LINE_MOST = 8_000  # of a line that is looked at; addresses of one mail fill less
LINES_MOST = 400
IDS_MOST = 30
_ID = re.compile(r"<([^<>\s\x00-\x1f]{1,160}@[^<>\s\x00-\x1f]{1,80})>")
_ADDRESS = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,186}[a-z0-9])?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")

# In these a name may hold what looks like an address: they are parted first, and their names decoded then.
ADDRESSED = frozenset({"from", "to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-failed-recipients"})

Heads = Mapping[str, tuple[str, ...]]


def heads(message: "Message[str, str]") -> dict[str, tuple[str, ...]]:
    """Return the lines of the head by their name in small letters, each as one line, decoded but for addresses."""
    found: dict[str, list[str]] = {}
    for name, value in list(message.raw_items())[:LINES_MOST]:
        key = name.lower().strip()
        found.setdefault(key, []).append(unfolded(str(value)) if key in ADDRESSED else line(str(value)))
    return {name: tuple(values) for name, values in found.items()}


def line(value: str) -> str:
    """Return the text of one line: unfolded, encoded words decoded, without marks that break or turn a line."""
    plain = unfolded(value)
    try:
        pieces = decode_header(plain) if "=?" in plain else [(plain, None)]
    except (HeaderParseError, ValueError, UnicodeError):
        pieces = [(plain, None)]
    text = "".join(piece if isinstance(piece, str) else decoded(piece, charset or "") for piece, charset in pieces)
    return " ".join(_CONTROL.sub(" ", text).split())


def unfolded(value: str) -> str:
    """Return a line as it was sent, on one line; its encoded words stay."""
    raw = value[:LINE_MOST].encode("utf-8", "surrogateescape")
    plain = raw.decode("ascii") if raw.isascii() else decoded(raw, "")
    return _CONTROL.sub(" ", re.sub(r"\r?\n[ \t]+", " ", plain)).strip()


def first(found: Heads, name: str) -> str:
    """Return the first line of this name, empty where there is none."""
    return found.get(name, ("",))[0]


def addresses(lines: Iterable[str]) -> list[tuple[str, str]]:
    """Return name and address of each in lines such as `To`; what is no plain address is left out."""
    try:
        pairs = getaddresses(list(lines)[:20])
    except (ValueError, IndexError, TypeError, RecursionError):  # the last: brackets within brackets without end
        return []
    told = [(name, address.strip().lower()) for name, address in pairs[:200]]
    return [(line(name), address) for name, address in told if _ADDRESS.fullmatch(address)]


def ids(lines: Iterable[str]) -> list[str]:
    """Return the message ids in lines such as `References`, without brackets, the last one first."""
    found = [one for value in lines for one in _ID.findall(value[:LINE_MOST])]
    return list(dict.fromkeys(reversed(found)))[:IDS_MOST]


def moment(value: str) -> datetime | None:
    """Return when the mail says that it was written, none for a line that says no such thing."""
    try:
        at = parsedate_to_datetime(value[:120])
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
