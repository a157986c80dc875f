"""Whether two words of names are one: by the book of known names, else by their sound."""

import re
from functools import lru_cache
from typing import NamedTuple

from shramsetu.lib import lexicon, namebook
from shramsetu.lib.distance import consonants, word_likeness
from shramsetu.lib.naming import Word, alias, sounds
from shramsetu.lib.phonetic import long_a, sound

SAME = 0.8
_INITIAL, _AKIN, _VARIANT = 0.85, 0.9, 0.97
_KNOWN_APART, _UNLIKE, _TWIN, _TWIN_STEMS = 0.6, 0.3, 0.7, 0.9
_FAR = 4  # letters: more and no two spellings are one name
_STARTS = {"c": "csk", "p": "pf", "f": "fp", "v": "vb", "b": "bv", "y": "yj", "e": "ea", "i": "ia", "o": "ou", "k": "k"}

_FIRST_PART = "|".join(sorted(sounds(lexicon.FIRST_PARTS)))


def _of_any(names: list[str]) -> str:
    """Give a pattern for any of `names`; a schwa in them may be silent behind another word."""
    return "|".join(re.sub("a(?=[^aeiou]+[aeiou])", "a?", part) for part in sorted(sounds(names)))


_SECOND_PART, _JOINED_PART = _of_any(lexicon.SECOND_PARTS), _of_any(lexicon.JOINED_PARTS)
_COMPOUND = re.compile(rf"(.{{3,}})({_SECOND_PART})|({_FIRST_PART})a?([^aeiouhy].{{2,}})")
_JOINED = re.compile(
    rf"(.{{3,}}|je)({_SECOND_PART}|{_JOINED_PART}|kl)|(.{{2,}}[^u])(din)|({_FIRST_PART})a?([^aeiouhy].{{2,}})"
    r"|(mohamad)(.{3,})|(jahan|husn|rosan|gulsan|anjuman)(ara)|((?!abd).{3,})(ula)"
)
_SHARED = re.compile(
    r"(.{2,}un)isa|(.{2,}ur)[ae]hman|abdu(?:l|(?=[rs]))(.{3,})"
)  # ख़ैरुन निसा and अज़ीज़ुर रहमान share a letter where they meet
_EXCHANGED = tuple(frozenset(alias(word) for word in sounds(sorted(names))) for names in lexicon.AKIN)

SPELT, INITIAL, AKIN, TWIN, ENDING, OTHER = "spelt", "initial", "akin", "twin", "ending", "other"


class Likely(NamedTuple):
    """How alike two words are, 0 to 1, and in which way."""

    score: float
    way: str


class _Known(NamedTuple):
    ids: frozenset[int]
    genders: frozenset[str]


class _Book(NamedTuple):
    by_sound: dict[str, dict[str, set[int]]]
    genders: dict[int, set[str]]
    given: frozenset[str]
    family: frozenset[str]


def parts(word: str) -> tuple[str, ...]:
    """Give the names a folded `word` is made of: the keys of जयप्रकाश are those of जय प्रकाश."""
    if found := _SHARED.fullmatch(word):
        if found[3]:
            return "abdul", found[3]
        return (*parts(found[1]), "nisa") if found[1] else (*parts(found[2]), "rahman")
    if found := _JOINED.fullmatch(word):
        first, second = filter(None, found.groups())
        return (*parts(first), second)
    return (word,) if word else ()


def is_given(folded: str) -> bool:
    """Whether it is known as the name a child is given."""
    return folded in _book().given


def is_family(folded: str) -> bool:
    """Whether it is known as a family name, or as a second name that many bear."""
    return folded in _book().family


@lru_cache(maxsize=200_000)
def alike(one: Word, two: Word) -> Likely:
    """Give how alike two words of names are; from `SAME` (0.8) on they are one."""
    if one.is_initial or two.is_initial:
        return _initial(one.folded, two.folded)
    mine, other = _known(one), _known(two)
    if mine.ids and other.ids:
        if mine.ids & other.ids:
            return Likely(1.0 if one.folded == two.folded else _VARIANT, SPELT)
        return Likely(_AKIN, AKIN) if _are_akin(one, two) else _apart(one, two, mine, other)
    if one.folded == two.folded:
        return Likely(1.0, SPELT)
    if _are_akin(one, two) or _moonlike(one.folded) == _moonlike(two.folded):
        return Likely(_AKIN, AKIN)
    return _by_sound(one.folded, two.folded)


def _initial(one: str, two: str) -> Likely:
    if one == two:
        return Likely(1.0, SPELT)
    letter, word = sorted((one, two), key=len)
    fits = len(word) > 1 and word[0] in _STARTS.get(letter, letter)
    return Likely(_INITIAL, INITIAL) if fits else Likely(0.0, OTHER)


def _are_akin(one: Word, two: Word) -> bool:
    return any(one.folded in names and two.folded in names for names in _EXCHANGED)


