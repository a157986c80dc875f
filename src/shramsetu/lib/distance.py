"""How far two folded words lie apart: Damerau and Levenshtein's distance with prices for what people really confuse.

A price of 1.5 is another consonant; what the ear or a hurried clerk mixes costs less: an unwritten `a`, an aspirate's
`h`, i/e, u/o, v/b, d/r (ड़), n/m. The first letter of a name is seldom wrong, so another first letter costs half as
much again unless the two sound alike, and a missing one as much as another vowel.
"""

from functools import lru_cache

_VOWELS = "aeiou"
_GAPS = {"a": 0.3, "h": 0.3, "y": 0.5, "i": 0.7, "u": 0.7, "e": 0.7, "o": 0.7, "n": 0.9, "m": 0.9}
_GAP = 1.3
_NEAR = {
    "ei": 0.3, "ou": 0.3, "au": 0.5, "ae": 0.5, "ao": 0.6, "bv": 0.3, "dr": 0.4, "cs": 0.7, "jy": 0.6, "gk": 0.9,
    "mn": 0.5, "dt": 0.8, "fp": 0.6,
}  # fmt: skip
_OTHER_VOWEL = 1.0
_FIRST_GAP = 1.0
_OTHER = 1.5
_FIRST = 1.5
_HEARD = 0.3
_SWAP = 0.6
_CLEAR, _LEAST = 0.5, 0.9  # a likeness below is no likeness; what a consonant without its like costs at least
_CLASSES = str.maketrans({**dict.fromkeys("aeiouhy", ""), **dict(zip("vrtcjgmf", "bddssknp", strict=True))})


@lru_cache(maxsize=100_000)
def apart(left: str, right: str) -> float:
    """Give the price of turning `left` into `right`; 0 if they are the same, the same both ways."""
    before: list[float] = []
    above = [0.0]
    for letter in right:
        above.append(above[-1] + (_gap(letter) if len(above) > 1 else _first_gap(letter)))
    for row, here in enumerate(left, 1):
        now = [above[0] + (_gap(here) if row > 1 else _first_gap(here))]
        for column, there in enumerate(right, 1):
            change = _change(here, there)
            if row == column == 1 and change > _HEARD:
                change *= _FIRST
            best = min(above[column] + _gap(here), now[column - 1] + _gap(there), above[column - 1] + change)
            if row > 1 < column and here == right[column - 2] and left[row - 2] == there != here:
                best = min(best, before[column - 2] + _SWAP)
            now.append(best)
        before, above = above, now
    return above[-1]


def word_likeness(left: str, right: str) -> float:
    """Give how alike two folded words sound, 0 to 1: above 0.8 one word written two ways, below 0.7 another word."""
    if left == right:
        return 1.0
    scale = 0.75 * max(len(left), len(right))
    at_best = 1 - _LEAST * _unshared(consonants(left), consonants(right)) / scale
    if at_best < _CLEAR:
        return max(0.0, at_best)  # the dear way would only make it less
    return max(0.0, 1 - apart(*sorted((left, right))) / scale)


@lru_cache(maxsize=100_000)
def consonants(word: str) -> str:
    """Give the consonants of `word` with those that are mixed as one, without what is often left out."""
    return word.translate(_CLASSES)


def _unshared(left: str, right: str) -> int:
    """Count the consonants that one of two words has beyond the other, whichever has more of them."""
    mine = theirs = 0
    for letter in set(left + right):
        more = left.count(letter) - right.count(letter)
        if more > 0:
            mine += more
        else:
            theirs -= more
    return max(mine, theirs)


def _gap(letter: str) -> float:
    return _GAPS.get(letter, _GAP)


def _first_gap(letter: str) -> float:
    return max(_gap(letter), _FIRST_GAP)


def _change(here: str, there: str) -> float:
    if here == there:
        return 0.0
    near = _NEAR.get(here + there if here < there else there + here)
    if near is not None:
        return near
    return _OTHER_VOWEL if here in _VOWELS and there in _VOWELS else _OTHER
