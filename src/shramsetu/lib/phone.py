"""Indian telephone numbers: one written form (E.164), one masked form, one form to read out.

Ten digits that begin with 6, 7, 8 or 9 are taken as a line without asking the tables of `phonenumbers`, because a new
mobile series is given out (National Numbering Plan, DoT) before the tables know it; every other number must be a
valid one of the tables.
"""

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from shramsetu.lib.text import latin_digits

_IGNORED = re.compile(r"[\s\u00a0\u200b-\u200f\u202a-\u202e\u2060\ufeff().,/‐‑–—-]+")
_PREFIX = re.compile(r"^(?:\+91|0{0,2}91)?0?(?=\d{10}$)")
_COUNTRY = "+91"
_NATIONAL = 10
_MOBILE_FIRST = "6789"
_SPOKEN = {
    "hi": ("शून्य", "एक", "दो", "तीन", "चार", "पाँच", "छह", "सात", "आठ", "नौ"),
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
}


class BadPhone(ValueError):
    """This is not a telephone number of India.

    `reason` is `empty`, `character` (letters among the digits), `short` or `long` (`digits` says how many were
    written, without the country code or the leading 0), `foreign` (another country's code) or `unknown` (no such line
    in India).
    """

    def __init__(self, reason: str, digits: int) -> None:
        super().__init__(f"{reason}: {digits} digits")
        self.reason = reason
        self.digits = digits

    def sentence(self, language: str = "hi") -> str:
        """Say what is wrong and how to mend it, in `hi` or `en`."""
        return _SENTENCES[self.reason][language != "hi"].format(digits=self.digits)


_COUNTED = ("मोबाइल नंबर में 10 अंक होते हैं; आपने {digits} लिखे।", "A mobile number has 10 digits; you wrote {digits}.")
_SENTENCES = {
    "empty": ("मोबाइल नंबर लिखिए।", "Write the mobile number."),
    "character": ("मोबाइल नंबर में सिर्फ़ अंक लिखिए।", "Write digits only in the mobile number."),
    "short": _COUNTED,
    "long": _COUNTED,
    "foreign": ("भारत का मोबाइल नंबर लिखिए।", "Write a mobile number of India."),
    "unknown": (
        "यह नंबर नहीं चलता। मोबाइल नंबर 6, 7, 8 या 9 से शुरू होता है; लैंडलाइन के आगे एसटीडी कोड लिखिए।",
        "There is no such number. A mobile number begins with 6, 7, 8 or 9; write the STD code before a landline.",
    ),
}


def normalise(text: str) -> str:
    """Give `text` as `+91` and ten digits.

    Takes spaces, hyphens, brackets, digits of any Indian script, `+91`, `0091`, `91` and a leading 0, mobile and
    landline with its STD code. Raises BadPhone with its reason.
    """
    digits = _IGNORED.sub("", latin_digits(text))
    bare = digits.removeprefix("+")
    if not bare:
        raise BadPhone("empty", 0)
    if not (bare.isascii() and bare.isdigit()):
        raise BadPhone("character", sum(mark.isdigit() for mark in bare))
    national = _PREFIX.sub("", digits, count=1)
    if len(national) != _NATIONAL:
        raise _misfit(digits)
    if national[0] not in _MOBILE_FIRST and not _is_line(national):
        raise BadPhone("unknown", len(national))
    return _COUNTRY + national


def is_mobile(phone: str) -> bool:
    """Tell whether the normalised `phone` can take a text message; a landline cannot."""
    national = phone.removeprefix(_COUNTRY)
    if national[0] not in _MOBILE_FIRST:
        return False
    known = phonenumbers.number_type(phonenumbers.parse(phone))
    return known is not PhoneNumberType.FIXED_LINE


def masked(phone: str) -> str:
    """Hide the middle of the normalised `phone`: `98XXXXXX10`, for officers and lists."""
    national = phone.removeprefix(_COUNTRY)
    return f"{national[:2]}{'X' * max(len(national) - 4, 0)}{national[-2:]}"


def shown(phone: str) -> str:
    """Write the normalised `phone` as people do: `98765 43210`, a landline with its STD code."""
    if is_mobile(phone):
        national = phone.removeprefix(_COUNTRY)
        return f"{national[:5]} {national[5:]}"
    return phonenumbers.format_number(phonenumbers.parse(phone), PhoneNumberFormat.NATIONAL)


def spoken(phone: str, language: str = "hi") -> str:
    """Read the normalised `phone` out digit by digit in two groups of five, for the voice of a page or a call."""
    words = [_SPOKEN[language][int(digit)] for digit in phone.removeprefix(_COUNTRY)]
    return f"{' '.join(words[:5])}, {' '.join(words[5:])}"


def _is_line(national: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(_COUNTRY + national))
    except NumberParseException:
        return False


def _misfit(digits: str) -> BadPhone:
    if digits.startswith("+") and not digits.startswith(_COUNTRY):
        return BadPhone("foreign", len(digits) - 1)
    bare = digits.removeprefix("+")
    counted = len(bare.removeprefix("00" if bare.startswith("00") else "0"))
    if digits.startswith((_COUNTRY, "0091")):
        counted -= 2
    return BadPhone("short" if counted < _NATIONAL else "long", counted)
