"""Case numbers a person can read out on the telephone and nobody can guess.

Twelve digits: `1`, ten digits of a keyed permutation of a sequence, one check digit. The first digit is 1 because no
Aadhaar number begins with 0 or 1, so the two can never be taken for one another. The permutation is a balanced
Feistel network on two halves of five digits, which maps 0 … 10^10-1 onto itself without walking: ten rounds of
HMAC-SHA256, as many as NIST's FF1 has (SP 800-38G). The check digit is Damm's: it
finds every single wrong digit and every swap of neighbours.
"""

import hmac
import struct
from functools import lru_cache

from stdnum import damm

from shramsetu.lib.text import latin_digits

FIRST = "1"
SPACE = 10**10
_HALF = 10**5
_ROUNDS = 10
_LENGTH = 12
_LEAST = 10**9
_SHORTEST_KEY = 16


class BadNumber(ValueError):
    """This is not a case number.

    `reason` is `empty`, `character` (something other than digits), `length` (`digits` says how many were written) or
    `check` (twelve digits, but at least one is wrong).
    """

    def __init__(self, reason: str, digits: int) -> None:
        super().__init__(f"{reason}: {digits} digits")
        self.reason = reason
        self.digits = digits

    def sentence(self, language: str = "hi") -> str:
        """Say what is wrong and how to mend it, in `hi` or `en`."""
        return _SENTENCES[self.reason][language != "hi"].format(digits=self.digits)


_SENTENCES = {
    "empty": ("शिकायत नंबर लिखिए।", "Write the complaint number."),
    "character": ("शिकायत नंबर में सिर्फ़ अंक होते हैं।", "A complaint number has digits only."),
    "length": ("शिकायत नंबर में 12 अंक होते हैं; आपने {digits} लिखे।", "A complaint number has 12 digits; you wrote {digits}."),
    "check": (
        "इस शिकायत नंबर का कोई अंक ग़लत है। पर्ची या SMS से मिलाकर फिर लिखिए।",
        "A digit of this complaint number is wrong. Compare it with the slip or the SMS and write it again.",
    ),
}


def number_for(sequence: int, key: bytes) -> str:
    """Give the twelve-digit number of `sequence` (0 … 10^10-1) under `key` (16 bytes or more)."""
    if not 0 <= sequence < SPACE:
        raise ValueError(f"the sequence lies outside 0 … 10^10-1: {sequence}")
    body = f"{FIRST}{_permuted(sequence, key, b'number'):010d}"
    return body + damm.calc_check_digit(body)


def worker_number_for(sequence: int, key: bytes) -> str:
    """Give the eleven-digit number of the worker with `sequence` (0 … 9·10^9-1): no case number, phone or Aadhaar.

    It never begins with 0, which spreadsheets drop: what is mapped below 10^9 is mapped again until it is not.
    """
    if not 0 <= sequence < SPACE - _LEAST:
        raise ValueError(f"the sequence lies outside 0 … 9·10^9-1: {sequence}")
    found = _permuted(sequence + _LEAST, key, b"worker")
    while found < _LEAST:
        found = _permuted(found, key, b"worker")
    return f"{found}{damm.calc_check_digit(str(found))}"


def is_worker_number(number: str) -> bool:
    """Tell whether `number` is eleven plain digits that begin with no 0 and agree with their check digit."""
    return (
        len(number) == _LENGTH - 1
        and number.isascii()
        and number.isdigit()
        and number[0] != "0"
        and bool(damm.is_valid(number))
    )


def sequence_of(number: str, key: bytes) -> int:
    """Give back the sequence behind `number`: the reverse of `number_for`. Raises BadNumber."""
    left, right = divmod(int(parse(number)[1:-1]), _HALF)
    for turn in reversed(range(_ROUNDS)):
        left, right = (right - _round(key, b"number", turn, left)) % _HALF, left
    return left * _HALF + right


def is_valid(number: str) -> bool:
    """Tell whether `number` is twelve plain digits, begins with 1 and its check digit agrees."""
    return (
        len(number) == _LENGTH
        and number.isascii()
        and number.isdigit()
        and number.startswith(FIRST)
        and bool(damm.is_valid(number))
    )


def spaced(number: str) -> str:
    """Write `number` in groups of four, as on slips and in messages: `1047 2963 8150`."""
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))


def parse(text: str) -> str:
    """Give the twelve digits of what a person wrote.

    Takes spaces, hyphens, dots, slashes and the digits of any Indian script. Raises BadNumber with its reason.
    """
    digits = "".join(mark for mark in latin_digits(text) if mark not in " \t\n\r\u00a0\u200b\u200c\u200d-‐‑–—./#")
    written = sum(mark.isdigit() for mark in digits)
    if not digits:
        raise BadNumber("empty", 0)
    if not (digits.isascii() and digits.isdigit()):
        raise BadNumber("character", written)
    if len(digits) != _LENGTH:
        raise BadNumber("length", written)
    if not is_valid(digits):
        raise BadNumber("check", written)
    return digits


def code_for(secret: bytes, *parts: str, digits: int = 6) -> str:
    """Give a code of `digits` digits bound to `parts` (number, phone) by `secret`: printed on the slip, not stored.

    Compare with `hmac.compare_digest` and throttle: six digits are for a person, not against a machine.
    """
    if not 1 <= digits <= 18:
        raise ValueError(f"a code has 1 to 18 digits: {digits}")
    message = b"".join(struct.pack(">I", len(part.encode())) + part.encode() for part in parts)
    drawn = int.from_bytes(hmac.digest(_strong(secret), b"code\0" + message, "sha256")[:16])
    return f"{drawn % 10**digits:0{digits}d}"


def _permuted(sequence: int, key: bytes, label: bytes) -> int:
    left, right = divmod(sequence, _HALF)
    for turn in range(_ROUNDS):
        left, right = right, (left + _round(key, label, turn, right)) % _HALF
    return left * _HALF + right


def _round(key: bytes, label: bytes, turn: int, half: int) -> int:
    said = label + b"\0" + struct.pack(">BI", turn, half)
    return int.from_bytes(hmac.digest(_strong(key), said, "sha256")[:8]) % _HALF


@lru_cache(maxsize=8)
def _strong(key: bytes) -> bytes:
    if len(key) < _SHORTEST_KEY:
        raise ValueError(f"the key has {len(key)} bytes; {_SHORTEST_KEY} or more are needed")
    return key
