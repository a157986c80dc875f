"""Words in Urdu script brought to Roman letters, from where `phonetic` takes them to the sound they share with Hindi.

Urdu leaves most short vowels out and writes u and o, i and e alike. What is commonly written in complaints stands in a
list (`urdu_words`); of any other word `roman` gives the likeliest reading, `readings` the others worth asking for. The
consonants are always right, and they are what `names.skeleton` keeps.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import islice, product

from shramsetu.lib.urdu_words import HINDI

ARABIC = re.compile(
    r"[\u0621-\u063a\u0641-\u064a\u066e-\u06d3\u06d5\u06fa-\u06fc\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]"
)
MOST_READINGS = 24
_ALIKE = str.maketrans(
    {"ي": "ی", "ى": "ی", "ك": "ک", "ه": "ہ", "ۀ": "ہ", "ة": "ت", "ۃ": "ت", "أ": "ا", "إ": "ا", "ٱ": "ا"}
)
_CONSONANTS = dict(
    zip(
        "ب پ ت ٹ ث ج چ ح خ د ڈ ذ ر ڑ ز ژ س ش ص ض ط ظ غ ف ق ک گ ل م ن ں".split(),
        "b p t t s j ch h kh d d z r r z zh s sh s z t z g f k k g l m n n".split(),
        strict=True,
    )
)
_MARKS = {"\u064e": "a", "\u064f": "u", "\u0650": "i", "\u0670": "a", "\u0657": "u", "\u0656": "i"}
_TANWIN, _ASPIRATE, _HE = "\u064b", "ھ", "ہ"
_CARRIERS, _LONG = "اع", "اآویےئؤ"
_NO_SOUND = frozenset("ء\u0651\u0652\u0640\u0653\u0654\u0655")
_GAP, _WAW, _YE, _AIN = "·", "•", "°", "‡"  # a vowel nobody wrote; u or o; i or e; a bare carrier
_HEARD = {_WAW: ("u", "o"), _YE: ("i", "e"), _AIN: ("a", "i", "u", "e")}
_FIRST, _LATER = ("a", "i", "u", "e", ""), ("a", "i", "u")


def is_urdu(word: str) -> bool:
    """Tell whether a word is written in the script of Urdu."""
    return not word.isascii() and bool(ARABIC.search(word))


def is_mostly(text: str) -> bool:
    """Tell whether somebody wrote in Urdu: more of its letters than of all others. A name quoted in it is no Urdu."""
    letters = [mark for mark in text if mark.isalpha()]
    return 2 * sum(bool(ARABIC.match(mark)) for mark in letters) > len(letters)


def language(text: str) -> str:
    """Return the language in which somebody is written to who wrote this: Urdu where it is mostly so, else Hindi."""
    return "ur" if is_mostly(text) else "hi"


@lru_cache(maxsize=50_000)
def plain(word: str) -> str:
    """Give a word in the letters of Urdu keyboards: Arabic kaf, yeh and heh and the forms of old fonts are theirs."""
    return unicodedata.normalize("NFKC", word).translate(_ALIKE)


def hindi(word: str) -> str:
    """Give the Hindi word that is written so in Urdu, where the list has it; else nothing."""
    return HINDI.get("".join(mark for mark in plain(word) if not unicodedata.combining(mark)), "")


def roman(word: str) -> str:
    """Write a word in Roman as it is most likely spoken."""
    return next(iter(_spoken(plain(word), 1)), "")


def readings(word: str) -> tuple[str, ...]:
    """Give the ways in which a word may be spoken, the likeliest first, at most MOST_READINGS."""
    return _spoken(plain(word), MOST_READINGS)


@lru_cache(maxsize=50_000)
def _spoken(word: str, most: int) -> tuple[str, ...]:
    parts = _gapped(_parts(word))
    seen_gap = False
    choices: list[tuple[str, ...]] = []
    for part in parts:
        if part == _GAP:
            choices.append(_LATER if seen_gap else _FIRST)
            seen_gap = True
        else:
            choices.append(_HEARD.get(part, (part,)))
    return tuple(dict.fromkeys("".join(one) for one in islice(product(*choices), most)))


def _parts(word: str) -> list[str]:
    """Give the written sounds in their order: consonants, vowels, and the marks of vowels that are two."""
    found: list[str] = []
    for place, mark in enumerate(word):
        before, after = word[place - 1 : place], word[place + 1 : place + 2]
        if mark in _CONSONANTS:
            found.append(_CONSONANTS[mark])
        elif mark == _ASPIRATE and found and _is_consonant(found[-1]):
            found[-1] += "h"
        elif mark in (_HE, _ASPIRATE):
            found.append("h")
        elif mark in _MARKS:
            found.append(_MARKS[mark])
        elif mark == _TANWIN:
            found += ["n"] if before == "ا" else ["a", "n"]
        elif mark not in _NO_SOUND:
            found += _vowel(mark, before, after, is_first=place == 0)
    return found


def _vowel(mark: str, before: str, after: str, *, is_first: bool) -> list[str]:
    """Give what one of the letters that are vowels, or sometimes v and y, stands for here."""
    if mark in _CARRIERS:
        is_mute = after in ("و", "ی", "ے") if is_first else mark == "ع" and (before in _LONG or after in ("ا", "آ"))
        return [] if is_mute else [_AIN if is_first or mark == "ع" else "a"]
    if mark == "و":
        is_letter = (is_first or before in ("ا", "آ", "ی") or after in ("ا", "آ", "ی", "ے")) and before != "ؤ"
        return ["v"] if is_letter and not (before in _CARRIERS and len(after) == 0) else [_WAW]
    if mark == "ی":
        if after == "\u0670":  # a yeh that is only a seat
            return []
        is_letter = is_first or after in ("ا", "آ", "و", _HE) or (before in ("ا", "آ") and after != "")
        return ["y"] if is_letter else [_YE if after else "i"]
    if mark == "ئ":
        return [] if after in ("ی", "ے", "و") else ["i"]
    return {"آ": ["a"], "ے": ["e"], "ؤ": ["o"]}.get(mark, [mark] if mark.isalnum() else [])


def _gapped(parts: list[str]) -> list[str]:
    """Put a vowel between two consonants, before a y an i; from the right each one between VC and CV is unspoken."""
    made: list[str] = []
    for part in parts:
        if made and _is_consonant(made[-1]) and _is_consonant(part):
            made.append("i" if part == "y" else _GAP)
        made.append(part)
    for place in range(len(made) - 3, 1, -1):
        if made[place] == _GAP and not (_is_consonant(made[place - 2]) or _is_consonant(made[place + 2])):
            del made[place]
    return made


def _is_consonant(part: str) -> bool:
    return part.isascii() and part[:1] not in "aeiou" and not part.isdigit()
