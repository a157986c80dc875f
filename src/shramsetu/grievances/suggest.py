"""What a person's own words may be about: categories, matters not taken here, answers of the knowledge base."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import sqrt

from shramsetu import rulebook
from shramsetu.lib import names
from shramsetu.rulebook.basis import Keywords

Phrase = tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class _Index:
    """The phrases by which each slug is known, and in how many slugs each phrase stands."""

    phrases: Mapping[str, tuple[Phrase, ...]]
    shared: Mapping[Phrase, int]


def categories(text: str, *, most: int = 4) -> list[rulebook.Category]:
    """Return the categories that `text` may be about, the likeliest first; empty where no keyword stands in it."""
    book, said = rulebook.book(), frozenset(names.tokens(text))
    found = _likely(text, _indexed("categories"))
    asks = _asked()
    found.sort(key=lambda pair: -pair[1] - sum(asks[word][1] for word in said if pair[0] in asks.get(word, ((), 0))[0]))
    return [book.categories[slug] for slug, _score in found[:most]]


def exclusions(text: str, *, most: int = 3) -> list[rulebook.Exclusion]:
    """Return the matters not taken here of which `text` may speak, the likeliest first."""
    book = rulebook.book()
    return [book.exclusions[slug] for slug, _score in _likely(text, _indexed("exclusions"))[:most]]


def articles(text: str, *, most: int = 8) -> list[rulebook.Article]:
    """Return the answers that fit a question in any script, the likeliest first; titles count as much as keywords."""
    book = rulebook.book()
    return [book.articles[slug] for slug, _score in _likely(text, _indexed("articles"))[:most]]


@cache
def _asked() -> dict[str, tuple[frozenset[str], float]]:
    """Return, for each word of the categories' plain questions, where it stands and how much that tells."""
    homes: dict[str, set[str]] = {}
    for slug, row in rulebook.book().categories.items():
        for word in names.tokens(row.ask.hi):
            homes.setdefault(word, set()).add(slug)
    return {word: (frozenset(slugs), 1 / len(slugs)) for word, slugs in homes.items()}


def _likely(text: str, index: _Index) -> list[tuple[str, float]]:
    said = frozenset(names.tokens(text))
    scores = {slug: _score(said, phrases, index.shared) for slug, phrases in index.phrases.items()}
    found = [(slug, score) for slug, score in scores.items() if score > 0]
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))


def _score(said: frozenset[str], phrases: Iterable[Phrase], shared: Mapping[Phrase, int]) -> float:
    """Add up the phrases that stand in the text: longer ones weigh more, those that many slugs share weigh less."""
    found = [phrase for phrase in phrases if all(word & said for word in phrase)]
    return sum(len(phrase) ** 2 / sqrt(shared[phrase]) for phrase in found)


@cache
def _indexed(kind: str) -> _Index:
    book = rulebook.book()
    phrases: dict[str, tuple[Phrase, ...]] = {}
    if kind == "articles":
        phrases = {
            slug: _phrases(row.keywords, (*row.title.hi.split(), *row.title.en.split()))
            for slug, row in book.articles.items()
        }
    elif kind == "exclusions":
        phrases = {slug: _phrases(row.keywords) for slug, row in book.exclusions.items()}
    else:
        phrases = {slug: _phrases(row.keywords) for slug, row in book.categories.items()}
    shared: dict[Phrase, int] = {}
    for found in phrases.values():
        for phrase in found:
            shared[phrase] = shared.get(phrase, 0) + 1
    return _Index(phrases, shared)


def _phrases(keywords: Keywords, further: Iterable[str] = ()) -> tuple[Phrase, ...]:
    written = [*keywords.hi, *keywords.roman, *further]
    spoken = (tuple(frozenset(forms) for forms in names.running(phrase)) for phrase in written)
    return tuple(dict.fromkeys(phrase for phrase in spoken if phrase))
