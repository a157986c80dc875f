"""Names left out of what is published, where the law says so. Pure."""

import re
from collections.abc import Iterable

from shramsetu.lib import text

LEAST = 3  # letters of a part of a name that is masked by itself
LEFT = "…"
# Letters and signs of a word: \w alone takes vowel signs of Devanagari for the end of one; the danda is no letter.
_IN_WORD = r"[\w\u0900-\u0963\u0966-\u097f]"


def masked(written: str, names: Iterable[str]) -> str:
    """Return a text without these names: each whole name, and each longer part of one, becomes its first letter.

    Numbers that look like a phone or an Aadhaar number are hidden for everybody.
    """
    words = {name.strip() for name in names if name.strip()}
    parts = {part for name in words for part in name.split() if len(part) >= LEAST}
    for word in sorted(words | parts, key=len, reverse=True):
        written = re.sub(
            rf"(?<!{_IN_WORD}){re.escape(word)}(?!{_IN_WORD})", f"{word[0]}{LEFT}", written, flags=re.IGNORECASE
        )
    return text.scrub(written)
