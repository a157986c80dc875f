"""Names of people and places, and the words of a complaint, brought to one sound whatever their script and spelling.

`fold` is what two spellings share, `keys` what an index holds, `blocks` what a search for duplicates joins on,
`likeness` how sure one may be that two names are one. A skeleton or a block is a reason to look, never evidence.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from shramsetu.lib import lexicon
from shramsetu.lib.distance import word_likeness
from shramsetu.lib.phonetic import sound

SAME = 0.8
_LONGEST = 64
_WORD = re.compile(r"[\u0900-\u0963\u0971-\u097f\u200c\u200d\w'’]+")
_SLASHED = re.compile(r"\b[swdch]\s*[/|\\]\s*o\b", re.IGNORECASE)
_ABBREVIATED = re.compile(r"(?<=[\u0904-\u0939\u093c-\u094d])[०0](?![\w०])")
_GROUPED = re.compile(r"(?<=\d),(?=\d)")
_STEM = re.compile(r"(?<=...)(?:iy[ao]n?|[eiou]n|[aeiou])$")
_FIRST_VOWEL = re.compile(r"[aeiou]")
_SILENT = re.compile(r"(?<=.)[aeiouhy]")
_DOUBLED = re.compile(r"(.)\1+")
_DOTTED = re.compile(r"([डढ])\u093c")
_FLAP = re.compile(r"(?<=[\u0904-\u0939\u093c\u093e-\u094c])([डढ])(?!\u093c)")
_WEAK, _INITIAL, _AKIN = 0.5, 0.8, 0.7
_MISSING, _CLASH, _ENDING = 0.2, 0.7, 0.75
_ALIGNED, _JOINED = 0.5, 0.97


def _sounds(words: list[str]) -> frozenset[str]:
    return frozenset(sound(word) for word in words)


_TITLES, _RESPECTS = _sounds(lexicon.TITLES), _sounds(lexicon.RESPECTS)
_RELATIONS, _ALSO = _sounds(lexicon.RELATIONS), _sounds(lexicon.ALSO)
_ALIASES = {sound(form): sound(name) for name, forms in lexicon.ALIASES.items() for form in forms.split()}
_COMMON = frozenset(_ALIASES.get(sound(name), sound(name)) for name in lexicon.COMMON)
_EXCHANGED = tuple(_sounds(sorted(names)) for names in lexicon.AKIN)
_FIRST_PART = "|".join(sorted(_sounds(lexicon.FIRST_PARTS)))
_SECOND_PART = "|".join(re.sub("a(?=[^aeiou]+[aeiou])", "a?", part) for part in sorted(_sounds(lexicon.SECOND_PARTS)))
_COMPOUND = re.compile(rf"(.{{3,}})({_SECOND_PART})|({_FIRST_PART})a?([^aeiouhy].{{2,}})")
_STOPWORDS = _sounds(lexicon.STOPWORDS)
_LOANS = {sound(form): sound(word) for word, forms in lexicon.LOANS.items() for form in forms.split()}


@dataclass(frozen=True, slots=True)
class Name:
    """A name as folded words: the person's `own`, and the `kin` after पुत्र, पत्नी, W/o and the like."""

    own: tuple[str, ...]
    kin: tuple[str, ...] = ()


@lru_cache(maxsize=50_000)
def parse(text: str) -> Name:
    """Take a written name apart: titles and respects left out, short forms (Mohd, Kr) in full, kin told from own."""
    words = [spoken for word in _words(text) if (spoken := sound(word))]
    for place, word in enumerate(words):
        if word in _RELATIONS and _bare(words[:place]):
            return Name(_bare(words[:place]), _bare(words[place + 1 :]))
    return Name(_bare([word for word in words if word not in _RELATIONS]) or _bare(words))


def fold(text: str) -> str:
    """Give the person's own name in one spelling: `श्रीमती सीता सिंह` and `Smt. Seeta Singh` are `sita sing`."""
    return " ".join(parse(text).own)


def skeleton(token: str) -> str:
    """Give the consonants of a folded `token`: no h or y but the first, v as b, any first vowel as a, none doubled."""
    bones = _SILENT.sub("", token).replace("v", "b")
    return _DOUBLED.sub(r"\1", "a" + bones[1:] if bones[:1] in tuple("eiou") else bones)


def keys(name: str) -> list[str]:
    """Give the skeletons of the words of `name`, sorted: what an index of names holds and a search by name asks for.

    `राजेश कुमार यादव` gives `kmr rjs ydb`; `बाबूलाल` gives what `Babu Lal` gives. A ड which may be ड़ gives both its
    readings: let a search ask for an overlap, or word by word.
    """
    return sorted({skeleton(part) for word in (*parse(name).own, *_other_readings(name)) for part in _parts(word)})


