"""One sound for a word, however it was written: Devanagari, Roman, with or without nukta, long vowels, aspirates.

`sound("मज़दूरी")`, `sound("mazdoori")` and `sound("majduri")` are all `majduri`. A Devanagari word is first written in
Roman as a clerk would, leaving out the schwas nobody speaks (after Ohala, *Aspects of Hindi Phonology*, 1983); then
every Roman word is brought to one spelling:

- one letter for what Roman mixes: a/aa, i/ee, u/oo, e/ai/ei, o/au/ow, s/sh/ष, c for ch/chh, f/ph, j/z, k/q, v/w;
- dental and retroflex are one; ड़ is r and ढ़ is rh; aspirates keep their h; doubled letters are single;
- an anusvara or chandrabindu is m before p, b, f and n elsewhere; सिंह is `sing`;
- a last `a` is dropped after the clusters Hindi writes both ways (मिश्र, मिश्रा, Mishra); else it stays: राम is not रमा.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from shramsetu.lib import urdu
from shramsetu.lib.text import latin_digits

_VIRAMA, _NUKTA, _VISARGA = "्", "़", "ः"
_NASALS = "ँंऀ"
_JOINERS = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeffऽ'’`´ʼ"))
_CONSONANTS = dict(
    zip(
        "कखगघङचछजझञटठडढणतथदधनपफबभमयरलळवशषसह",
        "k kh g gh n ch chh j jh n t th d dh n t th d dh n p ph b bh m y r l l v sh sh s h".split(),
        strict=True,
    )
)
_WITH_NUKTA = {"ड": "r", "ढ": "rh"}
_VOWELS = dict(zip("अआइईउऊऋएऐओऔऑऍऎऒ", "a a i i u u ri e ai o au o e e o".split(), strict=True))
_SIGNS = dict(zip("ािीुूृेैोौॉॅॆॊ", "a i i u u ri e ai o au o e e o".split(), strict=True))
_LABIALS = ("p", "b", "m")
_HUSBANDS = ("p", "m", "v")

_DEVANAGARI = re.compile(r"[\u0900-\u097f]")
_SPELLINGS = re.compile(
    r"chh|cch+|tch|ch|c(?=[eiy])|ck|c|sh|ph|dny|(?:^|(?<=ya)|(?<=vi)|(?<=pra))jn|que(?![a-z])|qui|q|x|z|ow(?![aeiou])|w|aa+|ee+|ii+|oo+|uu+"
)
_SPELLED = {
    "chh": "c", "cch": "c", "cchh": "c", "tch": "c", "ch": "c", "ck": "k", "sh": "s", "ph": "f",
    "jn": "gy", "dny": "gy", "que": "k", "qui": "ki", "q": "k", "x": "ks", "z": "j", "ow": "o", "w": "v",
}  # fmt: skip
_GLIDES = re.compile(r"a[iy](?![aeiou])|e[iy](?![aeiou])|ae|au(?![aeio])|ou|ao|eo|i(?=[aou])|(?<=[^aeiou])y(?![aeiou])")
_GLIDED = {"ae": "e", "au": "o", "ou": "o", "ao": "av", "eo": "ev", "i": "iy", "y": "i"}
_LONG_A, _LONG_ROMAN = re.compile("[आाऑॉ]"), re.compile("aa+")
_SAME_LETTER = str.maketrans("zwqxf", "jvksh")
_DOUBLED = re.compile(r"([a-z])\1+")
_LAST_VA = re.compile(r"(?<=[ai]v)a$")
_ENDINGS = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"ngh$", "ng"),
        (r"nd[ae]r$", "ndr"),
        (r"(?<=[a-z]{2}a)h$", ""),
        (r"(?<=[^aeiou][rvy])a$|(?<=kl|pt|rm|sn)a$", ""),
    )
)


@lru_cache(maxsize=200_000)
def sound(word: str) -> str:
    """Give the one spelling of a single `word`: letters a-z and digits; a letter of another script stays as it is.

    A word in Urdu script sounds as the Hindi word that it is known to be, else as it is most likely spoken.
    """
    if urdu.is_urdu(word):
        known = urdu.hindi(word)
        return sound(known) if known else _settle(urdu.roman(latin_digits(word)))
    plain = unicodedata.normalize("NFKD", word.casefold()).translate(_JOINERS)
    if _DEVANAGARI.search(plain):
        return _settle(_romanised(latin_digits(plain)))
    return _settle(_LAST_VA.sub("", _without_marks(latin_digits(plain))))


def sounds_of(word: str) -> tuple[str, ...]:
    """Give every likely sound of a single `word`: one, but for a word in Urdu script that no list knows."""
    if not urdu.is_urdu(word) or urdu.hindi(word):
        return (sound(word),)
    return tuple(dict.fromkeys(_settle(one) for one in urdu.readings(latin_digits(word))))


@lru_cache(maxsize=200_000)
def long_a(word: str) -> str:
    """Give the letters before each long ā, which the sound does not tell: `m` for कमाल, nothing for कमल.

    In Roman only a written `aa` is certain; `_` is a beginning.
    """
    plain = unicodedata.normalize("NFD", word.casefold()).translate(_JOINERS)
    if _DEVANAGARI.search(plain):
        bare = plain.replace(_NUKTA, "")
        return "".join(_CONSONANTS.get(bare[at - 1], "_")[-1] if at else "_" for at in _places(_LONG_A, bare))
    heard = plain.translate(_SAME_LETTER)
    return "".join(heard[at - 1] if at else "_" for at in _places(_LONG_ROMAN, heard))


def _places(pattern: re.Pattern[str], text: str) -> list[int]:
    return [found.start() for found in pattern.finditer(text)]


def _settle(roman: str) -> str:
    """Bring a Roman spelling to the one we keep."""
    folded = _SPELLINGS.sub(_spelled, roman)
    folded = _DOUBLED.sub(r"\1", _GLIDES.sub(_glided, folded))
    for pattern, instead in _ENDINGS:
        folded = pattern.sub(instead, folded)
    return folded


def _spelled(found: re.Match[str]) -> str:
    graph = found.group()
    if graph == "c":
        return "s" if found.string[found.end() : found.end() + 1] in tuple("eiy") else "k"
    if graph[0] in "aeiou" and graph != "ow":
        return {"e": "i", "o": "u"}.get(graph[0], graph[0])
    return _SPELLED.get(graph, "c")


def _glided(found: re.Match[str]) -> str:
    return _GLIDED.get(found.group(), "e")


def _without_marks(roman: str) -> str:
    if roman.isascii():
        return roman
    return "".join(mark for mark in roman if not unicodedata.combining(mark))


@dataclass(slots=True)
class _Akshara:
    """A written syllable: its consonants, their number, its vowel ("" if none, "ə" if unwritten), if it is nasal."""

    onset: str
    size: int
    vowel: str
    nasal: bool = False


def _romanised(word: str) -> str:
    """Write a Devanagari `word` (NFD) in Roman as it is spoken; Roman letters inside stay."""
    aksharas = _aksharas(word)
    if not aksharas:
        return ""
    _drop_schwas(aksharas)
    following = [akshara.onset for akshara in aksharas[1:]] + [""]
    return "".join(
        akshara.onset + akshara.vowel.replace("ə", "a") + (_nasal(after) if akshara.nasal else "")
        for akshara, after in zip(aksharas, following, strict=True)
    )


def _nasal(after: str) -> str:
    if after.startswith(_LABIALS):
        return "m"
    return "ng" if after == "h" else "n"


def _aksharas(word: str) -> list[_Akshara]:
    found: list[_Akshara] = []
    joined = False
    for place, mark in enumerate(word):
        if mark in _CONSONANTS:
            onset = found.pop() if joined else _Akshara("", 0, "")
            dotted = word[place + 1 : place + 2] == _NUKTA and mark in _WITH_NUKTA
            letter = (_WITH_NUKTA if dotted else _CONSONANTS)[mark]
            joint = "gy" if mark == "ञ" and onset.onset == "j" else onset.onset + letter
            found.append(_Akshara(joint, onset.size + 1, "ə"))
            joined = False
        elif mark in _VOWELS:
            found.append(_Akshara("", 0, _VOWELS[mark]))
        elif found and mark in _SIGNS:
            found[-1].vowel = _SIGNS[mark]
        elif found and mark in _NASALS:
            found[-1].nasal = True
        elif found and mark == _VIRAMA:
            found[-1].vowel, joined = "", True
        elif mark not in (_NUKTA, _VISARGA) and mark.isalnum():
            found.append(_Akshara(mark, 1, ""))
    return found


def _drop_schwas(aksharas: list[_Akshara]) -> None:
    """Take out the unwritten vowels that are not spoken: the last one, and from the right each one between VC and CV.

    Before ह it stays (शहर); after a written cluster and before one it stays, and after a last य of one (मौर्य). A
    second part of three consonants (रामचरण, हरचरन) and a last -पति, -मती, -वती keep theirs whole.
    """
    last = aksharas[-1]
    if len(aksharas) > 1 and last.vowel == "ə" and not last.nasal and not (last.size > 1 and last.onset.endswith("y")):
        last.vowel = ""
    kept = _kept_whole(aksharas)
    for before, here, after in zip(aksharas[-3::-1], aksharas[-2::-1], aksharas[:0:-1], strict=False):
        lone = here is not kept and here.vowel == "ə" and here.size == 1 and not here.nasal
        if lone and before.vowel and after.vowel and after.size == 1 and after.onset != "h":
            here.vowel = ""


def _kept_whole(aksharas: list[_Akshara]) -> _Akshara | None:
    """Give the syllable that begins the second part of a compound, whose vowel is spoken though it lies between two."""
    if (
        len(aksharas) > 3
        and aksharas[-1].onset == "t"
        and aksharas[-1].vowel == "i"
        and aksharas[-2].onset in _HUSBANDS
    ):
        return aksharas[-2]
    tail = aksharas[-4:-1]
    light = len(aksharas) > 4 and all(one.vowel == "ə" and one.size == 1 and not one.nasal for one in tail)
    if light and not aksharas[-1].vowel and aksharas[-1].size == 1 and aksharas[-2].onset + aksharas[-1].onset != "kr":
        return aksharas[-3]
    return None
