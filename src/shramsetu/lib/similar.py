"""Whether two texts say the same: likeness, to find duplicate complaints, and a fingerprint, to find copied reports."""

from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise

from shramsetu.lib import lexicon
from shramsetu.lib.names import running, skeleton, tokens

ALIKE = 0.5
COPIED_BITS = 10
_LANE = 16
_NUMBER, _PLAIN, _USUAL = 1.5, 1.0, 0.3
_MISSPELT = 0.7
_MASK = (1 << 64) - 1


def text_likeness(a: str, b: str) -> float:
    """Give how much two complaints say the same, 0 to 1, in any script; from `ALIKE` on show them as duplicates.

    Words are counted once and weighed: numbers most, words of nearly every complaint least. Words that share only
    their consonants count seven tenths. It is Dice's overlap: twice what is shared over all there is.
    """
    left, right = set(tokens(a)), set(tokens(b))
    if not left or not right:
        return 0.0
    shared = 2 * sum(map(_weight, left & right))
    lone_left, lone_right = _by_skeleton(left - right), _by_skeleton(right - left)
    for bones in lone_left.keys() & lone_right.keys():
        pair = (lone_left[bones], lone_right[bones])
        shared += _MISSPELT * sum(map(_weight, pair))
    return round(shared / (sum(map(_weight, left)) + sum(map(_weight, right))), 4)


def fingerprint(text: str) -> int:
    """Give Charikar's simhash over the folded words and word pairs of `text`: 64 bits, signed, as a bigint holds them.

    Texts that differ in a word or a number differ in a few bits, unrelated ones in about 32. A text without words
    gives 0.
    """
    words = [forms[0] for forms in running(text)]
    shingles = [*words, *(" ".join(pair) for pair in pairwise(words))]
    lanes = sum(_lanes(shingle) for shingle in shingles)
    half = len(shingles) / 2
    bits = sum(1 << bit for bit in range(64) if (lanes >> (bit * _LANE)) & 0xFFFF > half)
    return bits - (1 << 64) if bits >> 63 else bits


def hamming(a: int, b: int) -> int:
    """Count the bits in which two fingerprints differ, 0 to 64; up to `COPIED_BITS` (10) one text copies the other."""
    return ((a ^ b) & _MASK).bit_count()


@lru_cache(maxsize=50_000)
def _lanes(shingle: str) -> int:
    """Spread the 64 bits over 64 lanes of 16, so that one addition counts all of them (up to 65,535 shingles)."""
    drawn = int.from_bytes(blake2b(shingle.encode(), digest_size=8).digest())
    return sum(1 << (bit * _LANE) for bit in range(64) if drawn >> bit & 1)


def _weight(token: str) -> float:
    if token.isdigit():
        return _NUMBER
    return _USUAL if token in _USUAL_TOKENS else _PLAIN


def _by_skeleton(words: set[str]) -> dict[str, str]:
    return {bones: word for word in sorted(words) if len(bones := skeleton(word)) > 1 and not word.isdigit()}


_USUAL_TOKENS = frozenset(token for word in lexicon.USUAL for token in tokens(word))
