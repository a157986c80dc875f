"""A written name taken apart: the person's own words, the kin, other names, and what it tells of man or woman."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from shramsetu.lib import lexicon
from shramsetu.lib.phonetic import sound

WORD = re.compile(r"[\u0900-\u0963\u0971-\u097f\u064b-\u0655\u0670\u200c\u200d\w'’]+")
LONGEST = 64
_MOST = 400
_ABBREVIATED = re.compile(r"(?<=[\u0904-\u0939\u093c-\u094d])[०0](?![\w०])")
_SPLIT_TITLE = re.compile(r"\bश्री\s+मत[ीि]\b|\bश्री\s+मत[ीि](?=\s)")
_SLASHED = re.compile(r"\b([swdchf])\s*[/|\\.]\s*[o0]\b\.?|(?<=\s)([swdc])\s+o(?=\s)|(?<=\w\s)([swd])o(?=\s+\w)", re.I)
_ENGLISH = re.compile(rf"\b({'|'.join(lexicon.ENGLISH_RELATIONS)})\s+of\b", re.IGNORECASE)
_RESIDENT = re.compile(r"\br\s*[/|\\]\s*[o0]\b", re.IGNORECASE)
_PUTRA = re.compile(r"(?<=\s)पु[.॰०](?=\s|$)")
_ALSO_SIGN = re.compile(r"@|\(|\[")
_RUN_INITIALS = re.compile(r"[b-df-hj-np-tv-z][b-df-gj-np-tv-z]{1,2}|[AEIOU][BCDFGHJKPQTVWXYZ]")
_DOUBLED = re.compile(r"(.)\1+")
_LETTER = re.compile("|".join(sorted(lexicon.LETTERS, key=len, reverse=True)))
_RUN_LETTERS = re.compile(f"(?:{_LETTER.pattern}){{2,3}}")
_MARKS = ".॰०"


def sounds(words: Iterable[str]) -> frozenset[str]:
    """Give the sounds of `words`."""
    return frozenset(sound(word) for word in words)


_TITLES, _RESPECTS = sounds(lexicon.TITLES), sounds(lexicon.RESPECTS)
_ALSO, _DWELLING, _ARTICLES = sounds(lexicon.ALSO), sounds(lexicon.DWELLING), sounds(lexicon.ARTICLES)
_AFTER_SHRI = sounds(lexicon.AFTER_SHRI)
_ALSO_NAMES = sounds("माता पति".split())
_GODS = sounds(lexicon.GODS)
_RELATIONS = {sound(word): kind for kind, words in lexicon.RELATIONS.items() for word in words.split()}
_WOMANS_TITLES, _MANS_TITLES = sounds(lexicon.WOMANS_TITLES), sounds(lexicon.MANS_TITLES)
_ALIASES = {sound(form): sound(name) for name, forms in lexicon.ALIASES.items() for form in forms.split()}
_WOMANS_NAMES = frozenset(_ALIASES.get(one, one) for one in sounds(lexicon.WOMANS_NAMES))
_MANS_NAMES = frozenset(_ALIASES.get(one, one) for one in sounds(lexicon.MANS_NAMES))
_YOUNG = sounds("कु ku km".split())


class Word(NamedTuple):
    """A word of a name: folded to its sound, and as it was written."""

    folded: str
    written: str = ""
    dotted: bool = False

    @property
    def is_initial(self) -> bool:
        """Whether it is a single letter that stands for a word."""
        return len(self.folded) == 1


@dataclass(frozen=True, slots=True)
class Name:
    """A name as folded words: the person's `own`, and the `kin` after पुत्र, पत्नी, W/o and the like.

    `relation` says who the kin are (`father`, `mother`, `spouse`, `somebody`), `gender` what titles, relations and
    second names tell (`m`, `f` or nothing), `others` are the names that उर्फ or brackets join, each by itself.
    """

    own: tuple[str, ...]
    kin: tuple[str, ...] = ()
    relation: str = field(default="", compare=False)
    gender: str = field(default="", compare=False)
    words: tuple[Word, ...] = field(default=(), compare=False)
    kin_words: tuple[Word, ...] = field(default=(), compare=False)
    others: tuple[tuple[Word, ...], ...] = field(default=(), compare=False)


@lru_cache(maxsize=50_000)
def parse(text: str) -> Name:
    """Take a written name apart: titles and respects left out, short forms (Mohd, Kr) in full, kin told from own."""
    words = list(_spoken(_spelt_out(text)))
    place, (relation, told) = _related(words)
    before = _without_relation(words[:place])
    others = [_named(part)[0] for part in _callings(before)] if _is_called_otherwise(before) else []
    own, titled = _named(before)
    if own and titled and titled[-1].folded == "sri" and own[0].folded in _AFTER_SHRI:
        others.append((Word(f"sri{own[0].folded}", f"{titled[-1].written}{own[0].written}"), *own[1:]))
    kin = _named(_first_kin(words[place + 1 :]))[0] if place < len(words) else ()
    if not own:
        own, kin, relation = _named(_without_relation(words) or words)[0], (), ""
    return Name(
        tuple(word.folded for word in own),
        tuple(word.folded for word in kin),
        relation,
        _gender(own, titled, told),
        own,
        kin,
        tuple(others),
    )


def alias(folded: str) -> str:
    """Give the usual form of a folded word: `mohd` is `mohamad`."""
    return _ALIASES.get(folded, folded)


def written_words(text: str) -> list[str]:
    """Give the words of `text` as they are written; an absurdly long one is cut."""
    return [word[:LONGEST] for word in WORD.findall(_ABBREVIATED.sub(" ", text))]


def _spelt_out(text: str) -> str:
    """Write the relations that clerks shorten, and signs for `alias`, as words."""
    text = _ABBREVIATED.sub(".", unicodedata.normalize("NFKC", text[:_MOST]))
    if not text.isascii():
        text = _PUTRA.sub("पुत्र", _SPLIT_TITLE.sub("श्रीमती", text))
    text = _RESIDENT.sub(" निवासी ", text)
    text = _ENGLISH.sub(lambda found: _relation_of(lexicon.ENGLISH_RELATIONS[found[1].lower()]), text)
    text = _SLASHED.sub(lambda found: _relation_of((found[1] or found[2] or found[3]).lower()), text)
    return _ALSO_SIGN.sub(" उर्फ ", text)


def _relation_of(letter: str) -> str:
    return f" {lexicon.SHORT_RELATIONS[letter]} "


def _spoken(text: str) -> Iterator[Word]:
    for found in WORD.finditer(text):
        written = found.group()[:LONGEST]
        if folded := _heard(written.lower()) if written in ("c", "C") else sound(written):
            yield Word(folded, written, text[found.end() : found.end() + 1] in tuple(_MARKS))


def _related(words: list[Word]) -> tuple[int, tuple[str, str]]:
    """Give the place of the first relation (or of the address) that has a name before it, and what it tells."""
    for place, word in enumerate(words):
        if place and word.folded in _DWELLING:
            return place, ("", "")
        if place and word.folded in _RELATIONS and _named(words[:place])[0]:
            return place, _RELATIONS[word.folded]
    return len(words), ("", "")


def _first_kin(words: list[Word]) -> list[Word]:
    """Give the words up to the next relation or the address: the kin's own kin is another matter."""
    kept: list[Word] = []
    for word in words:
        if kept and (word.folded in _RELATIONS or word.folded in _DWELLING):
            break
        kept.append(word)
    return _without_relation(kept)


