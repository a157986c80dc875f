"""Entering the persons of an operation, one by one or a family together; nobody is merged into a head.

Two men of one kiln may have one name and one age: whoever looks like somebody who is there is asked for, never dropped.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded import counters, persons, powers
from shramsetu.bonded.actions import operations
from shramsetu.bonded.actions.persons import Someone, enter
from shramsetu.bonded.doubts import LINE, NOTHING_SAID, PerhapsKnown, Said
from shramsetu.bonded.models import Accused, Household, Operation, Survivor
from shramsetu.bonded.vault import plain
from shramsetu.casework.actions import Refused, amend
from shramsetu.casework.models import FINAL, Case
from shramsetu.casework.moves import To
from shramsetu.journal.rules import Actor
from shramsetu.places.models import Place

ADULT = 18
Mark = tuple[str, str, str, int]


@dataclass(frozen=True)
class Person:
    """One person as entered at the site. `identity` (class P2) and `sealed` (class P3) are kept encrypted."""

    name: str
    sex: str
    age: int
    parent: str = ""
    identity: Mapping[str, object] = field(default_factory=dict)
    sealed: Mapping[str, object] = field(default_factory=dict)
    columns: Mapping[str, object] = field(default_factory=dict)  # of Survivor
    said: Said = NOTHING_SAID  # of those with the same mark

    @property
    def mark(self) -> Mark:
        """What tells this person from most others of the same operation."""
        return (plain(self.name), plain(self.parent), self.sex, self.age)


@dataclass(frozen=True)
class Together:
    """What people who were held together share: where home is, the advance, who brought them."""

    native_district: Place | None = None
    native_state: str = ""
    advance_paise: int = 0
    recruited_through: Accused | None = None


@transaction.atomic
def add(
    operation: Operation, people: Sequence[Person], *, together: Together, by: Actor, at: datetime
) -> list[Survivor]:
    """Enter `people` of one household, or one by one. Raises Refused; PerhapsKnown, and nobody is entered, where the
    mark of one is that of somebody who is there, or of an earlier one of `people`, and nothing was said of it.
    """
    case = Case.objects.select_for_update(of=("self",)).select_related("district", "department").get(pk=operation.pk)
    powers.need_here(by, case.district_id)
    if case.phase == FINAL or case.state == "planned":
        raise Refused(_("Persons are entered once the team has set out and until the operation is closed."))
    operation.case = case
    there = {one.code: one for one in operation.survivors.select_related("case__sealed_body", "household")}
    known = _known(people, there)
    if doubts := {place: like for place, like in known.items() if people[place].said.is_open(like)}:
        raise PerhapsKnown(doubts)
    same = {place: people[place].said.same_as for place, like in known.items() if people[place].said.same_as in like}
    household = _household(people, [there[code] for code in same.values() if code in there], together, case, at=at)
    found, made = dict(there), list[str]()
    for place, one in enumerate(people):
        line = f"{LINE}{place + 1}"
        if place in same:
            found[line] = found[same[place]]
            continue
        found[line] = _enter(one, operation, household, together, by=by, at=at)
        made.append(found[line].code)
    if made:
        amend(case, "enter_persons", to=To(case.state, facts={"codes": made}), by=by, at=at)
    return [found[f"{LINE}{place + 1}"] for place in range(len(people))]


def _known(people: Sequence[Person], there: Mapping[str, Survivor]) -> dict[int, list[str]]:
    """Return by the place of a person who has the same mark: codes of the operation, lines of `people` before."""
    marks = defaultdict[Mark, list[str]](list)
    for code, survivor in there.items():
        marks[_mark(survivor)].append(code)
    found = dict[int, list[str]]()
    for place, one in enumerate(people):
        if marks[one.mark]:
            found[place] = list(marks[one.mark])
        marks[one.mark].append(f"{LINE}{place + 1}")
    return found


def _enter(
    one: Person, operation: Operation, household: Household | None, together: Together, *, by: Actor, at: datetime
) -> Survivor:
    case = operation.case
    assert case.district is not None
    identity = {"name": one.name, "parent": one.parent, "age": one.age, **one.identity}
    columns = {"native_state": together.native_state, "sector": _sector(operation), **one.columns}
    someone = Someone(
        district=case.district,
        sex=one.sex,
        is_minor=one.age < ADULT,
        operation=operation,
        household=household,
        native_district=together.native_district,
        identity=identity,
        sealed=one.sealed,
        columns=columns,
    )
    survivor = enter(someone, by=by, at=at)
    if operation.ended_at is not None:
        operations.secured(survivor, from_at=operation.ended_at, by=by, at=at)
    return survivor


def _household(
    people: Sequence[Person], same: Sequence[Survivor], together: Together, case: Case, *, at: datetime
) -> Household | None:
    """Return a family's household: the one that some of them are in already, else a new one; none for one alone."""
    there = next((one.household for one in same), None)
    if there is not None or len(people) < 2:
        return there
    household = Household(
        code=counters.code("HH", case.district),
        native_district=together.native_district,
        native_state=together.native_state,
        advance_paise=together.advance_paise,
        recruited_through=together.recruited_through,
        made_at=at,
    )
    household.save(force_insert=True)
    return household


def _sector(operation: Operation) -> str:
    told = operation.information
    return operation.site.sector if operation.site else told.sector if told else ""


def _mark(survivor: Survivor) -> Mark:
    known = persons.identity(survivor)
    age = known.get("age")
    return (
        plain(str(known.get("name", ""))),
        plain(str(known.get("parent", ""))),
        survivor.sex,
        age if isinstance(age, int) else -1,
    )
