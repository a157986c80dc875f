"""Who is paid when the worker is dead: the spouse, else the children the rule names, else dependent parents."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shramsetu.lib import clock


class Rank(StrEnum):
    """The order in which heirs are asked; within one rank all share alike."""

    SPOUSE = "spouse"
    CHILD = "child"
    PARENT = "parent"


@dataclass(frozen=True, slots=True)
class Kin:
    """A member of the worker's family; what is not known of them is None."""

    key: str
    kin: str  # spouse, son, daughter, father, mother
    born_on: date | None = None
    is_married: bool | None = None
    is_dependent: bool | None = None
    is_dead: bool = False


@dataclass(frozen=True, slots=True)
class Heir:
    """Somebody who is paid, and by what rank."""

    key: str
    kin: str
    rank: Rank


def heirs(family: Iterable[Kin], on: date, adult_age: int) -> tuple[Heir, ...]:
    """Return who is paid on `on`: all of the first rank in which somebody stands; nobody, if nobody does.

    A spouse; adult sons and unmarried daughters of any age; parents who depended on the worker. Where age, marriage or
    dependence are not known, the person does not stand: an officer must ask first.
    """
    living = [one for one in family if not one.is_dead]
    for rank in Rank:
        if found := [Heir(one.key, one.kin, rank) for one in living if _stands(one, rank, on, adult_age)]:
            return tuple(found)
    return ()


def _stands(one: Kin, rank: Rank, on: date, adult_age: int) -> bool:
    if rank is Rank.SPOUSE:
        return one.kin == "spouse"
    if rank is Rank.PARENT:
        return one.kin in {"father", "mother"} and one.is_dependent is True
    if one.kin == "daughter":
        return one.is_married is False
    return one.kin == "son" and one.born_on is not None and clock.years_from(one.born_on, adult_age) <= on
