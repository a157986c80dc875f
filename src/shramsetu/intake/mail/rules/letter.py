"""An e-mail read: head, words, attachments. Whatever its bytes are, reading ends soon and raises nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.errors import MessageError
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from hashlib import sha256
from typing import TypeAlias

from shramsetu.intake.mail.rules import headers, words
from shramsetu.intake.mail.rules.charsets import decoded
from shramsetu.intake.mail.rules.headers import Heads

PARTS_MOST = 100
DEPTH_MOST = 8
# Each level of parts within parts is asked about every line below it: more than people ever send is not read at all.
LEVELS_MOST = 40
ASKED_MOST = 4_000_000  # lines, times the levels that are asked about each
MARKS_MOST = 5_000  # lines that may part one thing from the next
HEAD_MOST = 200_000
NAME_MOST = 100
_BOUNDARY = re.compile(rb"boundary[ \t\r\n]*\*?\d*\*?=|message/rfc822", re.IGNORECASE)
_DECODED = frozenset({"base64", "quoted-printable", "7bit", "8bit", "binary", ""})
_WORDS_MOST = 2_000  # of a line such as Content-Type: its words are parted in time that grows with their square
Mime: TypeAlias = "Message[str, str]"


class _Bounded(Message):
    """A part of which as many lines of the head are kept as are ever looked at, and of each as much."""

    def set_raw(self, name: str, value: str) -> None:
        """Keep a line of the head as it came, or its beginning."""
        if len(self) < headers.LINES_MOST:
            most = _WORDS_MOST if name.lower().startswith("content-") else headers.LINE_MOST
            super().set_raw(name, value[:most])


@dataclass(frozen=True, slots=True)
class Part:
    """Something attached."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as read. Addresses are in small letters; `answers` are the ids of what it answers, the nearest first.

    `reports` are the fields of a delivery report, `returned` the head of the mail that it is about. `left_out` says
    what of the mail was not read: "structure" (only its head was), "parts" (too many, or too deep).
    """

    heads: Heads
    text: str = ""
    is_html: bool = False
    parts: tuple[Part, ...] = ()
    reports: tuple[Heads, ...] = ()
    returned: Heads = field(default_factory=dict)
    left_out: tuple[str, ...] = ()

    @property
    def message_id(self) -> str:
        """Its id without brackets."""
        return next(iter(headers.ids(self.heads.get("message-id", ())[:1])), "")[:250]

    @property
    def answers(self) -> list[str]:
        """The ids of the mails that it answers, the nearest first."""
        near, far = (headers.ids(self.heads.get(name, ())) for name in ("in-reply-to", "references"))
        return list(dict.fromkeys([*near, *far]))

    @property
    def sender(self) -> str:
        """The address it comes from, empty for none or several."""
        found = headers.addresses(self.heads.get("from", ()))
        return found[0][1] if len(found) == 1 else ""

    @property
    def sender_name(self) -> str:
        """What its writer is called."""
        found = headers.addresses(self.heads.get("from", ()))
        return found[0][0][:120] if len(found) == 1 else ""

    @property
    def to(self) -> list[str]:
        """Every address it was written or brought to."""
        named = ("to", "cc", "delivered-to", "x-original-to", "envelope-to")
        return [address for _, address in headers.addresses(one for name in named for one in self.heads.get(name, ()))]

    @property
    def subject(self) -> str:
        """Its subject on one line."""
        return headers.first(self.heads, "subject")[:300]

    @property
    def sent_at(self) -> datetime | None:
        """When it says that it was written."""
        return headers.moment(headers.first(self.heads, "date"))


def read(raw: bytes) -> Letter:
    """Read a mail; one whose structure cannot be read is its head, and the beginning as it stands."""
    if _is_bomb(raw):
        return _head_alone(raw)
    try:
        return _read(BytesParser(_Bounded).parsebytes(raw))
    except (RecursionError, MessageError, ValueError, LookupError, TypeError, AttributeError, AssertionError):
        return _head_alone(raw)


def _is_bomb(raw: bytes) -> bool:
    """Tell whether reading would take longer than a mail is worth: too many levels, lines or parts, or a huge head."""
    if raw.count(b"\n--") > MARKS_MOST:
        return True
    small = raw.lower()
    levels = small.count(b"boundary") + small.count(b"message/rfc822")
    if levels > LEVELS_MOST:  # or people who write about boundaries
        levels = len(_BOUNDARY.findall(raw))
    if levels > LEVELS_MOST or (levels + 1) * raw.count(b"\n") > ASKED_MOST:
        return True
    ends = [at for at in (raw.find(b"\n\n"), raw.find(b"\r\n\r\n")) if at >= 0]
    return min(ends, default=len(raw)) > HEAD_MOST


def fingerprint(raw: bytes) -> str:
    """Return what a mail has in common with itself, by whichever way and however often it came.

    Whoever brings a mail adds lines on top; what its writer wrote stays. A message id alone would let a stranger
    who knows it keep a mail out.
    """
    head, found, body = raw.partition(b"\r\n\r\n")
    if not found:
        head, found, body = raw.partition(b"\n\n")
    known = BytesHeaderParser(_Bounded).parsebytes(head[:HEAD_MOST])
    said = [
        " ".join(headers.unfolded(str(known.get(name, ""))).split())
        for name in ("message-id", "date", "from", "subject", "content-type")
    ]
    digest = sha256("\x1f".join(said).encode("utf-8", "surrogateescape"))
    digest.update(b"\x1f" + body.replace(b"\r\n", b"\n").rstrip())
    return digest.hexdigest()


def _head_alone(raw: bytes) -> Letter:
    head, _, body = raw[:HEAD_MOST].replace(b"\r\n", b"\n").partition(b"\n\n")
    known = headers.heads(BytesHeaderParser(_Bounded).parsebytes(head))
    return Letter(heads=known, text=_bounded(decoded(body, "")), left_out=("structure",))


@dataclass(slots=True)
class _Reading:
    """What is gathered on the way through the parts."""

    plain: list[str] = field(default_factory=list)
    marked: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    reports: list[Heads] = field(default_factory=list)
    returned: Heads = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)


def _read(message: Mime) -> Letter:
    found = _Reading()
    is_report = message.get_content_type() == "multipart/report"
    for part, depth in _leaves(message, found):
        _take(part, found, is_inner=is_report and depth > 0)
    text = "\n\n".join(filter(None, found.plain)) or "\n\n".join(filter(None, found.marked))
    return Letter(
        heads=headers.heads(message),
        text=_bounded(text),
        is_html=bool(found.marked) and not any(found.plain),
        parts=tuple(found.parts),
        reports=tuple(found.reports),
        returned=found.returned,
        left_out=tuple(found.left_out),
    )


def _leaves(message: Mime, found: _Reading) -> Iterator[tuple[Mime, int]]:
    """Walk the parts that have no parts, in order; a mail within the mail counts as one level more."""
    waiting: list[tuple[Mime, int]] = [(message, 0)]
    seen = 0
    while waiting:
        part, depth = waiting.pop()
        seen += 1
        if seen > PARTS_MOST or depth > DEPTH_MOST:
            found.left_out.append("parts")
            return
        kind = part.get_content_type()
        inner = [one for one in part.get_payload() if isinstance(one, Message)] if part.is_multipart() else None
        if kind == "message/delivery-status":
            found.reports += [headers.heads(one) for one in (inner or [])[:20]]
        elif inner is not None:
            if kind == "message/rfc822" and inner and not found.returned:
                found.returned = headers.heads(inner[0])
            waiting += [(one, depth + 1) for one in reversed(_readable(kind, inner))]
        else:
            yield part, depth


def _readable(kind: str, inner: "list[Mime]") -> "list[Mime]":
    """Return the parts that count: of several ways to say the same, the plain one."""
    if kind != "multipart/alternative":
        return inner
    plain = [one for one in inner if one.get_content_type() == "text/plain" and str(one.get_payload()).strip()]
    others = [one for one in inner if one.get_content_maintype() not in {"text", "multipart"}]
    return [*plain, *others] if plain else inner


def _take(part: Mime, found: _Reading, *, is_inner: bool) -> None:
    kind, name = part.get_content_type(), _name(part)
    if kind == "text/rfc822-headers":
        returned = BytesHeaderParser(_Bounded).parsebytes(_content(part)[:HEAD_MOST])
        found.returned = found.returned or headers.heads(returned)
    elif kind in {"text/plain", "text/html"} and not name and part.get_content_disposition() != "attachment":
        text = decoded(_content(part), _charset(part))
        if kind == "text/html":
            found.marked.append(words.of_html(text))
        elif not is_inner or not found.plain:
            found.plain.append(text.replace("\r\n", "\n").strip())
    elif part.get_payload() and not is_inner:
        found.parts.append(Part(name, kind, _content(part)))


def _content(part: Mime) -> bytes:
    coding = str(part.get("content-transfer-encoding", "")).strip().lower()
    content = part.get_payload(decode=True) if coding in _DECODED else None
    if isinstance(content, bytes):
        return content
    return str(part.get_payload()).encode("utf-8", "surrogateescape")


def _charset(part: Mime) -> str:
    try:
        return part.get_content_charset() or ""
    except (LookupError, ValueError, TypeError):
        return ""


def _name(part: Mime) -> str:
    try:
        return headers.line(part.get_filename() or "")[-NAME_MOST:]
    except (LookupError, ValueError, TypeError):
        return "?"


def _bounded(text: str) -> str:
    return text[: words.TEXT_MOST]
