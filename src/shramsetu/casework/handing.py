"""Handing a case's matter on to another procedure by one action, between packages that do not know each other.

A package says how the matter of its kinds is read (`READERS`), another what it can open from it (`TAKERS`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise

from shramsetu.casework.actions import amend
from shramsetu.casework.models import Case
from shramsetu.casework.moves import To
from shramsetu.journal.rules import Actor


@dataclass(frozen=True, slots=True)
class Matter:
    """What a case is about, in clear: the words, where, who tells it, against whom; `category` for a complaint."""

    case: Case
    text: str
    landmark: str = ""
    opposite: str = ""
    teller: Mapping[str, object] = field(default_factory=dict)
    category: str = ""


@dataclass(frozen=True, slots=True)
class Taker:
    """What can be opened from a matter: its words, who may press it, for which cases; `made` finds what was opened."""

    label: str | Promise
    icon: str
    roles: frozenset[str]
    suits: Callable[[Case], bool]
    take: Callable[[Matter, Actor, datetime], Case]
    made: Callable[[Case], Case | None]


READERS: dict[str, Callable[[Case], Matter]] = {}
TAKERS: dict[str, Taker] = {}


def takers_for(case: Case, by: Actor) -> dict[str, Taker]:
    """Return what `by` may open from `case`, by name."""
    if case.kind not in READERS or case.district_id is None:
        return {}
    return {name: one for name, one in TAKERS.items() if by.role in one.roles and one.suits(case)}


@transaction.atomic
def hand_on(case: Case, name: str, *, by: Actor, at: datetime) -> Case:
    """Open what `name` opens from `case`, and write it in the case's story; handed on twice, it is the same case.

    Raises KeyError where `by` may not.
    """
    taker = takers_for(case, by)[name]
    # who presses at the same moment waits here, and then finds what the first one opened
    locked = Case.objects.select_for_update(of=("self",)).select_related("place", "district").get(pk=case.pk)
    known = taker.made(locked)
    if known is not None:
        return known
    made = taker.take(READERS[locked.kind](locked), by, at)
    amend(locked, "hand_on", to=To(locked.state, facts={"handed_on": made.number}), by=by, at=at)
    return made
