"""Where a worker's word on the family and Family ID's differ: names by sound, the rest as it stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from shramsetu.workers.rules import keys
from shramsetu.workers.rules.household import Person, Snapshot

MISSING, EXTRA, BORN, KIN, MARRIED, ABSENT = "missing", "extra", "born_on", "kin", "is_married", "absent"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that two sources say otherwise, of the member `name`; values as they are shown."""

    what: str
    name: str
    said: str = ""
    told: str = ""


def differences(said: Iterable[Person], told: Snapshot, *, worker: str, name: str) -> list[Difference]:
    """Return where a worker's word (kin to the worker) and the service's (kin to the head) differ.

    A worker who is no member is the only difference then: with another family nothing can be compared. Relations are
    compared for the head alone, for nobody else are the two words of the same person.
    """
    own = told.of_worker(worker)
    if own is None:
        return [Difference(ABSENT, name)]
    rest = [one for one in told.members if one.seat != own.seat]
    found = []
    for one in said:
        other = _same(one, rest)
        if other is None:
            found.append(Difference(MISSING, one.name, said=one.kin))
            continue
        rest.remove(other)
        found += _between(one, other, is_head=own.kin == "head")
    return found + [Difference(EXTRA, one.name, told=one.kin) for one in rest]


def _same(one: Person, among: list[Person]) -> Person | None:
    sounds = set(keys.words(one.name))
    named = [other for other in among if set(keys.words(other.name)) == sounds]
    born = [other for other in named if other.born_on == one.born_on]
    if named:
        return (born or named)[0]
    alike = [other for other in among if one.born_on and other.born_on == one.born_on and other.sex == one.sex]
    return alike[0] if len(alike) == 1 and sounds & set(keys.words(alike[0].name)) else None


def _between(said: Person, told: Person, *, is_head: bool) -> list[Difference]:
    found = []
    if said.born_on and told.born_on and said.born_on != told.born_on:
        found.append(Difference(BORN, told.name, _shown(said.born_on), _shown(told.born_on)))
    if said.is_married is not None and told.is_married is not None and said.is_married is not told.is_married:
        found.append(Difference(MARRIED, told.name, str(said.is_married), str(told.is_married)))
    if is_head and said.kin != told.kin:
        found.append(Difference(KIN, told.name, said.kin, told.kin))
    return found


def _shown(day: date) -> str:
    return day.isoformat()
