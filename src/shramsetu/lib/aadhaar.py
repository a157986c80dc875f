"""Aadhaar numbers, wherever they stand: found, refused, hidden. Nothing here keeps one.

Twelve digits of any script of Unicode, the first 2 to 9, the last one Verhoeff's check digit; in one piece or in
groups with spaces, hyphens or other signs between. One in ten chance numbers of that shape passes too, so a find is
worded as "looks like".
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from stdnum import damm, verhoeff

LENGTH = 12
KEPT = 2  # digits that stay to be read where a number is hidden
# A sign as an address writes it (%20): its digits are none of a number's.
_ESCAPE = re.compile(r"%(?:20|2[BCDEF]|0[9AD]|A0)", re.IGNORECASE)
# A colon parts hours from minutes, and an x is a letter: between fours they part the groups of a number.
_BETWEEN = rf"(?:(?i:{_ESCAPE.pattern})|&nbsp;|<br ?/?>|(?<=\d\d\d\d)[:xX](?=\d\d\d\d)|[^\w:]|_)"
_RUN = re.compile(rf"\d(?:{_BETWEEN}{{0,8}}\d){{11,}}")
# Twelve digits with a case number's first and check digit, with no further group behind: a year of birth before an
# Aadhaar number makes no case number of it.
_CASE = re.compile(r"(?<!\d)1\d{3}(?:[ -]?\d{4}){2}(?!\d)(?![ -]\d)")
_GROUPS = frozenset({(12,), (3, 3, 3, 3), (2, 2, 2, 2, 2, 2), (6, 6), (1,) * 12, (4, 8), (8, 4), (5, 7), (7, 5)})
_FOURS, _UNEVEN = (4, 4), [3, 4, 5]
# A digit beyond ASCII as JSON, an address or the bytes of Python's repr write it.
_WRITTEN_OUT = re.compile(
    r"\\u([0-9a-f]{4})|((?:%|\\x)(?:d[0-9a-f]|e[0-9a-f]|f0)(?:(?:%|\\x)[89ab][0-9a-f]){1,3}?(?!(?:%|\\x)[89ab]))",
    re.IGNORECASE,
)
_ASCII = re.compile(r"[\x00-\x7f]*")


class _Found(NamedTuple):
    """The places of its twelve digits in the text, and how they are grouped."""

    places: tuple[int, ...]
    groups: tuple[int, ...]
    is_alone: bool


def is_aadhaar(digits: str) -> bool:
    """Tell whether twelve plain digits are an Aadhaar number by form and check digit."""
    plain = len(digits) == LENGTH and digits.isascii() and digits.isdigit()
    return plain and digits[0] not in "01" and verhoeff.checksum(digits) == 0


def looks_like_aadhaar(text: str) -> bool:
    """Tell whether an Aadhaar number stands in free text, by itself and in groups as people write it."""
    return any(True for _ in _alone(text))


def hide_aadhaars(text: str) -> str:
    """Write X for all but the last two digits of every Aadhaar number in `text`, also of one among other digits."""
    if not _may_hold(text):
        return text
    text = _read_out(text)
    marks = list(text)
    for found in _finds(digits_as_ascii(text)):
        for place in found.places[:-KEPT]:
            marks[place] = "X"
    return "".join(marks)


def written_forms(text: str) -> list[str]:
    """Give each Aadhaar number that stands by itself in `text`, as it is written there with the signs between."""
    if not _may_hold(text):
        return []
    return [text[found.places[0] : found.places[-1] + 1] for found in _alone(text)]


def digits_as_ascii(text: str) -> str:
    """Write every sign of Unicode that stands for a single digit as 0 to 9; the length stays."""
    if _ASCII.fullmatch(text):
        return text
    return "".join(mark if mark < "\x80" or (digit := unicodedata.digit(mark, -1)) < 0 else str(digit) for mark in text)


def _read_out(text: str) -> str:
    """Give `text` with its escaped digits as digits, if an Aadhaar number comes to light by it."""
    if "\\" not in text and "%" not in text:
        return text
    read = _WRITTEN_OUT.sub(_digit, text)
    return read if read != text and any(True for _ in _finds(digits_as_ascii(read))) else text


def _digit(found: re.Match[str]) -> str:
    if found[1]:
        mark = chr(int(found[1], 16))
    else:
        mark = bytes.fromhex(re.sub(r"%|\\x", "", found[2])).decode(errors="ignore")
    return mark if len(mark) == 1 and unicodedata.digit(mark, -1) >= 0 else found.group()


def _alone(text: str) -> Iterator[_Found]:
    return (found for found in _finds(digits_as_ascii(text)) if found.is_alone and _is_written_so(found.groups))


def _is_written_so(groups: tuple[int, ...]) -> bool:
    """Tell whether a person groups an Aadhaar number so; a phone and an age, a day and a sum are grouped otherwise."""
    return groups in _GROUPS or groups[:2] == _FOURS or sorted(groups) == _UNEVEN


def _may_hold(text: str) -> bool:
    return sum(mark.isdigit() for mark in text) >= LENGTH


def _finds(plain: str) -> Iterator[_Found]:
    """Give each place that passes the check, overlapping ones too; not what crosses into a case number."""
    taken = [found.span() for found in _CASE.finditer(plain) if _is_case(found.group())]
    escaped = {place for found in _ESCAPE.finditer(plain) for place in range(*found.span())}
    for run in _RUN.finditer(plain):
        places = [
            place for place in range(run.start(), run.end()) if "0" <= plain[place] <= "9" and place not in escaped
        ]
        groups = _grouped(places)
        for start in range(len(places) - LENGTH + 1):
            window = places[start : start + LENGTH]
            if is_aadhaar("".join(plain[place] for place in window)) and not _crosses(window, taken):
                begins, ends = start in groups, start + LENGTH in groups or start + LENGTH == len(places)
                yield _Found(tuple(window), _sizes(window), begins and ends)


def _is_case(written: str) -> bool:
    return bool(damm.is_valid(written.replace(" ", "").replace("-", "")))


def _grouped(places: list[int]) -> frozenset[int]:
    """Give at which digit of the run each group begins."""
    return frozenset(at for at, place in enumerate(places) if not at or place != places[at - 1] + 1)


def _sizes(window: list[int]) -> tuple[int, ...]:
    begins = [*sorted(_grouped(window)), LENGTH]
    return tuple(after - before for before, after in pairwise(begins))


def _crosses(window: list[int], taken: list[tuple[int, int]]) -> bool:
    return any(start < window[-1] + 1 and window[0] < end for start, end in taken)
