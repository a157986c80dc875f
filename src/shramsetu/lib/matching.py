"""Which words of one name stand for which of the other, in any order, joined or apart; and what is left over."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from shramsetu.lib.naming import Word
from shramsetu.lib.wordpairs import INITIAL, OTHER, SAME, TWIN, Likely, alike

JOINED = "joined"
_JOINED = 0.98
_DOUBLED = re.compile(r"(.)\1+")
_MOST = 12
_FURTHER = 3  # letters


@dataclass(frozen=True, slots=True)
class Pair:
    """Two words, or one and the two it is written as, where each stands, and how alike they are."""

    one: tuple[Word, ...]
    two: tuple[Word, ...]
    places: tuple[int, int]
    likely: Likely


@dataclass(slots=True)
class Matching:
    """The pairs that are one word, and the words left over on either side by their place."""

    pairs: list[Pair] = field(default_factory=list)
    left: dict[int, Word] = field(default_factory=dict)
    right: dict[int, Word] = field(default_factory=dict)

    def take(self, pair: Pair) -> None:
        """Count a pair and take its words from what is left."""
        self.pairs.append(pair)
        for rest, words, place in ((self.left, pair.one, pair.places[0]), (self.right, pair.two, pair.places[1])):
            for at in range(place, place + len(words)):
                rest.pop(at)

    def clash(self) -> Pair | None:
        """Give the likest two of the words left over on both sides: a man's and a woman's name before any other."""
        found = [
            Pair((one,), (two,), (i, j), alike(one, two))
            for i, one in self.left.items()
            for j, two in self.right.items()
        ]
        return max(found, key=lambda pair: (pair.likely.way == TWIN, pair.likely.score), default=None)

    def initials_are_crossed(self) -> bool:
        """Whether initials stand for words in another order: R. K. is not K. R."""
        places = sorted(pair.places for pair in self.pairs if pair.likely.way == INITIAL or pair.one[0].is_initial)
        return any(before[1] > after[1] for before, after in pairwise(places))


def match(one: tuple[Word, ...], two: tuple[Word, ...]) -> Matching:
    """Pair the words of two names: equal ones first, then those written joined and apart, then the likest."""
    found = Matching([], dict(enumerate(one[:_MOST])), dict(enumerate(two[:_MOST])))
    _pair_equals(found)
    if found.left and found.right and len(found.left) + len(found.right) > 2:
        _pair_joined(found)
    if found.left and found.right:
        _pair_likest(found)
    if found.left and found.right and len(found.left) != len(found.right):
        _pair_as_wholes(found)
    return found


def _pair_equals(found: Matching) -> None:
    for i, one in list(found.left.items()):
        for j, two in list(found.right.items()):
            if one.folded == two.folded and (likely := alike(one, two)).score >= SAME:
                found.take(Pair((one,), (two,), (i, j), likely))
                break


def _pair_joined(found: Matching) -> None:
    for i, first, second in _neighbours(found.left):
        for j, whole in list(found.right.items()):
            if i in found.left and i + 1 in found.left and (likely := _as_one((first, second), (whole,))):
                found.take(Pair((first, second), (whole,), (i, j), likely))
    for j, first, second in _neighbours(found.right):
        for i, whole in list(found.left.items()):
            if j in found.right and j + 1 in found.right and (likely := _as_one((whole,), (first, second))):
                found.take(Pair((whole,), (first, second), (i, j), likely))


def _neighbours(rest: dict[int, Word]) -> list[tuple[int, Word, Word]]:
    return [
        (at, rest[at], rest[at + 1])
        for at in rest
        if at + 1 in rest and not rest[at].is_initial and not rest[at + 1].is_initial
    ]


def _as_one(one: tuple[Word, ...], two: tuple[Word, ...]) -> Likely | None:
    if abs(sum(len(word.folded) for word in one) - sum(len(word.folded) for word in two)) > _FURTHER:
        return None
    likely = alike(_whole(one), _whole(two))
    return Likely(min(_JOINED, likely.score), JOINED) if likely.score >= SAME and likely.way != INITIAL else None


def _whole(words: tuple[Word, ...]) -> Word:
    if len(words) == 1:
        return words[0]
    return Word(_DOUBLED.sub(r"\1", "".join(word.folded for word in words)), "".join(word.written for word in words))


def _pair_likest(found: Matching) -> None:
    scored = [
        Pair((one,), (two,), (i, j), likely)
        for i, one in found.left.items()
        for j, two in found.right.items()
        if (likely := alike(one, two)).score >= SAME and likely.way != OTHER
    ]
    for pair in sorted(scored, key=lambda pair: (-pair.likely.score, abs(pair.places[0] - pair.places[1]))):
        if pair.places[0] in found.left and pair.places[1] in found.right:
            found.take(pair)


def _pair_as_wholes(found: Matching) -> None:
    """Pair all that is left as one word: शिव मूरत सिंह, Shivmuratsingh."""
    sides = [tuple(rest.values()) for rest in (found.left, found.right)]
    for rest in (found.left, found.right):
        if max(rest) - min(rest) + 1 != len(rest):
            return
    if likely := _as_one(sides[0], sides[1]):
        found.take(Pair(sides[0], sides[1], (min(found.left), min(found.right)), likely))
