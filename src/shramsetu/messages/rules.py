"""How a message is worded, when it may go, and when it is tried again: pure functions."""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from shramsetu.lib import clock, numbers
from shramsetu.lib.text import grouped, sms_segments
from shramsetu.messages import sealed
from shramsetu.rulebook.words import VARIABLE, Mail, Template, Variable

LANGUAGES = ("hi", "en", "ur")
SHORTENED = frozenset({"post", "place", "name", "text"})
_GSM_ADDRESS = re.compile(r"^\+91\d{10}$")
_EMAIL = re.compile(r"^[^@\s<>,;\"]{1,64}@[^@\s<>,;\"]+\.[^@\s<>,;\"]+$")


class BadMessage(ValueError):
    """The message cannot be worded or addressed; it is a mistake of the program or the rulebook, not of a person."""


class MissingValue(BadMessage):
    """A template got values for other variables than it has."""


class ValueTooLong(BadMessage):
    """A value that must not be shortened is longer than the operators allow for its variable."""

    def __init__(self, name: str, longest: int) -> None:
        super().__init__(f"{name}: at most {longest} characters")
        self.name = name
        self.longest = longest


class TooManySegments(BadMessage):
    """The worded message takes more segments than the rulebook allows."""


class BadAddress(BadMessage):
    """Neither a normalised Indian phone number nor an e-mail address."""


