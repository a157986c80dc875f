"""Whom the helpline calls about cases: named audiences that packages register from their `calling` module.

The helpline asks who is to be called, whether a call is still wanted, and gives back what came of it; the case moves
by its own flow.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.forms import Form
from django.http import QueryDict
from django.utils.functional import Promise

from shramsetu.casework.models import Case
from shramsetu.journal.rules import Actor


class NoAudience(LookupError):
    """Nothing is registered under this name."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A person to call about a case. `since` is when the case came to need the call: one call list entry for each."""

    phone: str
    case: int
    person: int | None
    since: datetime
    due_at: datetime
    language: str = "hi"
    department: str = ""
    urgent: bool = False


Answers = Mapping[str, str]


class Heard(Protocol):
    """Takes what was keyed on a phone as its owner's word."""

    def __call__(self, case: Case, phone: str, *, said: str, at: datetime) -> bool:
        """Tell whether it counted."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Questions to ask on the telephone: what to say first, what it is about, and the form for the answers."""

    opening: str | Promise
    facts: Sequence[tuple[str | Promise, str]]
    form: Form


@dataclass(frozen=True, slots=True)
class Asking:
    """How agents ask what is no step of the case.

    `sheet` gives the questions, with what was sent already; None once they are answered. `write` keeps the answers of
    a valid form, `decline` that the person does not want to answer; both raise offices.errors.Refused.
    """

    sheet: Callable[[Case, QueryDict | None], Sheet | None]
    write: Callable[[Case, Form, Actor, datetime], None]
    decline: Callable[[Case, Actor, datetime], None]


@dataclass(frozen=True, slots=True)
class Audience:
    """A kind of people to call.

    `kind` is the kind of campaign that it makes. `people` finds them by the answers of the campaign's form
    (`district`), `still` says of which cases a call is still wanted. `verb` is the step that an agent takes with the
    answer. `vain` records an attempt that reached nobody and returns when to try again, None for not again. `heard`
    takes a key press as the word of who has the phone, and tells whether it counted. `told` writes into the case that
    the person was told (`heard`, `spoke`), or was not reached in all attempts (`not_reached`). `asking` puts
    questions that are no step of the case beside the call; `page` is the address, by the case's number, where agents
    of the roles `page_for` find them too.
    """

    key: str
    label: str | Promise
    kind: str
    people: Callable[[Answers, datetime], Iterable[Wanted]]
    still: Callable[[Collection[int]], frozenset[int]]
    verb: str = ""
    vain: Callable[[Case, datetime], datetime | None] | None = None
    heard: Heard | None = None
    told: Callable[[int, str, datetime], None] | None = None
    asking: Asking | None = None
    page: str = ""
    page_for: frozenset[str] = frozenset()


_known: dict[str, Audience] = {}


def register(audience: Audience) -> None:
    """Let campaigns call `audience`."""
    _known[audience.key] = audience


def named() -> list[Audience]:
    """Return all audiences in the order of their registration."""
    return list(_known.values())


def get(key: str) -> Audience:
    """Return one audience; raises NoAudience."""
    if key not in _known:
        raise NoAudience(key)
    return _known[key]


@dataclass(frozen=True, slots=True)
class Listed:
    """A person on a roll: a phone in E.164 and the language spoken."""

    phone: str
    language: str = "hi"


@dataclass(frozen=True, slots=True)
class Roll:
    """A list of people to call about no case of theirs, made at the moment it is asked for."""

    key: str
    label: str | Promise
    people: Callable[[Answers, datetime], Iterable[Listed]]


_rolls: dict[str, Roll] = {}


def register_roll(roll: Roll) -> None:
    """Let campaigns call the people of `roll`."""
    _rolls[roll.key] = roll


def rolls() -> list[Roll]:
    """Return all rolls in the order of their registration."""
    return list(_rolls.values())