def _without_relation(words: list[Word]) -> list[Word]:
    """Leave out relations, but not the माता or पति that begins माता प्रसाद or पति राम."""
    return [
        one
        for place, one in enumerate(words)
        if one.folded not in _RELATIONS or (not place and one.folded in _ALSO_NAMES)
    ]


def _is_called_otherwise(words: list[Word]) -> bool:
    return any(word.folded in _ALSO for word in words[1:])


def _callings(words: list[Word]) -> list[list[Word]]:
    """Give the names that उर्फ joins: राजू उर्फ राजेश यादव is राजू, राजेश यादव and राजू यादव."""
    parts: list[list[Word]] = [[]]
    for word in words:
        if word.folded in _ALSO:
            parts.append([])
        else:
            parts[-1].append(word)
    parts = [part for part in parts if part]
    tail = parts[-1][1:]
    return [*parts, *([*part, *tail] for part in parts[:-1] if tail)]


def _named(words: list[Word]) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """Give the words of a name without titles and respects, in full; and the titles.

    A name of nothing but titles stays as it is.
    """
    titles: list[Word] = []
    kept = list(words)
    while len(kept) > 1 and _is_title(kept[0]):
        titles.append(kept.pop(0))
    plain = [one for place, one in enumerate(kept) if one.folded not in _ALSO and not _is_respect(kept, place)]
    kept = _joined(_initials(plain or kept))
    if len(kept) == 1:
        return tuple(_in_full(word) if len(word.folded) > 2 or word.dotted else word for word in kept), tuple(titles)
    womans = any(title.folded in _WOMANS_TITLES for title in titles)
    return tuple(_in_full(_grown(word, womans) if place else word) for place, word in enumerate(kept)), tuple(titles)


