"""How many rows a sound of a name would bring, from what PostgreSQL's statistics know of the words."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import prod

from django.db import connection

_KNOWN = """
SELECT c.reltuples, u.word, u.share, (SELECT min(f) FROM unnest(s.most_common_elem_freqs) f WHERE f > 0)
FROM pg_class c
LEFT JOIN pg_stats s ON s.schemaname = c.relnamespace::regnamespace::text AND s.tablename = c.relname
  AND s.attname = 'keys'
LEFT JOIN LATERAL unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) u(word, share)
  ON u.word = ANY(%s)
WHERE c.oid = 'workers_worker'::regclass
"""


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

    def rarest(self, words: Iterable[str]) -> float:
        """Give how many rows have the rarest of `words`: so much an index has to read."""
        return min((self.of(word) for word in words), default=self.rows)


def of(words: Iterable[str]) -> Commonness:
    """Ask for the commonness of `words`; a table that was never analysed knows of none."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [list(words)])
        found = cursor.fetchall()
    rows, least = found[0][0], found[0][3]
    return Commonness(max(rows, 0.0), {row[1]: row[2] for row in found if row[1] is not None}, least or 0.0)
