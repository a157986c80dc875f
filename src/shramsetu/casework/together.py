"""Many cases through one step at once: what `actions.take` does for each, in as many statements as for one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from shramsetu.casework import actions, carrying, queries, telling
from shramsetu.casework.actions import Missing, NotAllowed, Refused, Stale
from shramsetu.casework.models import CLOSED, FINAL, Case
from shramsetu.casework.moves import Move, To
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor

Effect = Callable[[Move], To]
WRITTEN = (*carrying.MOVING, "revision", "head")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A case that is to take a step, and what the step does to it; the caller has read and locked what that needs."""

    case: Case
    verb: str
    effect: Effect


@dataclass(frozen=True, slots=True)
class _Going:
    move: Move
    to: To
    seen: int
    phase: int
    former: int | None
    draft: journal.Draft


@transaction.atomic
def take_many(
    wanted: Sequence[Wanted], *, by: Actor, at: datetime, detail: Mapping[str, object] | None = None
) -> dict[int, Exception | None]:
    """Take each case through its step; return by its id None, or why it was not taken.

    A case that is refused, or has moved since it was read, holds up no other: nothing of it is written. An effect may
    not write; what follows from it goes into `after`, or is the caller's. Each case may be among them once.
    """
    said: dict[int, Exception | None] = {}
    stands = queries.relations_many([one.case for one in wanted], by)
    going = []
    for one in wanted:
        try:
            going.append(_decided(one, stands[one.case.pk], by=by, at=at, detail=detail))
        except (NotAllowed, Refused, Missing, Stale) as refusal:
            said[one.case.pk] = refusal
    won = _write(going)
    moved = [one for one in going if one.move.case.pk in won]
    said |= {one.move.case.pk: None if one.move.case.pk in won else Stale(one.move.case.number) for one in going}
    journal.keep_many([one.draft for one in moved])
    _follow(moved, by=by, at=at)
    return said


def _decided(
    one: Wanted, relations: frozenset[str], *, by: Actor, at: datetime, detail: Mapping[str, object] | None
) -> _Going:
    case = one.case
    seen, phase, former = case.revision, case.phase, case.holder_id
    move = actions.move_for(case, one.verb, seen=seen, by=by, at=at, detail=detail, relations=relations)
    to = one.effect(move)
    actions.check_end(move, to)
    draft = carrying.drafted(case, one.verb, to, by=by, at=at)
    case.revision, case.head = draft.entry.seq, draft.entry.head
    return _Going(move, to, seen, phase, former, draft)


def _write(going: Sequence[_Going]) -> set[int]:
    """Write the cases where they stand as they were read; return the ids of those that did."""
    if not going:
        return set()
    columns = list(dict.fromkeys([*WRITTEN, *(name for one in going for name in one.to.changes)]))
    known = {name: one for one in Case._meta.concrete_fields for name in (one.name, one.attname)}  # noqa: SLF001
    fields = [known[name] for name in columns]
    sets = ", ".join(f"{field.column} = n.{field.column}" for field in fields)
    names = ", ".join(str(field.column) for field in fields)
    arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)
    values = [
        [field.get_db_prep_save(getattr(one.move.case, field.attname), connection) for one in going] for field in fields
    ]
    keys = [[one.move.case.pk for one in going], [one.seen for one in going]]
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE casework_case c SET {sets}"  # noqa: S608 - columns of the model alone
            f" FROM unnest(%s::bigint[], %s::integer[], {arrays}) n(pk, seen, {names})"
            " WHERE c.id = n.pk AND c.revision = n.seen RETURNING c.id",
            [*keys, *values],
        )
        return {row[0] for row in cursor.fetchall()}


def _follow(moved: Sequence[_Going], *, by: Actor, at: datetime) -> None:
    """Do what follows a step once it is written: duties dropped, messages, the bell, and what the effect laid down."""
    for one in moved:
        if one.move.case.phase in (CLOSED, FINAL) and one.phase not in (CLOSED, FINAL):
            actions.drop_duties(one.move.case, at=at)
    telling.tell_many([(one.move.case, one.to.tells) for one in moved], by=by, at=at)
    queries.notify_of([(one.move.case, one.former) for one in moved])
    for one in moved:
        for follow in one.to.after:
            follow()
