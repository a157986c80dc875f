"""Made-up workers, drawn in thousands: who they are, how it was written down, and who was written down twice."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate

from bench.registry.words import Spelt, Word, words
from shramsetu.workers.rules import keys

TWICE = 0.08  # so many rows are somebody who stands in the registry already
_ROMAN, _WOMEN = 0.4, 0.42
_FIRST_BIRTH, _LAST_BIRTH = date(1961, 1, 1), date(2008, 1, 1)
_DAYS = (_LAST_BIRTH - _FIRST_BIRTH).days
_SPREAD = 0.6  # how far a name's share differs from district to district


@dataclass(slots=True)
class Person:
    """One row of the registry as drawn: words of the names as indices, so that they can be spelt anew."""

    name: tuple[Word, ...]
    parent: tuple[Word, ...]
    is_woman: bool
    born_on: date
    is_born_known: bool
    phone: str
    district: int
    place: int | None
    family: int | None
    has_aadhaar: bool
    uan: str
    again: int | None = None  # the row of the chunk that is the same human being


@dataclass(frozen=True, slots=True)
class Written:
    """A name as it was written down, with its sounds."""

    text: str
    key: str
    keys: tuple[str, ...]


def written(name: tuple[Word, ...], chance: random.Random, *, is_roman: bool) -> Written:
    """Write a name down in one script, each word in one of its spellings."""
    return _joined(tuple(word.spelt(chance, is_roman=is_roman) for word in name))


@lru_cache(maxsize=300_000)
def _joined(spelt: tuple[Spelt, ...]) -> Written:
    bones = sorted(bone for one in spelt for bone in one.bones)
    found = sorted({key for one in spelt for key in one.keys})
    return Written(" ".join(one.text for one in spelt), " ".join(bones)[: keys.LONGEST], tuple(found))


class Draw:
    """Draws people; the same seed and chunk give the same people."""

    def __init__(self, districts: dict[int, tuple[float, list[int]]]) -> None:
        self.districts = list(districts)
        self.weights = list(accumulate(weight for weight, _ in districts.values()))
        self.villages = {pk: villages for pk, (_, villages) in districts.items()}

    def chunk(self, first: int, count: int) -> list[Person]:
        """Return `count` people, of whom some are others written down again."""
        chance = random.Random(f"registry:{first}")
        once = count - int(count * TWICE)
        people = [self._person(chance, first + at) for at in range(once)]
        doubles = [self._again(chance, people, first + at) for at in range(once, count)]
        return [*people, *doubles]

    def _person(self, chance: random.Random, number: int) -> Person:
        district = chance.choices(self.districts, cum_weights=self.weights)[0]
        is_woman = chance.random() < _WOMEN
        name, family_name = _name(chance, district, is_woman=is_woman)
        parent = _named(chance, district, "men", "men_second", family_name)
        is_known = chance.random() > 0.35
        born = _FIRST_BIRTH + timedelta(days=int(chance.random() * _DAYS))
        villages = self.villages[district]
        return Person(
            name,
            parent if chance.random() > 0.03 else (),
            is_woman,
            born if is_known else born.replace(month=1, day=1),
            is_known,
            f"+91{chance.randrange(6_000_000_000, 10_000_000_000)}" if chance.random() < 0.85 else "",
            district,
            villages[int(chance.random() * len(villages))] if villages else None,
            number // 4 if chance.random() < 0.7 else None,
            chance.random() < 0.9,
            f"{chance.randrange(100_000_000_000, 1_000_000_000_000)}" if chance.random() < 0.6 else "",
        )

    def _again(self, chance: random.Random, people: list[Person], number: int) -> Person:
        at = int(chance.random() * len(people))
        known = people[at]
        district = known.district if chance.random() < 0.85 else chance.choice(self.districts)
        villages = self.villages[district]
        same = district == known.district and chance.random() < 0.8
        return replace(
            known,
            name=_told_again(chance, known.name),
            parent=known.parent if chance.random() < 0.88 else (),
            born_on=_born_again(chance, known.born_on),
            phone=known.phone if chance.random() < 0.5 else f"+91{chance.randrange(6_000_000_000, 10_000_000_000)}",
            district=district,
            place=known.place if same else (chance.choice(villages) if villages else None),
            family=known.family if chance.random() < 0.4 else None,
            has_aadhaar=False,
            uan=known.uan if chance.random() < 0.2 else "",
            again=at,
        )


def is_roman(chance: random.Random) -> bool:
    """Draw the script of a row."""
    return chance.random() < _ROMAN


def _name(chance: random.Random, district: int, *, is_woman: bool) -> tuple[tuple[Word, ...], Word | None]:
    family = _one(chance, district, "families") if chance.random() < 0.7 else None
    if is_woman:
        return _named(chance, district, "women", "women_second", family if chance.random() < 0.3 else None), family
    return _named(chance, district, "men", "men_second", family), family


def _named(chance: random.Random, district: int, given: str, second: str, family: Word | None) -> tuple[Word, ...]:
    own = [_one(chance, district, given)]
    if chance.random() < (0.75 if family is None else 0.35):
        own.append(chance.choice(words(second)))
    return (*own, family) if family is not None else tuple(own)


def _one(chance: random.Random, district: int, listed: str) -> Word:
    return chance.choices(words(listed), cum_weights=_weights(listed, district))[0]


@lru_cache(maxsize=1000)
def _weights(listed: str, district: int) -> list[float]:
    """Return how common each word is in a district: some everywhere, each more in one than in another."""
    order = list(range(len(words(listed))))
    random.Random(f"{listed} over the state").shuffle(order)
    here = random.Random(f"{listed} {district}")
    return list(accumulate(here.lognormvariate(0, _SPREAD) / (4 + rank) for rank in order))


def _told_again(chance: random.Random, name: tuple[Word, ...]) -> tuple[Word, ...]:
    if len(name) > 2 and chance.random() < 0.25:
        return (name[0], name[-1])
    if len(name) > 1 and chance.random() < 0.06:
        return name[:-1]
    return name


def _born_again(chance: random.Random, born: date) -> date:
    fate = chance.random()
    if fate < 0.62:
        return born
    if fate < 0.8:
        return born.replace(month=1, day=1)
    if fate < 0.85 and born.day <= 12:
        return born.replace(month=born.day, day=born.month)
    return born.replace(year=born.year + chance.choice((-2, -1, 1, 2)), day=min(born.day, 28))


def all_of(people: list[Person]) -> Iterator[tuple[int, int]]:
    """Give the pairs of rows that are one human being: each row written again with the first."""
    return ((one.again, at) for at, one in enumerate(people) if one.again is not None)