def written_to(language: str) -> str:
    """Return the language in which somebody is written to who speaks `language`: Hindi where no message is in it."""
    return language if language in LANGUAGES else "hi"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets a message: a phone (+91…), whose it is (`sealed`) or an e-mail address; language, not before when.

    `on_whatsapp` where it answers what the phone wrote there.
    """

    address: str
    language: str = "hi"
    not_before: datetime | None = None
    on_whatsapp: bool = False

    def __post_init__(self) -> None:
        if not (self.is_email or _GSM_ADDRESS.match(self.address) or sealed.is_reference(self.address)):
            raise BadAddress

    @property
    def is_email(self) -> bool:
        """Tell whether the address is an e-mail address."""
        return bool(_EMAIL.match(self.address))


@dataclass(frozen=True, slots=True)
class Worded:
    """A message ready to be sent, and what it takes."""

    text: str
    subject: str = ""
    units: int = 0
    segments: int = 0
    values: Mapping[str, str] = field(default_factory=dict)


def word(template: Template, language: str, values: Mapping[str, object], segments_max: int) -> Worded:
    """Word a text message. Values may be written texts, or dates, times and numbers, which are written by their kind.

    Posts, places, names and free texts are shortened at a whole letter with a full stop; anything else that is too
    long raises ValueTooLong. Raises MissingValue, TooManySegments.
    """
    if set(values) != set(template.variables):
        raise MissingValue(f"{template.key}: wants {sorted(template.variables)}, got {sorted(values)}")
    written = {name: fitted(name, variable, values[name]) for name, variable in template.variables.items()}
    text = VARIABLE.sub(lambda found: written[found[1]], template.words(language))
    units, segments = sms_segments(text)
    if segments > segments_max:
        raise TooManySegments(f"{template.key}: {segments} segments")
    return Worded(text, "", units, segments, written)


def word_mail(mail: Mail, language: str, values: Mapping[str, object]) -> Worded:
    """Word an e-mail; its values have no limit. Line ends never enter the subject. Raises MissingValue."""
    if set(values) != set(mail.variables):
        raise MissingValue(f"{mail.key}: wants {sorted(mail.variables)}, got {sorted(values)}")
    written = {name: str(value) for name, value in values.items()}
    subject, body = mail.render(language, **written)
    return Worded(body, " ".join(subject.split())[:200], len(body), 1, written)


def fitted(name: str, variable: Variable, value: object) -> str:
    """Write `value` for one variable and make it fit, or raise ValueTooLong."""
    text = " ".join(_written(variable.kind, value).split())
    if len(text) <= variable.longest:
        return text
    if variable.kind not in SHORTENED:
        raise ValueTooLong(name, variable.longest)
    cut = variable.longest - 1
    while cut > 1 and _joins(text, cut):
        cut -= 1
    return text[:cut].rstrip() + "."


def _written(kind: str, value: object) -> str:
    if isinstance(value, datetime):
        return f"{clock.local(value):%H:%M}" if kind == "time" else f"{clock.day(value):%d-%m-%Y}"
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    if isinstance(value, int):
        return grouped(value)
    text = str(value)
    return numbers.spaced(text) if kind == "number" and re.fullmatch(r"\d{12}", text) else text


def _joins(text: str, at: int) -> bool:
    """Tell whether a cut before `at` would tear a letter: before a sign or mark, or behind a virama."""
    return unicodedata.category(text[at])[0] == "M" or text[at] in "\u200c\u200d" or text[at - 1] in "्\u200d"


def masked(text: str, values: Mapping[str, str], secret: Sequence[str]) -> str:
    """Return `text` with the values of the `secret` variables as dots: a sent code is not kept readable."""
    for name in secret:
        if value := values.get(name):
            text = text.replace(value, "•" * len(value))
    return text


def opens_at(at: datetime, quiet: tuple[time, time]) -> datetime:
    """Return `at`, or the end of the quiet hours if it falls into them; they may reach over midnight."""
    begins, ends = quiet
    now = clock.local(at).time()
    is_quiet = begins <= now < ends if begins <= ends else now >= begins or now < ends
    return clock.next_at(at, ends) if is_quiet else at


def within(at: datetime, hours: tuple[time, time]) -> datetime:
    """Return `at`, or when these hours of the day open next if it falls outside them."""
    opens, closes = hours
    return at if opens <= clock.local(at).time() < closes else clock.next_at(at, opens)


def retry_at(attempts: int, at: datetime, minutes: Sequence[int]) -> datetime | None:
    """Return when a message that was tried `attempts` times is tried again; None when that was the last time."""
    return at + timedelta(minutes=minutes[attempts - 1]) if attempts <= len(minutes) else None


def address_key(address: str, key: bytes) -> str:
    """Return the keyed hash by which an address is known where it need not be read."""
    return hmac.new(key, address.lower().encode(), hashlib.sha256).hexdigest()


def signature(body: bytes, at: str, secret: str) -> str:
    """Return the signature of a delivery report: HMAC-SHA256 of its time, a full stop and its body, hexadecimal."""
    return hmac.new(secret.encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()


def report_sign(message_id: str, secret: str) -> str:
    """Return what proves that a report speaks of a message we handed over: half an HMAC-SHA256 of its id."""
    return hmac.new(secret.encode(), b"report." + message_id.encode(), hashlib.sha256).hexdigest()[:32]


def joint(pk: UUID, place: int, pieces: int) -> str:
    """Return the header by which a phone joins the pieces of one message (3GPP TS 23.040, 9.2.3.24.1), hexadecimal."""
    return f"050003{pk.int & 0xFF:02x}{pieces:02x}{place:02x}"


def kannel_fate(kind: str, reply: str, codes: Mapping[str, str]) -> tuple[str, str]:
    """Read Kannel's delivery report: `kind` is its type, `reply` the operator's own words.

    Returns what became of it (`delivered`, `failed`, `taken` or nothing yet) and why it failed: a code of the rulebook,
    by `codes` where the operator has numbers of its own. `NACK/0x0000042b/…` refuses; a receipt has `stat:` and `err:`.
    """
    if kind == "1":
        return "delivered", ""
    if kind == "8":
        return "taken", ""
    if kind == "16":
        found = re.match(r"NACK/(?:0x)?([0-9a-fA-F]+)", reply)
        code = f"0x{int(found[1], 16):02x}" if found else "nack"
        return "failed", codes.get(code, code)
    if kind != "2":
        return "", ""
    state, error = (re.search(rf"{name}:(\w+)", reply) for name in ("stat", "err"))
    number = error[1].lower() if error else ""
    if number in codes:
        return "failed", codes[number]
    if re.fullmatch(r"6[0-3]\d", number):
        return "failed", number
    said = f"receipt-{state[1].lower() if state else 'undeliv'}"
    return "failed", f"{said}:{number}" if number.strip("0") else said
