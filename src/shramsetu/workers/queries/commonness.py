"""How many rows a sound of a name would bring, from what PostgreSQL's statistics know of the words."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from math import prod

from django.db import connection

from shramsetu.workers.rules import keys

_KNOWN = """
SELECT c.reltuples, s.most_common_elems::text::text[], s.most_common_elem_freqs
FROM pg_class c
LEFT JOIN pg_stats s ON s.schemaname = c.relnamespace::regnamespace::text AND s.tablename = c.relname
  AND s.attname = 'keys'
WHERE c.oid = 'workers_worker'::regclass
"""
_LARGE, _KEPT_SECONDS = 100_000, 600.0  # what is known of a large registry hardly changes within minutes


@dataclass(frozen=True, slots=True)
class Commonness:
    """The rows of the registry, and the share of them that has each of some words; of an unknown one, the least."""

    rows: float
    shares: dict[str, float]
    least: float

    def of(self, word: str) -> float:
        """Give how many rows have `word`, about."""
        return self.rows * self.shares.get(word, self.least)

    def of_all(self, words: Iterable[str]) -> float:
        """Give how many rows have all of `words`, about: as if words did not go together."""
        return self.rows * prod(self.shares.get(word, self.least) for word in words)

    def telling(self, words: Iterable[str], enough: float) -> list[str]:
        """Give the rarest of `words`, as many of them as leave no more than `enough` rows, about.

        Who is a Mathur has a father Mathur: of a word that both have, one says it.
        """
        told: dict[str, str] = {}
        for word in sorted(words, key=lambda one: (self.of(one), one)):
            if told and self.of_all(told.values()) <= enough:
                break
            told.setdefault(word.removeprefix(keys.PARENT), word)
        return list(told.values())

    def rarest(self, words: Iterable[str]) -> float:
        """Give how many rows have the rarest of `words`: so much an index has to read."""
        return min((self.of(word) for word in words), default=self.rows)


_kept: dict[str, tuple[float, Commonness]] = {}


def known() -> Commonness:
    """Ask how common words are; a table that was never analysed knows of none."""
    name = str(connection.settings_dict["NAME"])
    until, kept = _kept.get(name, (0.0, None))
    if kept is None or time.monotonic() > until:
        kept = _asked()
        if kept.rows >= _LARGE:
            _kept[name] = (time.monotonic() + _KEPT_SECONDS, kept)
    return kept


def _asked() -> Commonness:
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN)
        rows, words, shares = cursor.fetchone() or (0.0, None, None)
    # PostgreSQL writes three or four further numbers behind the shares: of the least, the greatest, and of null.
    told = dict(zip(words or (), shares or (), strict=False))
    return Commonness(max(rows, 0.0), told, min((one for one in told.values() if one > 0), default=0.0))
