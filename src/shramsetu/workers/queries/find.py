"""Find workers by number, or by name, father or husband, age and place, in any script and spelling.

Names are asked of the index by their sounds: first rows with the whole name, then rows with all words asked for and
more, then rows with all but one. At most `MOST` of them are compared letter by letter and ranked. What is too common
(Kumar over the state) is not read row by row: the answer says that more must be told.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import reduce
from itertools import accumulate
from operator import or_

from django.contrib.postgres.fields import ArrayField
from django.db import connection, transaction
from django.db.models import CharField, Func, Q, QuerySet

from shramsetu.places.models import Kind, Place
from shramsetu.workers.models import Near, Worker
from shramsetu.workers.queries import commonness
from shramsetu.workers.queries.by_number import Numbers, numbered
from shramsetu.workers.queries.commonness import Commonness
from shramsetu.workers.queries.ranking import Found, ranked
from shramsetu.workers.rules import keys

__all__ = ["MOST", "Answer", "Asked", "Found", "Numbers", "search"]
MOST = 100
NONE = Numbers()
_MOST_IN_VILLAGE = 600
_WIDE = 250_000  # so many rows of an index are read in a tenth of a second
_VAGUE = 100_000  # a word of so many in the state stands a thousand times in a district: a hundred of them say nothing
_FEW = 200  # rows, about, that are looked at one by one sooner than the index is read for one more word
_SAID = Func("keys", template="(%(expressions)s || '{}')", output_field=ArrayField(CharField()))  # no index of it
_SHOWN = (
    "id", "number", "name", "other_name", "parent", "relation", "sex", "born_on", "is_born_known", "died_on",
    "phone", "district_id", "place_id", "keys",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody knows of a worker; every part may be missing. `born` is a day or only its year (1 January)."""

    name: str = ""
    parent: str = ""
    born: date | None = None
    sex: str = ""
    district: Place | None = None
    place: Place | None = None  # a place below a district
    numbers: Numbers = NONE

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked by which anybody could be found."""
        return not (keys.words(self.name) or keys.words(self.parent) or self.numbers.given)


@dataclass(frozen=True, slots=True)
class Answer:
    """Who was found, the likest first. `is_wide` says that there are more than were looked at: more must be told."""

    found: tuple[Found, ...] = ()
    is_wide: bool = False


def search(asked: Asked, *, within: QuerySet[Worker]) -> Answer:
    """Find who is asked for `within` the workers that the asker may see; whoever was merged away is not shown."""
    if asked.is_empty:
        return Answer()
    rows = within.filter(merged_into=None, erased_at=None)
    if asked.numbers.given:
        return Answer(ranked(list(numbered(asked.numbers, within)), name=asked.name, parent=asked.parent))
    if asked.sex:
        rows = rows.filter(sex=asked.sex)
    with _by_index():
        candidates, is_wide = _candidates(asked, rows)
    found = ranked(candidates, name=asked.name, parent=asked.parent, born=asked.born)
    return Answer(found[:MOST], is_wide)


def _candidates(asked: Asked, rows: QuerySet[Worker]) -> tuple[list[Worker], bool]:
    """Give the rows to be compared, each once, and whether there are more."""
    district = asked.district or (asked.place.district if asked.place else None)
    rows = rows.alias(near=Near(), said=_SAID)
    if asked.place is not None and asked.place.kind in (Kind.VILLAGE, Kind.LOCALITY):
        return _taken([_any_word(asked, rows.filter(place=asked.place), district)], _MOST_IN_VILLAGE)
    if asked.place is not None:
        rows = rows.filter(place__in=Place.objects.filter(path__startswith=asked.place.path).values("pk"))
    asks = _asks(asked, commonness.known(), district)
    some = [rows.filter(reduce(or_, quick)) for quick, _ in asks if quick]
    here = rows.filter(district=district) if district else rows
    found, is_full = _taken([*_whole(asked, here), *some], MOST)
    return found, is_full or not some or any(left for _, left in asks)


def _taken(steps: list[QuerySet[Worker]], most: int) -> tuple[list[Worker], bool]:
    """Ask step after step until there are enough."""
    found: dict[int, Worker] = {}
    for rows in steps:
        left = most - len(found)
        for one in rows.only(*_SHOWN)[: left + 1]:
            found.setdefault(one.pk, one)
        if len(found) > most:
            return list(found.values())[:most], True
    return list(found.values()), False


def _whole(asked: Asked, rows: QuerySet[Worker]) -> Iterator[QuerySet[Worker]]:
    """Give the rows with the whole name: of the same father first."""
    names, parents = keys.asked_whole(asked.name), keys.asked_whole(asked.parent)
    if names:
        same = rows.filter(name_key__in=names)
        if parents:
            yield same.filter(parent_key__in=parents)
        yield same


def _asks(asked: Asked, known: Commonness, district: Place | None) -> list[tuple[list[Q], bool]]:
    """Ask for rows with all words, then for those that lack one: what an index says quickly; whether more is left."""
    readings = _readings(asked)
    whole = [one for one in readings if one and (district or known.rarest(one) <= _WIDE)]
    fewer = _fewer(readings[0])
    some = [one for one in fewer if one and known.rarest(one) <= _VAGUE]
    if district is not None:
        within = district.pk
        near = [[Q(near__contains=keys.near(one, within)) for one in several] for several in (whole, some)]
        return [(near[0], False), (near[1], len(some) < len(fewer))]
    return [([_has(one, known) for one in several], False) for several in (whole, _within_reach(some, known))]


def _within_reach(several: list[frozenset[str]], known: Commonness) -> list[frozenset[str]]:
    """Leave out what would read too much of the index, the commonest first."""
    some = sorted(several, key=known.rarest)
    reads = accumulate(known.rarest(one) for one in some)
    return [one for one, read in zip(some, reads, strict=True) if read <= _WIDE]


def _has(words: frozenset[str], known: Commonness) -> Q:
    """Ask the index for the rarest words only, and look at the few rows for the rest: a common word is long to read."""
    told = known.telling(words, _FEW)
    rest = sorted(words.difference(told))
    return Q(keys__contains=told) & (Q(said__contains=rest) if rest else Q())


def _fewer(words: frozenset[str]) -> list[frozenset[str]]:
    """Give the words without one of them, each in turn, and those of the name alone; none that another one holds."""
    own = frozenset(word for word in words if not word.startswith(keys.PARENT))
    fewer = {words - {word} for word in words} if len(words) > 1 else set()
    fewer |= {own} - {words}
    return sorted((one for one in fewer if not any(other < one for other in fewer)), key=sorted)


def _readings(asked: Asked) -> list[frozenset[str]]:
    """Give the words as sets that a row must have: for a ड that may be ड़ there are two."""
    parents = [keys.PARENT + word for word in next(iter(keys.asked_whole(asked.parent)), "").split()]
    return [frozenset([*one.split(), *parents]) for one in keys.asked_whole(asked.name) or ("",)]


def _any_word(asked: Asked, rows: QuerySet[Worker], district: Place | None) -> QuerySet[Worker]:
    """Give who in a village shares any word with what was asked."""
    words = set().union(*_readings(asked))
    near = Q(near__overlap=keys.near(words, district.pk)) if district else Q(keys__overlap=sorted(words))
    return rows.filter(near)


@contextmanager
def _by_index() -> Iterator[None]:
    """Let PostgreSQL read indexes only: before a LIMIT it otherwise hopes to meet enough rows by reading the table."""
    goes_on = connection.in_atomic_block  # else the setting ends with the transaction
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield
        if goes_on:
            cursor.execute("SET LOCAL enable_seqscan = on")
