"""How hard the Hindi of a page is: what is counted, and the age that a published formula makes of it.

Counted is what Sinha, Sharma, Dasgupta and Basu (COLING 2012) found to tell hard Hindi from easy: the length of words,
the share of long ones, joined letters; beside it the longest sentence. The age is the Hindi Grade Level of Chaudhary,
Singh and Sharma (2026) over all words together: it says nothing of a single sentence (docs/reference/tried.md).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from hindi_readability import analyse, hindi_grade_level

WORD = re.compile(r"[\u0900-\u0963\u0971-\u097F]+")  # without the full stop and the digits
END = re.compile(r"[।.!?:;…·|]+")
LONG = 4  # letters with a vowel sound of their own, from which a word is a long one
SCHOOL_AGE = 5  # years: who is six sits in the first class
# Every block of text that is seen, in the order of the page: head and foot too, no closed drawers, no lists to unfold.
SEEN = """() => {
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(), last = null; node; node = walker.nextNode()) {
    const at = node.parentElement, text = node.textContent.trim();
    if (!text || !at.checkVisibility() || at.closest('script, style, option, textarea, .visually-hidden')) continue;
    let block = at;
    while (getComputedStyle(block).display === 'inline') block = block.parentElement;
    if (block === last) found.push(found.pop() + ' ' + text); else found.push(text);
    last = block;
  }
  return found.map((one) => one.replace(/\\s+/g, ' '));
}"""


@dataclass(frozen=True)
class Measure:
    """`letters` a word; of a hundred words how many are `long`, and their `joined` letters; words of the `longest`."""

    words: int
    letters: float
    long: int
    joined: int
    longest: int
    sentence: str
    age: int


def measure(texts: Iterable[str]) -> Measure:
    """Measure the Hindi of `texts`; what stands there twice is read once."""
    said = [words for text in dict.fromkeys(texts) for part in END.split(text) if (words := WORD.findall(part))]
    words = [word for sentence in said for word in sentence]
    each = [analyse(word) for word in words]
    longest = max(said, key=len)
    return Measure(
        words=len(words),
        letters=round(sum(one["syllables"] for one in each) / len(words), 2),
        long=round(100 * sum(one["syllables"] >= LONG for one in each) / len(words)),
        joined=round(100 * sum(one["conjuncts"] for one in each) / len(words)),
        longest=len(longest),
        sentence=" ".join(longest),
        age=int(hindi_grade_level("। ".join(map(" ".join, said)))["grade"]) + SCHOOL_AGE,
    )