def _is_title(word: Word) -> bool:
    return (word.folded in _TITLES and len(word.folded) > 1) or word.written.casefold() in lexicon.WRITTEN_TITLES


def _is_respect(words: list[Word], place: int) -> bool:
    """Whether the word at `place` only shows respect: the जी of मोहन जी, not that of राम जी लाल."""
    word = words[place]
    return bool(place) and word.folded in _RESPECTS and not word.dotted and not _makes_name(words, place)


def _makes_name(words: list[Word], place: int) -> bool:
    return words[place].folded == "ji" and place + 1 < len(words) and words[place - 1].folded in _GODS


def _in_full(word: Word) -> Word:
    return word._replace(folded=_ALIASES[word.folded]) if word.folded in _ALIASES else word


def _grown(word: Word, womans: bool) -> Word:
    """Write कु. in the middle of a name as कुमार, or कुमारी after a woman's title."""
    return word._replace(folded="kumari" if womans else "kumar") if word.folded in _YOUNG else word


def _initials(words: list[Word]) -> list[Word]:
    """Write आर. के. and RK as the letters they stand for."""
    if len(words) == 1:
        return words
    found: list[Word] = []
    for place, word in enumerate(words):
        letter = lexicon.LETTERS.get(word.written)
        is_last = place + 1 == len(words)
        if not is_last and not letter and _RUN_LETTERS.fullmatch(word.written):
            letters = [lexicon.LETTERS[name] for name in _LETTER.findall(word.written)]
            found += [Word(_heard(one), word.written, True) for one in letters]
        elif letter and (word.dotted or not is_last):
            found.append(Word(_heard(letter), word.written, True))
        elif not is_last and _is_run(word):
            found += [Word(_heard(letter), letter, True) for letter in word.written.lower()]
        else:
            found.append(word)
    return found


def _heard(letter: str) -> str:
    """Give the sound of a letter that stands for a word: C is for Chandra as often as for Carol."""
    return letter if letter == "c" else sound(letter)


def _is_run(word: Word) -> bool:
    known = word.folded in _ALIASES or word.folded in _ARTICLES or word.folded in _YOUNG
    return not known and any(_RUN_INITIALS.fullmatch(written) for written in (word.written, word.written.lower()))


def _joined(words: list[Word]) -> list[Word]:
    """Put the Arabic article to the word before it: Noor ul Hasan is Noorul Hasan; Nizam Uddin is Nizamuddin."""
    found: list[Word] = []
    for word in words:
        if found and len(found[-1].folded) > 1 and _belongs_before(word, found[-1]):
            before = found.pop()
            word = Word(_DOUBLED.sub(r"\1", before.folded + word.folded), f"{before.written} {word.written}")
        found.append(word)
    return found


def _belongs_before(word: Word, before: Word) -> bool:
    if word.folded == "ji" and before.folded in _GODS:
        return True
    return word.folded in _ARTICLES or word.folded == "udin" or (word.folded == "din" and before.folded.endswith("ud"))


def _gender(own: tuple[Word, ...], titles: tuple[Word, ...], told: str) -> str:
    """Give what titles, the relation and a second name tell; nothing where they contradict each other."""
    heard = {told}
    heard |= {"f" for word in titles if word.folded in _WOMANS_TITLES}
    heard |= {"m" for word in titles if word.folded in _MANS_TITLES}
    heard |= {"f" for word in own[1:] if word.folded in _WOMANS_NAMES}
    heard |= {"m" for word in own if word.folded in _MANS_NAMES} if len(own) > 1 else set()
    heard.discard("")
    return heard.pop() if len(heard) == 1 else ""
