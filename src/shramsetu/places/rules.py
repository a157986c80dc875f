"""How the name of a place is reduced to keys, and what a person's words about a place hold."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from shramsetu.lib import phonetic
from shramsetu.lib.text import latin_digits

PREFIX = 3
_PIN = re.compile(r"(?<!\d)[1-9]\d{2}\s?\d{3}(?!\d)")
_WORD = re.compile(r"[^\s,;:/()\[\]|–—-]+")
_TITLES = """
जिला ज़िला जनपद मंडल मण्डल तहसील ब्लॉक ब्लाक विकास खंड खण्ड थाना गाँव गांव ग्राम पंचायत पोस्ट डाकघर पिन कोड
district distt dist zila jila mandal division tehsil tahsil block thana village gram gaon post office po ps pin code
"""
_NOISE = frozenset(_TITLES.split())


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person wrote about a place: the words that may name it, and a PIN."""

    words: tuple[str, ...]
    pin: str


def read(text: str) -> Asked:
    """Split `text` into words and PIN; digits of any script, words such as "जिला" or "village" are dropped.

    Where nothing but such words is left, they are kept: a place may be called so.
    """
    seen = "".join(mark for mark in text[:200] if mark >= " ")
    plain = latin_digits(unicodedata.normalize("NFC", seen))
    found = _PIN.search(plain)
    pin = re.sub(r"\s", "", found[0]) if found else ""
    words = tuple(_WORD.findall(_PIN.sub(" ", plain)))
    telling = tuple(word for word in words if word.lower().strip(".") not in _NOISE)
    return Asked(telling or words, pin)


def sound(name: str) -> str:
    """Return how `name` sounds, without spaces, equal for its spellings in both scripts; "" for nothing."""
    return "".join(phonetic.sound(word) for word in _WORD.findall(name.replace(".", "")))


def bones(name: str) -> str:
    """Return the consonants of how `name` sounds; h and y, heard or not, are left out, v is b."""
    return re.sub(r"[aeiouhy]", "", sound(name)).replace("v", "b")


def likeness(one: str, other: str) -> float:
    """Return how much alike two names sound, 0 to 1, for typing errors."""
    return SequenceMatcher(None, sound(one), sound(other), autojunk=False).ratio()


def keys(spellings: Iterable[str]) -> list[str]:
    """Return the search keys of a place: each spelling's sound, "^" and how it begins, "~" and its consonants."""
    found: set[str] = set()
    for spelling in spellings:
        if heard := sound(spelling):
            found |= {heard, start(heard), "~" + bones(spelling)}
    return sorted(found)


def start(heard: str) -> str:
    """Return the key under which all sounds with the same beginning lie."""
    return "^" + heard[:PREFIX]


def slug(name: str) -> str:
    """Return `name` as one lower-case word of a path: letters and digits of any script, single hyphens."""
    lowered = unicodedata.normalize("NFKC", name).lower()
    marks = "".join(mark if mark.isalnum() or unicodedata.category(mark)[0] == "M" else "-" for mark in lowered)
    return re.sub(r"-+", "-", marks).strip("-")


def office_name(name: str) -> str:
    """Return the name of a post office without its rank: "Araw jagdish B.O" is "Araw Jagdish"."""
    bare = re.sub(r"\s+(?:[BSH]\.?\s?O|G\.?P\.?O)\b.*$", "", name.strip(), flags=re.IGNORECASE)
    words = (bare or name).split()
    return " ".join(word if word.isupper() and len(word) <= 3 else word[:1].upper() + word[1:] for word in words)
