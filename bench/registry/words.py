"""The words of made-up names: each in some spellings of both scripts, with the sounds an index keeps of them.

The words are those of `lib.namebook`; Roman spellings are written as a clerk would, some with slips. The sounds of a
whole name are put together from its words, which is right for these words (`fitting` leaves out the others) and
thirty times as quick as asking for each of fifteen million names.
"""

import random
from dataclasses import dataclass
from functools import cache

from shramsetu.lib import namebook, names, phonetic
from shramsetu.lib.naming import parse
from shramsetu.lib.wordpairs import parts
from shramsetu.workers.rules import keys

SPELLINGS = 5
SLIPS = 0.03
_DEVANAGARI = (("ि", "ी"), ("ी", "ि"), ("ु", "ू"), ("ू", "ु"), ("श", "स"), ("व", "ब"), ("़", ""), ("ं", "न्"), ("्या", "या"))
_ROMAN = (
    ("sh", "s"), ("i", "ee"), ("u", "oo"), ("v", "w"), ("v", "b"), ("ksh", "x"), ("a", "aa"), ("k", "q"), ("j", "z"),
    ("ph", "f"), ("ai", "ae"), ("m", "mm"), ("th", "t"), ("chh", "ch"),
)  # fmt: skip
MEN_SECOND = "कुमार सिंह लाल प्रसाद राम चन्द्र नाथ बाबू".split()
WOMEN_SECOND = "देवी देवी देवी देवी कुमारी बेगम बानो".split()

LISTED = ("men_second", "women_second", "men", "women", "families")


@dataclass(frozen=True, slots=True)
class Spelt:
    """A word as it is written, the sounds of its parts, and all sounds by which it is asked for."""

    text: str
    bones: tuple[str, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of names: Devanagari spellings, the usual one first, and Roman ones; the last of each is a slip."""

    devanagari: tuple[Spelt, ...]
    roman: tuple[Spelt, ...]

    def spelt(self, chance: random.Random, *, is_roman: bool) -> Spelt:
        """Draw a spelling: mostly the usual one, now and then a slip of the hand."""
        forms = self.roman if is_roman else self.devanagari
        if (lot := chance.random()) < SLIPS:
            return forms[-1]
        return forms[int(((lot - SLIPS) / (1 - SLIPS)) ** 3 * (len(forms) - 1))]


@cache
def words(listed: str) -> tuple[Word, ...]:
    """Return the words of `men`, `women`, `families`, `men_second` or `women_second`."""
    if listed.endswith("_second"):
        texts = {"men_second": MEN_SECOND, "women_second": WOMEN_SECOND}[listed]
    else:
        source = {"men": namebook.MEN, "women": namebook.WOMEN, "families": namebook.FAMILIES}[listed]
        texts = [entry.split("/")[0] for entry in source.split()]
    drawn = random.Random(f"{listed}")
    return tuple(_word(text, drawn) for text in texts if fitting(text))


def fitting(text: str) -> bool:
    """Whether the sounds of a word are the same alone and within a name."""
    alone = _spelt(text).bones
    within = parse(f"राजेश {text} यादव").own
    return len(text) > 1 and tuple(names.skeleton(part) for word in within[1:-1] for part in parts(word)) == alone


def _word(text: str, drawn: random.Random) -> Word:
    base = phonetic._romanised(phonetic.unicodedata.normalize("NFD", text)).capitalize()
    return Word(_spellings(text, _DEVANAGARI, drawn), _spellings(base, _ROMAN, drawn))


def _spellings(text: str, rules: tuple[tuple[str, str], ...], drawn: random.Random) -> tuple[Spelt, ...]:
    found = {text: None}
    for _ in range(20):
        old, new = drawn.choice(rules)
        other = text.replace(old, new, 1)
        if other != text and len(found) < SPELLINGS and fitting(other):
            found[other] = None
    return tuple(_spelt(one) for one in (*found, _slipped(text, drawn)))


def _slipped(text: str, drawn: random.Random) -> str:
    """Lose a letter, as a tired hand does."""
    letters = [at for at in range(1, len(text)) if text[at] != "्" and text[at - 1] != "्"]
    at = drawn.choice(letters) if len(letters) > 2 else len(text)
    return text[:at] + text[at + 1 :]


def _spelt(text: str) -> Spelt:
    bones = tuple(names.skeleton(part) for word in parse(text).own for part in parts(word))
    return Spelt(text, bones, tuple(keys.words(text)))