def blocks(name: str) -> list[str]:
    """Give the pairs of skeletons on which the search for duplicates joins; the only one, if the name is a single word.

    A pair of two common names (Kumar, Singh) is left out where a better one exists.
    """
    own = [part for word in parse(name).own for part in _parts(word)]
    pairs = [pair for pair in combinations(own, 2) if skeleton(pair[0]) != skeleton(pair[1])]
    strong = [pair for pair in pairs if not _COMMON.issuperset(pair)] or pairs
    return sorted({" ".join(sorted(map(skeleton, pair))) for pair in strong}) or [skeleton(word) for word in own[:1]]


def tokens(text: str) -> list[str]:
    """Give the search words of a free `text`, each once, in reading order; the same for Hindi in either script.

    `मज़दूरी नहीं मिली` and `majduri nahin mili` give the same. Endings, unwritten vowels and words of every sentence
    are left out, numbers stay (`12,000` is `12000`), English words of the workplace meet their Hindi form.
    """
    return list(dict.fromkeys(token for word in running(text) for token in word))


def running(text: str) -> list[tuple[str, ...]]:
    """Give the words of `text` in reading order, each with its one or two search words; stop words are left out."""
    return [forms for word in _words(_GROUPED.sub("", text)) if (forms := _search_words(word))]


def likeness(a: str, b: str) -> float:
    """Give how sure one may be that `a` and `b` name one person, 0 to 1; from `SAME` (0.8) on they are the same.

    Words are aligned in any order. A missing second name costs little, another one much, most of all the given name;
    a common name (Kumar, Singh, Yadav) says half of what a rare one says. Names that differ in a last a or i (राम and
    रमा, कुमार and कुमारी) are a man's and a woman's. Kin are not compared: compare `parse(...).kin` as evidence of
    its own.
    """
    left, right = parse(a).own, parse(b).own
    if not left or not right:
        return 0.0
    if sorted(left) == sorted(right):
        return 1.0
    best = _aligned(left, right)
    if len(left) != len(right):
        best = max(best, _JOINED * _aligned(("".join(left),), ("".join(right),)))
    return round(best, 4)


def _aligned(left: tuple[str, ...], right: tuple[str, ...]) -> float:
    """Pair the likest words first, then weigh what is paired, what is missing on one side and what clashes."""
    scored = sorted(((_word(one, two), one, two) for one in set(left) for two in set(right)), reverse=True)
    rest_left, rest_right = list(left), list(right)
    gained = weight = 0.0
    factor = 1.0
    for score, one, two in scored:
        if score >= _ALIGNED and one in rest_left and two in rest_right:
            rest_left.remove(one)
            rest_right.remove(two)
            heavy = max(_weight(one), _weight(two)) if score < 1 else _weight(one)
            gained, weight = gained + heavy * score, weight + heavy
            factor = _ENDING if _differ_in_gender(one, two) else factor
    cost = _CLASH if rest_left and rest_right else _MISSING
    weight += cost * sum(map(_weight, rest_left + rest_right))
    return factor * gained / weight


def _word(one: str, two: str) -> float:
    if one == two:
        return 1.0
    if one[0] == two[0] and 1 in (len(one), len(two)):
        return _INITIAL
    if any(one in names and two in names for names in _EXCHANGED):
        return _AKIN
    return word_likeness(one, two)


def _differ_in_gender(one: str, two: str) -> bool:
    """Tell whether two words are one stem with and without a last a or i, or with one and the other."""
    ends = {word[-1] if word[-1] in "ai" else "" for word in (one, two)}
    return len(ends) > 1 and word_likeness(one.rstrip("ai"), two.rstrip("ai")) >= SAME


def _weight(word: str) -> float:
    return _WEAK if word in _COMMON or len(word) == 1 else 1.0


def _parts(word: str) -> tuple[str, ...]:
    """Give the one or two names a folded `word` is made of."""
    found = _COMPOUND.fullmatch(word)
    return tuple(filter(None, found.groups())) if found else (word,) if word else ()


def _words(text: str) -> list[str]:
    written = _WORD.findall(_SLASHED.sub(" पुत्र ", _ABBREVIATED.sub(" ", text)))
    return [word[:_LONGEST] for word in written]


def _bare(words: list[str]) -> tuple[str, ...]:
    """Leave out titles before, respects after and `alias` between; a name of nothing else stays as it is."""
    kept = list(words)
    while len(kept) > 1 and kept[0] in _TITLES:
        kept.pop(0)
    kept = [word for word in kept if word not in _RESPECTS and word not in _ALSO] or kept
    if len(kept) == 1:
        return tuple(_ALIASES.get(word, word) if len(word) > 2 else word for word in kept)
    return tuple(_ALIASES.get(word, word) for word in kept)


def _other_readings(text: str) -> list[str]:
    """Give the other sound of each word with a ड or ढ after a vowel: with the dot it lacks, without the one it has."""
    return [sound(other) for word in _words(text) if (other := _redotted(word)) != word]


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
