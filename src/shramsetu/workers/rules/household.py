"""A family as it stood on a day: the snapshot that a claim keeps, and what is counted by family.

Kin are told as the Family ID does, towards the head. Whose children the sons and daughters are is therefore known for
the head and the spouse alone; for any other member the family says nothing, and the answer is None, not nought.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from shramsetu.lib import clock

PARENTS = frozenset({"head", "spouse"})
CHILDREN = frozenset({"son", "daughter"})
ADULT_YEARS = 18  # the Indian Majority Act 1875, section 3


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the family; `worker` is the registry's number of a member who is registered too."""

    seat: int
    name: str
    kin: str
    sex: str
    born_on: date | None = None
    is_married: bool | None = None
    is_disabled: bool | None = None
    worker: str = ""

    def as_json(self) -> dict[str, Any]:
        """Give the member as a JSON column keeps it."""
        return {**asdict(self), "born_on": self.born_on.isoformat() if self.born_on else None}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Person":
        """Read what `as_json` gave."""
        return cls(**{**kept, "born_on": date.fromisoformat(kept["born_on"]) if kept["born_on"] else None})

    def is_adult(self, on: date) -> bool | None:
        """Tell whether this member is of age on the day `on`; None where the birthday is not known."""
        return None if self.born_on is None else on >= clock.years_from(self.born_on, ADULT_YEARS)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A family on the day `on`: what a claim keeps for good, whatever the family does later."""

    number: str
    source: str
    as_of: datetime
    on: date
    members: tuple[Person, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Give the snapshot as a JSON column keeps it."""
        said: dict[str, object] = {"number": self.number, "source": self.source, "as_of": self.as_of.isoformat()}
        return {**said, "on": self.on.isoformat(), "members": [one.as_json() for one in self.members]}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Snapshot":
        """Read what `as_json` gave. An empty column is a family of nobody: use it only where something was kept."""
        members = tuple(Person.from_json(one) for one in kept["members"])
        as_of, on = datetime.fromisoformat(str(kept["as_of"])), date.fromisoformat(str(kept["on"]))
        return cls(str(kept["number"]), str(kept["source"]), as_of, on, members)

    def of_worker(self, number: str) -> Person | None:
        """Return the member who is this worker."""
        return next((one for one in self.members if one.worker == number), None)

    def children_of(self, number: str) -> tuple[Person, ...] | None:
        """Return the children of a worker, the eldest first; None where the family does not say whose they are."""
        person = self.of_worker(number)
        if person is None or person.kin not in PARENTS:
            return None
        return tuple(sorted((one for one in self.members if one.kin in CHILDREN), key=_by_age))


@dataclass(frozen=True, slots=True)
class Given:
    """A benefit asked for or given in a family. `about` says for whom, as the claim named them; empty: the worker."""

    scheme: str
    worker: str
    claim: str
    on: date
    about: str = ""
    is_granted: bool = False
    paise: int = 0
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """What is counted by family on a day; `asked` and `granted` are benefits by scheme."""

    members: int = 0
    adults: int = 0
    minors: int = 0
    unknown_age: int = 0
    sons: int = 0
    daughters: int = 0
    married_daughters: int = 0
    workers: int = 0
    asked: Mapping[str, int] = field(default_factory=dict)
    granted: Mapping[str, int] = field(default_factory=dict)

    def helped(self, scheme: str) -> int:
        """Return how often the family was granted a benefit of this scheme."""
        return self.granted.get(scheme, 0)


@dataclass(frozen=True, slots=True)
class Double:
    """Two benefits of one family that may be one and the same; `why` is `event`, `person` or `schemes`."""

    why: str
    first: Given
    second: Given


def counts(family: Snapshot, given: Iterable[Given] = ()) -> Counts:
    """Count a family and what its members have asked for and been granted."""
    of_age = Counter(one.is_adult(family.on) for one in family.members)
    kin = Counter(one.kin for one in family.members)
    benefits = list(given)
    return Counts(
        members=len(family.members),
        adults=of_age[True],
        minors=of_age[False],
        unknown_age=of_age[None],
        sons=kin["son"],
        daughters=kin["daughter"],
        married_daughters=sum(one.kin == "daughter" and one.is_married is True for one in family.members),
        workers=sum(bool(one.worker) for one in family.members),
        asked=_claims(benefits),
        granted=_claims(one for one in benefits if one.is_granted),
    )


def deliveries_of(family: Snapshot, worker: str, *, until: date) -> int | None:
    """Count the births of a worker's children up to `until`; children of one day are one delivery (twins)."""
    children = family.children_of(worker)
    if children is None or any(one.born_on is None for one in children):
        return None
    return len({one.born_on for one in children if one.born_on is not None and one.born_on <= until})


def daughters_before(family: Snapshot, worker: str, *, born_on: date) -> int | None:
    """Count a worker's daughters born before the day `born_on`."""
    children = family.children_of(worker)
    if children is None or any(one.born_on is None for one in children):
        return None
    return sum(one.kin == "daughter" and one.born_on is not None and one.born_on < born_on for one in children)


def doubles(given: Iterable[Given], alike: Iterable[frozenset[str]] = ()) -> list[Double]:
    """Name the pairs of benefits of one family that may be one benefit taken twice.

    The same scheme for the same event by two workers; the same scheme for the same person by two workers; or two
    schemes of one set in `alike` (they give for the same need) for the same person.
    """
    listed = sorted(given, key=lambda one: (one.on, one.claim))
    sets = list(alike)
    found = []
    for place, second in enumerate(listed):
        for first in listed[:place]:
            if why := _double(first, second, sets):
                found.append(Double(why, first, second))
    return found


def _claims(given: Iterable[Given]) -> dict[str, int]:
    """Count claims by scheme: one that brought several kinds of benefit is one."""
    return dict(Counter(scheme for scheme, _ in {(one.scheme, one.claim) for one in given}))


def _double(first: Given, second: Given, alike: list[frozenset[str]]) -> str:
    if first.claim == second.claim:
        return ""
    same_person = (first.about or first.worker) == (second.about or second.worker)
    if first.scheme == second.scheme:
        if first.worker == second.worker:
            return ""  # the scheme's own conditions count what one worker takes
        if first.about and second.about:
            return "person" if same_person else ""  # two children, say
        return "event" if first.on == second.on else ""
    return "schemes" if same_person and any({first.scheme, second.scheme} <= one for one in alike) else ""


def _by_age(person: Person) -> tuple[date, int]:
    return person.born_on or date.max, person.seat
