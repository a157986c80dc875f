"""Entries in a person's case for what happens beside its flow: a transfer, a journey, a consent. Its state stays."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from shramsetu.bonded.queries import quiet
from shramsetu.casework import actions as casework
from shramsetu.casework.models import OPEN, Case
from shramsetu.casework.moves import Tell, To
from shramsetu.journal.rules import Actor


def write(
    case: Case,
    verb: str,
    *,
    by: Actor,
    at: datetime,
    facts: Mapping[str, object] | None = None,
    tells: Sequence[Tell] = (),
) -> None:
    """Write `verb` into the journal of `case`, and set its quiet clock anew: something happened.

    Words of a person or about one stay out of the story; they lie encrypted in the row that they belong to.
    """
    held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    to = To(held.state, due=quiet.due(at) if held.phase == OPEN else None)
    to.facts, to.tells = dict(facts or {}), list(tells)
    casework.amend(held, verb, to=to, by=by, at=at)
    case.revision, case.head, case.due_at = held.revision, held.head, held.due_at


def to_holder() -> Tell:
    """Return the message that something lies on the holder's desk."""
    return Tell("officer-arrival", "holder")
