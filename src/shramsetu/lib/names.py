"""Names of people and places, and the words of a complaint, brought to one sound whatever their script and spelling.

`fold` is what two spellings share, `keys` what an index holds, `blocks` what a search for duplicates joins on,
`likeness` how sure one may be that two names are one. A skeleton or a block is a reason to look, never evidence.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import combinations

from shramsetu.lib import lexicon, urdu
from shramsetu.lib.likeness import Likeness as Likeness
from shramsetu.lib.likeness import compare as compare
from shramsetu.lib.naming import Name as Name
from shramsetu.lib.naming import alias, sounds, written_words
from shramsetu.lib.naming import parse as parse
from shramsetu.lib.phonetic import sound, sounds_of
from shramsetu.lib.wordpairs import SAME as SAME
from shramsetu.lib.wordpairs import parts

_MOST_READINGS = 3
_BONES = "~"  # before the consonants of a word of Urdu
_GROUPED = re.compile(r"(?<=\d),(?=\d)")
_STEM = re.compile(r"(?<=...)(?:iy[ao]n?|[eiou]n|[aeiou])$")
_FIRST_VOWEL = re.compile(r"[aeiou]")
_SILENT = re.compile(r"(?<=.)[aeiouhy]")
_DOUBLED = re.compile(r"(.)\1+")
_NASAL = re.compile("n(?=[pb])")
_DOTTED = re.compile(r"([डढ])\u093c")
_FLAP = re.compile(r"(?<=[\u0904-\u0939\u093c\u093e-\u094c])([डढ])(?!\u093c)")

_COMMON = frozenset(alias(one) for one in sounds(lexicon.COMMON))
_STOPWORDS = sounds(lexicon.STOPWORDS)
_LOANS = {sound(form): sound(word) for word, forms in lexicon.LOANS.items() for form in forms.split()}


def fold(text: str) -> str:
    """Give the person's own name in one spelling: `श्रीमती सीता सिंह` and `Smt. Seeta Singh` are `sita sing`."""
    return " ".join(parse(text).own)


def skeleton(token: str) -> str:
    """Give the consonants of a folded `token`: no h or y but the first, v as b, any first vowel as a, none doubled.

    An n before p and b is m.
    """
    bones = _NASAL.sub("m", _SILENT.sub("", token).replace("v", "b"))
    return _DOUBLED.sub(r"\1", "a" + bones[1:] if bones[:1] in tuple("eiou") else bones)


def keys(name: str) -> list[str]:
    """Give the skeletons of the words of `name`, sorted: what an index of names holds and a search by name asks for.

    `राजेश कुमार यादव` gives `kmr rjs ydb`; `बाबूलाल` gives what `Babu Lal` gives. A ड which may be ड़ gives both its
    readings: let a search ask for an overlap, or word by word.
    """
    return sorted({skeleton(part) for word in (*parse(name).own, *_other_readings(name)) for part in parts(word)})


def whole_keys(name: str) -> tuple[str, ...]:
    """Give the skeletons of the words of `name`, sorted, in one string: first what an index holds of whole names.

    `राजेश कुमार यादव` and `Yadav Rajesh Kr.` give `kmr rjs ydb`. Behind it stand the readings with a ड for a ड़ or the
    other way: a search asks for any of them. A name without words gives nothing.
    """
    words = written_words(name)
    others = [(at, other) for at, word in enumerate(words) if (other := _redotted(word)) != word][:_MOST_READINGS]
    spellings = [name, *(" ".join([*words[:at], other, *words[at + 1 :]]) for at, other in others)]
    return tuple(dict.fromkeys(key for spelling in spellings if (key := _whole(spelling))))


def blocks(name: str) -> list[str]:
    """Give the pairs of skeletons on which the search for duplicates joins; the only one, if the name is a single word.

    A pair of two common names (Kumar, Singh) is left out where a better one exists.
    """
    own = [part for word in parse(name).own for part in parts(word)]
    pairs = [pair for pair in combinations(own, 2) if skeleton(pair[0]) != skeleton(pair[1])]
    strong = [pair for pair in pairs if not _COMMON.issuperset(pair)] or pairs
    return sorted({" ".join(sorted(map(skeleton, pair))) for pair in strong}) or [skeleton(word) for word in own[:1]]


def tokens(text: str) -> list[str]:
    """Give the search words of a free `text`, each once, in reading order; the same for Hindi in either script.

    `मज़दूरी नहीं मिली` and `majduri nahin mili` give the same. Endings, unwritten vowels and words of every sentence
    are left out, numbers stay (`12,000` is `12000`), English words of the workplace meet their Hindi form.
    """
    return list(dict.fromkeys(token for word in running(text) for token in word))


def indexed(text: str) -> list[str]:
    """Give what an index holds of `text`: its tokens, and beside each word of Urdu its consonants (`~mjdr`).

    Urdu leaves vowels out; the consonants are what a word written in either script has for sure.
    """
    found = dict.fromkeys(tokens(text))
    for word in written_words(_GROUPED.sub("", text)) if urdu.is_urdu(text) else ():
        found |= dict.fromkeys(map(_bones, _search_words(word) if urdu.is_urdu(word) else ()))
    return [one for one in found if one]


def asked(text: str) -> list[str]:
    """Give the search words by which `text` is looked for in such an index, whatever its script.

    The tokens, the consonants of each word, and of a word in Urdu every likely reading.
    """
    found = dict.fromkeys(tokens(text))
    for word in written_words(_GROUPED.sub("", text)):
        if forms := _search_words(word):
            found |= dict.fromkeys(_loose(_LOANS.get(one, one)) for one in sounds_of(word))
            found |= dict.fromkeys(map(_bones, forms))
    return [one for one in found if one]


def running(text: str) -> list[tuple[str, ...]]:
    """Give the words of `text` in reading order, each with its one or two search words; stop words are left out."""
    return [forms for word in written_words(_GROUPED.sub("", text)) if (forms := _search_words(word))]


def _bones(form: str) -> str:
    bones = "" if form.isdigit() else skeleton(form)
    return _BONES + bones if len(bones) > 1 else ""


def likeness(a: str, b: str) -> float:
    """Give the score of `compare`: from `SAME` (0.8) on two names are taken for one."""
    return compare(a, b).score


def _whole(name: str) -> str:
    return " ".join(sorted(skeleton(part) for word in parse(name).own for part in parts(word)))


def _other_readings(text: str) -> list[str]:
    """Give the other sound of each word with a ड or ढ after a vowel: with the dot it lacks, without the one it has."""
    return [sound(other) for word in written_words(text) if (other := _redotted(word)) != word]


def _redotted(word: str) -> str:
    plain = unicodedata.normalize("NFD", word)
    undotted = _DOTTED.sub(r"\1", plain)
    return undotted if undotted != plain else _FLAP.sub("\\1\u093c", plain)


@lru_cache(maxsize=100_000)
def _search_words(word: str) -> tuple[str, ...]:
    spoken = [sound(form) for form in dict.fromkeys((unicodedata.normalize("NFD", word), _redotted(word)))]
    if spoken[0] in _STOPWORDS:
        return ()
    kept = dict.fromkeys(_loose(_LOANS.get(form, form)) for form in spoken)
    return tuple(form for form in kept if len(form) > 1 or form.isdigit())


def _loose(folded: str) -> str:
    """Cut the ending and every `a` after the first vowel: the rest is the same for every way of writing the word."""
    first = _FIRST_VOWEL.search(folded)
    if first is None or folded[0].isdigit():
        return folded
    stem = _STEM.sub("", folded)
    return stem[: first.end()] + stem[first.end() :].replace("a", "")
