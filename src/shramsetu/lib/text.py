"""How text is cleaned, measured, guarded and written: figures, dates, messages, logs, tables for download."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple

from shramsetu.lib.aadhaar import hide_aadhaars
from shramsetu.lib.clock import local

_MONTHS = {
    "hi": "जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर".split(),
    "en": "January February March April May June July August September October November December".split(),
}
_WEEKDAYS = {
    "hi": "सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार".split(),
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
}
_HOURS = ((4, "रात"), (12, "सुबह"), (16, "दोपहर"), (20, "शाम"), (24, "रात"))
_SPANS = {
    "hi": ("दिन", "दिन", "घंटा", "घंटे", "मिनट", "मिनट"),
    "en": ("day", "days", "hour", "hours", "minute", "minutes"),
}

_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_ESCAPED = frozenset("^{}\\[~]|€\f")

_UNWANTED = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_FORMULA = re.compile(r"^[\s\u00a0\ufeff]*[=+\-@＝＋－＠|%]|^[\t\r\n]")
_PLAIN_NUMBER = re.compile(r"^-?\d+(?:\.\d+)?$")
_D = "[0-9०-९]"
_PERSONAL = re.compile(
    rf"(?<!{_D})(?:"
    rf"(?P<case>[1१]{_D}{{3}}[ -]?{_D}{{4}}[ -]?{_D}{{4}})"
    rf"|(?:\+?[9९][1१][ -]?|[0०]{{1,2}})?[6-9६-९](?:[ -]?{_D}){{9}}"
    rf"|[2-9२-९]{_D}{{3}}[ -]?{_D}{{4}}[ -]?{_D}{{4}}"
    rf")(?!{_D})"
)


class TooLong(ValueError):
    """The text is longer than it may be: `length` characters where `limit` are allowed."""

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(f"{length} characters, {limit} allowed")
        self.length = length
        self.limit = limit

    def sentence(self, language: str = "hi") -> str:
        """Say what is wrong and how to mend it, in `hi` or `en`."""
        if language == "hi":
            return f"यहाँ {grouped(self.limit)} अक्षर तक लिख सकते हैं; आपने {grouped(self.length)} लिखे। थोड़ा छोटा कीजिए।"
        return f"There is room for {grouped(self.limit)} characters; you wrote {grouped(self.length)}. Make it shorter."


class SmsSize(NamedTuple):
    """What a text message takes: `units` of its alphabet and the `segments` which are paid for."""

    units: int
    segments: int


def latin_digits(text: str) -> str:
    """Write the decimal digits of every script (२०२६, ۲۰۲۶) as 0-9; everything else stays."""
    if text.isascii():
        return text
    return "".join(mark if mark.isascii() or not mark.isdecimal() else str(unicodedata.decimal(mark)) for mark in text)


def direction(text: str) -> str:
    """Name the side from which `text` is read: `rtl` where its first letter belongs to such a script, else `ltr`."""
    strong = (unicodedata.bidirectional(mark) for mark in text)
    first = next((kind for kind in strong if kind in ("L", "R", "AL")), "L")
    return "ltr" if first == "L" else "rtl"


def devanagari_digits(text: str) -> str:
    """Write 0-9 as ०-९."""
    return text.translate({ord("0") + digit: ord("०") + digit for digit in range(10)})


def grouped(number: int) -> str:
    """Write a whole number in Indian groups: 1234567 is `12,34,567`."""
    digits = str(abs(number))
    head, tail = digits[:-3], digits[-3:]
    pairs = [head[max(end - 2, 0) : end] for end in range(len(head), 0, -2)]
    return ("-" if number < 0 else "") + ",".join([*reversed(pairs), tail])


def dated(on: date, language: str = "hi") -> str:
    """Write a day: `21 नवंबर 2026`, `21 November 2026`. Give it a day of Kolkata (`clock.day`), not an instant."""
    if isinstance(on, datetime):
        raise TypeError("a day, not an instant: pass clock.day(at)")
    return f"{on.day} {_MONTHS[language][on.month - 1]} {on.year}"


def weekday(on: date, language: str = "hi") -> str:
    """Name the day of the week: `शनिवार`, `Saturday`."""
    return _WEEKDAYS[language][on.weekday()]


def timed(clock: time, language: str = "hi") -> str:
    """Write a time of the wall clock: `शाम 6:00 बजे`, `6:00 pm`. रात 20-4, सुबह 4-12, दोपहर 12-16, शाम 16-20."""
    figures = f"{clock.hour % 12 or 12}:{clock.minute:02d}"
    if language == "en":
        return f"{figures} {'am' if clock.hour < 12 else 'pm'}"
    return f"{next(part for until, part in _HOURS if clock.hour < until)} {figures} बजे"


def instant(at: datetime, language: str = "hi") -> str:
    """Write an instant as Kolkata sees it: `21 नवंबर 2026, शाम 6:00 बजे`."""
    here = local(at)
    return f"{dated(here.date(), language)}, {timed(here.time(), language)}"


def lasting(span: timedelta, language: str = "hi") -> str:
    """Write how long something takes in its two largest units, cut off below: `2 दिन 3 घंटे`; under a minute `0 मिनट`."""
    minutes = int(abs(span).total_seconds()) // 60
    amounts = (minutes // 1440, minutes // 60 % 24, minutes % 60)
    first = next((place for place, amount in enumerate(amounts) if amount), 2)
    words = _SPANS[language]
    parts = [(amounts[place], words[2 * place + (amounts[place] != 1)]) for place in range(first, min(first + 2, 3))]
    return " ".join(f"{amount} {word}" for amount, word in parts if amount or len(parts) == 1)


def is_gsm(text: str) -> bool:
    """Tell whether the GSM alphabet (3GPP TS 23.038) is enough for `text`."""
    return all(mark in _GSM or mark in _GSM_ESCAPED for mark in text)


def sms_segments(text: str) -> SmsSize:
    """Measure a text message (3GPP TS 23.038, 23.040).

    The GSM alphabet holds 160 units, 153 in each of several segments; anything else, so all Hindi, is UCS-2: 70, then
    67. A mark of two units (`€`, an emoji) is never cut in two. An empty text takes nothing.
    """
    return SmsSize(sum(_sms_widths(text)), len(sms_parts(text)))


def sms_parts(text: str) -> list[str]:
    """Cut a text message where its segments end, as `sms_segments` counts them."""
    alone, each = (160, 153) if is_gsm(text) else (70, 67)
    widths = _sms_widths(text)
    if sum(widths) <= alone:
        return [text] if text else []
    starts, filled = [0], 0
    for at, width in enumerate(widths):
        if filled + width > each:
            starts.append(at)
            filled = 0
        filled += width
    return [text[start:end] for start, end in pairwise([*starts, len(text)])]


def _sms_widths(text: str) -> list[int]:
    plain = is_gsm(text)
    return [1 + (mark in _GSM_ESCAPED if plain else ord(mark) > 0xFFFF) for mark in text]


def clean(text: str, *, limit: int) -> str:
    """Give `text` fit to keep: NFC, trimmed, one kind of line end, without control, direction and zero-width marks.

    The joiners ZWJ and ZWNJ stay, Hindi needs them; a tab becomes a space, more than two line ends become two. Raises
    TooLong if more than `limit` characters are left.
    """
    if len(text) > 20 * limit:
        raise TooLong(len(text), limit)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\t", " ")
    kept = unicodedata.normalize("NFC", _UNWANTED.sub("", lines))
    kept = re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in kept.split("\n"))).strip()
    if len(kept) > limit:
        raise TooLong(len(kept), limit)
    return kept


def csv_safe(value: str) -> str:
    """Give `value` so that a spreadsheet takes it as text: with an apostrophe before what would be a formula (OWASP).

    A plain number, negative too, stays a number.
    """
    return "'" + value if _FORMULA.match(value) and not _PLAIN_NUMBER.match(value) else value


def scrub(text: str) -> str:
    """Hide what looks like a telephone or Aadhaar number, for logs: all but its last two digits become X.

    Spaced, hyphened, with country code and in Devanagari digits too; an Aadhaar number in the digits of any script
    and among other digits. Twelve digits that begin with 1 are a case number and stay.
    """
    return _PERSONAL.sub(_hidden, hide_aadhaars(text))


def _hidden(found: re.Match[str]) -> str:
    if found["case"]:
        return found.group()
    return "X" * (sum(mark.isdecimal() for mark in found.group()) - 2) + found.group()[-2:]
