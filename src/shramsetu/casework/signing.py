"""What waits for a post's signature, over all kinds: cases whose holder approves or sends back, and other papers.

Each package names for its kinds the steps of its own table; approving is that step, taken on that step's own address.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from shramsetu.casework import flow, queries
from shramsetu.casework.models import OPEN, Case
from shramsetu.casework.panels import Words
from shramsetu.journal.rules import Actor

BOUND = 100  # what is counted exactly


@dataclass(frozen=True, slots=True)
class Sign:
    """The verbs at one state: approving, sending back, and taking an approval back while the table allows it."""

    approve: str
    back: str
    undo: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper that is no case and waits for approval on a page of its own."""

    label: Words
    title: str
    reason: str
    url: str
    at: datetime


_signs: dict[str, Mapping[str, Sign]] = {}
_sheets: list[Callable[[Actor], list[Sheet]]] = []


def register(kind: str, states: Mapping[str, Sign]) -> None:
    """Name the states of `kind` in which its holder signs."""
    _signs[kind] = states


def register_sheets(find: Callable[[Actor], list[Sheet]]) -> None:
    """Let a package name papers that wait for an actor and are no cases."""
    _sheets.append(find)


def registered() -> Mapping[str, Mapping[str, Sign]]:
    """Return what every package named."""
    return _signs


def sign_of(case: Case) -> Sign:
    """Return the verbs of a case that waits to be signed."""
    return _signs[case.kind][case.state]


def waiting(by: Actor) -> QuerySet[Case]:
    """Return the cases that wait for the signature of the post of `by`, what becomes overdue first on top."""
    found = Q(pk__in=[])
    for kind, states in _signs.items():
        found |= Q(kind=kind, state__in=list(states))
    held = queries.cases_visible_to(by).filter(holder=by.post_id, phase=OPEN)
    return held.filter(found).order_by("due_at", "id")


def sheets(by: Actor) -> list[Sheet]:
    """Return the other papers that wait for the actor, the oldest first."""
    return sorted((one for find in _sheets for one in find(by)), key=lambda one: one.at)


def undo(case: Case, by: Actor) -> flow.Step | None:
    """Return the step that takes an approval of `case` back, where its table has one and `by` may take it now."""
    verbs = {one.undo for one in _signs.get(case.kind, {}).values() if one.undo}
    return next((step for step in queries.steps_for(case, by) if step.verb in verbs), None)
