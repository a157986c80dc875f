"""Identity numbers of a person or a family, each with its type: Aadhaar, UAN, Family ID, ration card, EPIC, PAN.

Four of them have twelve digits, and nothing but their box tells them apart. So a number never goes without its kind;
and what is an Aadhaar number by its check digit is refused in any other box. UAN, Family ID and ration card have no
public check digit: they are judged by length alone. UP's Family ID of a family with a ration card *is* the number of
that card (familyid.up.gov.in), so both are kept under `FAMILY`.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from stdnum import luhn
from stdnum.in_ import pan

from shramsetu.lib import aadhaar

_IGNORED = re.compile(r"[\s\u00a0\u200b-\u200f\u202a-\u202e\u2060\ufeff./_‐‑–—-]+")
_EPIC = re.compile(r"[A-Z]{3}\d{7}|[A-Z]{2}/?\d{2}/?\d{3}/?\d{6,7}")
_NEW_EPIC = re.compile(r"[A-Z]{3}\d{7}")


class Kind(StrEnum):
    """Which number it is."""

    AADHAAR = "aadhaar"
    UAN = "uan"
    FAMILY_ID = "family_id"
    RATION_CARD = "ration_card"
    EPIC = "epic"
    PAN = "pan"


FAMILY = "family"
_NAMES = {
    Kind.AADHAAR: ("आधार नंबर", "An Aadhaar number"),
    Kind.UAN: ("UAN (ई-श्रम) नंबर", "A UAN (e-Shram)"),
    Kind.FAMILY_ID: ("फ़ैमिली आईडी", "A Family ID"),
    Kind.RATION_CARD: ("राशन कार्ड नंबर", "A ration card number"),
    Kind.EPIC: ("वोटर कार्ड (EPIC) नंबर", "A voter card (EPIC) number"),
    Kind.PAN: ("पैन नंबर", "A PAN"),
}
_DIGITS = 12
_SENTENCES = {
    "empty": ("{name} लिखिए।", "{name} is missing."),
    "character": ("{name} में सिर्फ़ अंक होते हैं।", "{name} has digits only."),
    "length": ("{name} में 12 अंक होते हैं; आपने {digits} लिखे।", "{name} has 12 digits; you wrote {digits}."),
    "same": (
        "{name} में सब अंक एक नहीं हो सकते। कार्ड देखकर लिखिए।",
        "{name} cannot be one digit twelve times. Copy it from the card.",
    ),
    "first": (
        "आधार नंबर 0 या 1 से शुरू नहीं होता। कार्ड देखकर लिखिए।",
        "An Aadhaar number does not begin with 0 or 1. Copy it from the card.",
    ),
    "check": (
        "{name} का कोई अक्षर या अंक ग़लत है। कार्ड से मिलाकर फिर लिखिए।",
        "{name} has a wrong sign. Compare it with the card and write it again.",
    ),
    "shape": ("{name} इस तरह लिखा जाता है: {example}।", "{name} is written like {example}."),
    "aadhaar": (
        "यह आधार नंबर लगता है। यहाँ आधार नहीं लिखना है; {name} लिखिए।",
        "This looks like an Aadhaar number, which does not belong here. {name} is asked for.",
    ),
}
ELSEWHERE = (
    "यहाँ आधार नंबर लगता है। उसे हटा दीजिए; आधार सिर्फ़ आधार के खाने में लिखा जाता है।",
    "There seems to be an Aadhaar number here. Take it out; it is written in the box for Aadhaar only.",
)
_EXAMPLES = {Kind.EPIC: "ABC1234567", Kind.PAN: "ABCPE1234F"}


class BadIdentity(ValueError):
    """This is not a number of that kind. It never says the number itself.

    `reason` is `empty`, `character`, `length` (`digits` were written), `same` (one digit twelve times), `first`,
    `check` (the check digit), `shape`, or `aadhaar`: an Aadhaar number in another number's box.
    """

    def __init__(self, kind: Kind, reason: str, digits: int = 0) -> None:
        super().__init__(f"{kind}: {reason}")
        self.kind = kind
        self.reason = reason
        self.digits = digits

    def sentence(self, language: str = "hi") -> str:
        """Say what is wrong and how to mend it, in `hi` or `en`."""
        place = language != "hi"
        said = _SENTENCES[self.reason][place]
        return said.format(name=_NAMES[self.kind][place], digits=self.digits, example=_EXAMPLES.get(self.kind, ""))


@dataclass(frozen=True, slots=True)
class Identity:
    """A number with its kind, in the one form that is compared. It shows itself masked; only `number` says it."""

    kind: Kind
    number: str

    @property
    def space(self) -> str:
        """In which numbers of this kind are unique: a Family ID and a ration card are of one."""
        return FAMILY if self.kind in (Kind.FAMILY_ID, Kind.RATION_CARD) else str(self.kind)

    @property
    def masked(self) -> str:
        """All but the last four signs as X; for Aadhaar as UIDAI asks (XXXX XXXX 7058)."""
        shown = "X" * (len(self.number) - 4) + self.number[-4:]
        return f"{shown[:4]} {shown[4:8]} {shown[8:]}" if len(shown) == _DIGITS else shown

    def __repr__(self) -> str:
        return f"Identity({self.kind}, {self.masked})"

    __str__ = __repr__


def parse(kind: Kind, text: str, *, vouched: bool = False) -> Identity:
    """Give the number that a person wrote with spaces, hyphens and digits of any script. Raises BadIdentity.

    One true Family ID, ration card or UAN in twelve has by chance what an Aadhaar number has. `vouched` is for such a
    number that the register which gave it has confirmed (the Family ID service, the ration card list); a person's word
    is not enough.
    """
    written = _IGNORED.sub("", aadhaar.digits_as_ascii(text)).upper()
    if not written:
        raise BadIdentity(kind, "empty")
    if not vouched and kind is not Kind.AADHAAR and (aadhaar.is_aadhaar(written) or aadhaar.looks_like_aadhaar(text)):
        raise BadIdentity(kind, "aadhaar")
    if kind is Kind.EPIC:
        return _epic(written)
    return _pan(written) if kind is Kind.PAN else _twelve(kind, written)


def name_of(kind: Kind, language: str = "hi") -> str:
    """Give the name of a kind of number, in `hi` or `en`."""
    said = _NAMES[kind][language != "hi"]
    return said if language == "hi" else said.split(maxsplit=1)[1]


def _twelve(kind: Kind, written: str) -> Identity:
    digits = sum(mark.isdigit() for mark in written)
    if not (written.isascii() and written.isdigit()):
        raise BadIdentity(kind, "character", digits)
    if digits != _DIGITS:
        raise BadIdentity(kind, "length", digits)
    if len(set(written)) == 1:
        raise BadIdentity(kind, "same", digits)
    if kind is Kind.AADHAAR:
        if written[0] in "01":
            raise BadIdentity(kind, "first", digits)
        if not aadhaar.is_aadhaar(written) or written == written[::-1]:
            raise BadIdentity(kind, "check", digits)
    return Identity(kind, written)


def _epic(written: str) -> Identity:
    """Take the ten signs of a card of now (Luhn over its digits), and the long old form (UP/12/345/0123456)."""
    if not _EPIC.fullmatch(written):
        raise BadIdentity(Kind.EPIC, "shape")
    if _NEW_EPIC.fullmatch(written) and not luhn.is_valid(written[3:]):
        raise BadIdentity(Kind.EPIC, "check")
    return Identity(Kind.EPIC, written)


def _pan(written: str) -> Identity:
    if not pan.is_valid(written):
        raise BadIdentity(Kind.PAN, "shape")
    return Identity(Kind.PAN, written)