def _moonlike(word: str) -> str:
    """Write a last चन्द as चन्द्र: फूलचन्द is फूलचन्द्र."""
    return f"{word}r" if word.endswith("cand") else word


def _apart(one: Word, two: Word, mine: _Known, other: _Known) -> Likely:
    if one.folded != two.folded and one.folded.replace("v", "b") == two.folded.replace("v", "b"):
        return Likely(_VARIANT, SPELT)
    if mine.genders.isdisjoint(other.genders) and _is_twin(one.folded, two.folded):
        return Likely(_KNOWN_APART, TWIN)
    return Likely(_KNOWN_APART if one.folded[0] == two.folded[0] else _UNLIKE, OTHER)


def _by_sound(one: str, two: str) -> Likely:
    """Compare by sound alone: another ending is another name; of two compounds with a part in common the rest counts.

    रामवीर and रणवीर differ in one sound of six, but in one of the three that tell them apart.
    """
    if _last(one) != _last(two):
        if _is_slurred(*sorted((one, two), key=len)):
            return Likely(_VARIANT, SPELT)
        return Likely(min(_TWIN, word_likeness(one, two)), TWIN if _is_twin(one, two) else ENDING)
    if abs(len(one) - len(two)) > _FAR:
        return Likely(0.0, OTHER)
    left, right = _COMPOUND.fullmatch(one), _COMPOUND.fullmatch(two)
    if left and right:
        return Likely(min(map(word_likeness, filter(None, left.groups()), filter(None, right.groups()))), SPELT)
    return Likely(word_likeness(one, two), SPELT)


def _is_slurred(short: str, whole: str) -> bool:
    """Whether the one is the other without the a's that are hardly spoken: सहोदरा is Sahodra and Sahodara."""
    slurred = len(whole) > 3 and whole[-3] == whole[-1] == "a" and whole[-2] in "rvy"
    return slurred and short == whole[:-3] + whole[-2] and short[-2:-1] not in tuple("aeiou")


def _last(word: str) -> str:
    """Give the class of the last vowel: none, a, i, e, or o and u, which are mixed."""
    return {"o": "u"}.get(word[-1], word[-1]) if word[-1] in "aeiou" else ""


def _is_twin(one: str, two: str) -> bool:
    stems = [word.rstrip("aiue") for word in (one, two)]
    if stems[0] == stems[1] or consonants(stems[0]) != consonants(stems[1]):
        return stems[0] == stems[1] != ""
    return min(map(len, stems)) > 3 and word_likeness(*stems) > _TWIN_STEMS


@lru_cache(maxsize=200_000)
def _known(word: Word) -> _Known:
    """Find the names that `word` may be; a long ā decides between two of one sound."""
    book = _book()
    forms = book.by_sound.get(word.folded)
    if not forms:
        return _Known(frozenset(), frozenset())
    found = _narrowed(forms, word.written) if len(forms) > 1 else next(iter(forms.values()))
    return _Known(frozenset(found), frozenset(gender for one in found for gender in book.genders[one]))


def _narrowed(forms: dict[str, set[int]], written: str) -> set[int]:
    mine = long_a(written)
    if not written.isascii() and mine in forms:
        return forms[mine]
    fitting = [ids for long, ids in forms.items() if set(mine) <= set(long)] if mine else []
    return set().union(*(fitting or forms.values()))


@lru_cache(maxsize=1)
def _book() -> _Book:
    by_sound: dict[str, dict[str, set[int]]] = {}
    genders: dict[int, set[str]] = {}
    listed = (("m", namebook.MEN), ("f", namebook.WOMEN), ("", namebook.FAMILIES))
    entries = [(gender, entry) for gender, names in listed for entry in names.split()]
    for number, (gender, entry) in enumerate(entries):
        forms = [(alias(sound(form)), long_a(form)) for form in entry.split("/")]
        same = min(by_sound.get(forms[0][0], {}).get(forms[0][1], {number}))
        genders.setdefault(same, set()).add(gender)
        for folded, long in forms:
            by_sound.setdefault(folded, {}).setdefault(long, set()).add(same)
    for entry in namebook.FAMILIES.split():
        _allow_last_a(by_sound, alias(sound(entry.split("/")[0])))
    common = frozenset(alias(word) for word in sounds(lexicon.COMMON))
    given = frozenset(alias(sound(form)) for form in f"{namebook.MEN} {namebook.WOMEN}".replace("/", " ").split())
    family = frozenset(alias(sound(form)) for form in namebook.FAMILIES.replace("/", " ").split())
    return _Book(by_sound, genders, given, family | common)


def _allow_last_a(by_sound: dict[str, dict[str, set[int]]], folded: str) -> None:
    """Let an old a end a family name (Yadava, Srivastava), unless that is another name (Shah, Saha)."""
    if folded[-1:] not in tuple("aeiou") and f"{folded}a" not in by_sound:
        by_sound[f"{folded}a"] = by_sound[folded]


CACHES = (alike, _known)
