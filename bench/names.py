"""Measure names: how often the verdict is right, and how long a fold and a comparison take.

`python -m bench.names`. The names are put together from the book of names, so that no cache knows them; the fastest
of several runs of processor time is given, as other work on the machine only makes them longer.
"""

import itertools
import random
import time
from collections.abc import Callable
from pathlib import Path

from shramsetu.lib import namebook, names, naming, phonetic, wordpairs

RUNS, PEOPLE = 7, 2000
PAIRS = Path(__file__).parents[1] / "tests" / "golden" / "people.tsv"


def main() -> None:
    """Print precision and recall of "same" on both halves of the table, then each time in microseconds."""
    for half in ("tuned", "held"):
        print(right(half))
    drawn = random.Random(5)
    book = [form for listed in (namebook.MEN, namebook.WOMEN) for name in listed.split() for form in name.split("/")]
    families = [form for name in namebook.FAMILIES.split() for form in name.split("/")]
    words = list(dict.fromkeys([*book, *families]))
    people = [f"{drawn.choice(book)} कुमार {drawn.choice(families)}" for _ in range(PEOPLE)]
    pairs = list(itertools.pairwise(people))
    print(f"fold of a new word        {fastest(lambda: [phonetic.sound(word) for word in words], len(words)):8.1f} µs")
    print(f"compare, nothing met      {fastest(lambda: [names.compare(a, b) for a, b in pairs], len(pairs)):8.1f} µs")
    print(
        "compare, words met before "
        f"{fastest(lambda: [names.compare(a, b) for a, b in pairs], len(pairs), keep=True):8.1f} µs"
    )


def right(half: str) -> str:
    """Return how often `same` was said rightly, and how often it was said where it should be."""
    rows = [line.split("\t") for line in PAIRS.read_text("utf-8").splitlines() if line.endswith(f"\t{half}")]
    said = [(row[0] == "same", names.compare(row[1], row[2]).same) for row in rows]
    true, false, lost = (said.count(one) for one in ((True, True), (False, True), (True, False)))
    return f"{half}: {len(rows)} pairs, precision {true / (true + false):.4f}, recall {true / (true + lost):.4f}"


def fastest(work: Callable[[], object], count: int, *, keep: bool = False) -> float:
    """Return the shortest of several runs of `work`, a piece, in microseconds; caches are emptied before each."""
    best = float("inf")
    for _ in range(RUNS):
        for cache in (naming.parse,) if keep else (naming.parse, phonetic.sound, phonetic.long_a, *wordpairs.CACHES):
            cache.cache_clear()
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return best / count * 1e6


if __name__ == "__main__":
    main()
