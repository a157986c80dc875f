"""Entering the persons of an operation, one by one or a family together; nobody is merged into a head."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded import counters, persons, powers
from shramsetu.bonded.actions import operations
from shramsetu.bonded.actions.persons import Someone, enter
from shramsetu.bonded.models import Accused, Household, Operation, Survivor
from shramsetu.bonded.vault import plain
from shramsetu.casework.actions import Refused, amend
from shramsetu.casework.models import FINAL, Case
from shramsetu.casework.moves import To
from shramsetu.journal.rules import Actor
from shramsetu.places.models import Place

ADULT = 18


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

    @property
    def mark(self) -> tuple[str, str, str, int]:
        """What tells this person from others of the same operation."""
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
    """Enter `people` of one household, or one by one; whoever stands there already is not entered a second time."""
    case = Case.objects.select_for_update(of=("self",)).select_related("district", "department").get(pk=operation.pk)
    powers.need_here(by, case.district_id)
    if case.phase == FINAL or case.state == "planned":
        raise Refused(_("Persons are entered once the team has set out and until the operation is closed."))
    operation.case = case
    known = {_mark(one): one for one in operation.survivors.select_related("case__sealed_body", "household")}
    new = [one for one in people if one.mark not in known]
    household = _household(people, known, together, case, at=at)
    made = {one.mark: _enter(one, operation, household, together, by=by, at=at) for one in new}
    if made:
        codes = [one.code for one in made.values()]
        amend(case, "enter_persons", to=To(case.state, facts={"codes": codes}), by=by, at=at)
    return [made.get(one.mark) or known[one.mark] for one in people]


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
    people: Sequence[Person],
    known: Mapping[tuple[str, str, str, int], Survivor],
    together: Together,
    case: Case,
    *,
    at: datetime,
) -> Household | None:
    """Return a family's household: the one that some of them are in already, else a new one; none for one alone."""
    there = next((known[one.mark].household for one in people if one.mark in known), None)
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


def _mark(survivor: Survivor) -> tuple[str, str, str, int]:
    known = persons.identity(survivor)
    age = known.get("age")
    return (
        plain(str(known.get("name", ""))),
        plain(str(known.get("parent", ""))),
        survivor.sex,
        age if isinstance(age, int) else -1,
    )
