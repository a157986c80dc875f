"""Mobile numbers that stand in the words of a mail, in whichever digits and however parted."""

import re

from shramsetu.lib.phone import BadPhone, is_mobile, normalise
from shramsetu.lib.text import latin_digits

PHONES_MOST = 3
_PHONE = re.compile(r"(?<![\d+])(?:\+?91[ -]?|0)?[6-9]\d{4}[ -]?\d{5}(?!\d)")


def phones(text: str) -> list[str]:
    """Return the first mobile numbers in `text`, each once."""
    found: list[str] = []
    for one in _PHONE.findall(latin_digits(text)):
        try:
            phone = normalise(one)
        except BadPhone:
            continue
        if is_mobile(phone) and phone not in found:
            found.append(phone)
        if len(found) == PHONES_MOST:
            break
    return found
