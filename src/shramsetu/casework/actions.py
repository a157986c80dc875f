"""The verbs of every kind of case. One transaction each: the row, its entry, its messages."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from shramsetu.casework import alarm, flow, queries, rules
from shramsetu.casework import detail as detail_json
from shramsetu.casework.carrying import MOVING, TOLD_OVER, drafted
from shramsetu.casework.models import CLOSED, FINAL, Case, FlowState, Lease, Proposal, Viewing
from shramsetu.casework.moves import Move, Tell, To
from shramsetu.casework.opening import Opening, announce, announce_many, open_case, open_many
from shramsetu.casework.telling import tell_all
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.offices import roster

__all__ = [
    "CHUNK",
    "TOLD_OVER",
    "Missing",
    "NotAllowed",
    "Opening",
    "Refused",
    "Stale",
    "amend",
    "announce",
    "announce_many",
    "decide",
    "drop_duties",
    "escalate_overdue",
    "finalise_rested",
    "forget_presence",
    "lease",
    "open_case",
    "open_many",
    "propose",
    "release",
    "step_for",
    "sync_flow_states",
    "take",
    "warn_holders",
]

# So many overdue cases are passed on in one transaction, each behind a savepoint of its own: one commit for all of
# them, and no row is locked for longer than a second.
CHUNK = 25
log = logging.getLogger(__name__)


class NotAllowed(Exception):
    """The flow has no such step for this actor from here."""


class Stale(Exception):
    """The case has moved on since the actor looked at it."""


class Missing(Exception):
    """The step lacks something that it needs."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


class Refused(Exception):
    """The step cannot be taken as asked; `message` says why and what to do, `field` which value is wrong."""

    def __init__(self, message: object, field: str = "") -> None:
        super().__init__(str(message))
        self.message, self.field = message, field


@transaction.atomic
def take(
    case: Case,
    verb: str,
    *,
    seen: int,
    by: Actor,
    at: datetime,
    detail: Mapping[str, object] | None = None,
    relations: frozenset[str] | None = None,
) -> Entry:
    """Take `case` through `verb` and write it in the journal.

    `seen` is the revision the actor was looking at; `detail` holds the step's needs, already cleaned; `relations` how
    the actor stands to the case, where a package above has looked at more than the case itself tells. Raises
    NotAllowed if the flow has no such step for this actor, Missing or Refused for what is lacking or wrong, Stale
    if the case has moved since. On success `case` carries the new state.
    """
    move = move_for(case, verb, seen=seen, by=by, at=at, detail=detail, relations=relations)
    to = flow.effect_of(case.kind, verb)(move)
    check_end(move, to)
    return _settle(case, verb, to, by=by, at=at)


def move_for(
    case: Case,
    verb: str,
    *,
    seen: int,
    by: Actor,
    at: datetime,
    detail: Mapping[str, object] | None = None,
    relations: frozenset[str] | None = None,
) -> Move:
    """Return the step `verb` of `case` as it is about to be taken; raise what `take` raises before its effect."""
    step = step_for(case, verb, by=by, relations=relations)
    if by.assists and step.tray:
        raise NotAllowed(f"{verb}: an assistant's draft waits in the officer's tray")
    if case.rests_until and case.rests_until <= at and not step.is_systems:
        raise NotAllowed(f"{verb}: its window has ended")
    if case.revision != seen:
        raise Stale(case.number)
    given = dict(detail or {})
    if missing := step.missing(given):
        raise Missing(missing)
    return Move(case, step, by, at, given)


def check_end(move: Move, to: To) -> None:
    """Raise BadFlow where a step led to a state that its table does not name."""
    if to.state not in move.step.ends:
        raise flow.BadFlow(f"{move.case.kind}.{move.step.verb} led to {to.state}")


def step_for(case: Case, verb: str, *, by: Actor, relations: frozenset[str] | None = None) -> flow.Step:
    """Return the step `verb` for this actor; raise NotAllowed if there is none from here."""
    try:
        step = flow.flow_of(case.kind).step(verb, case.state)
    except flow.NoSuchStep as error:
        raise NotAllowed(str(error)) from error
    if not step.who & (queries.relations(case, by) if relations is None else relations):
        raise NotAllowed(verb)
    return step


@transaction.atomic
def propose(case: Case, verb: str, *, seen: int, by: Actor, at: datetime, detail: Mapping[str, object]) -> Proposal:
    """Lay an assistant's step in the officer's tray; nothing moves until the officer decides.

    Raises what `take` would raise, so that the officer never finds an impossible draft.
    """
    step = step_for(case, verb, by=by)
    if by.post_id is None or by.user_id is None:
        raise NotAllowed("propose")
    if case.revision != seen:
        raise Stale(case.number)
    if missing := step.missing(dict(detail)):
        raise Missing(missing)
    written = {name: value for name, value in detail.items() if value is not None}
    proposal = Proposal(
        case=case,
        post_id=by.post_id,
        verb=verb,
        detail=detail_json.writable(written),
        seen=seen,
        made_by_id=by.user_id,
        made_at=at,
    )
    proposal.save(force_insert=True)
    return proposal


@transaction.atomic
def decide(proposal: Proposal, *, accept: bool, by: Actor, at: datetime) -> Entry | None:
    """Let the officer take, or put away, what an assistant drafted; the entry names both.

    Raises NotAllowed for an assistant or another post, Stale when the case moved since the draft.
    """
    if by.assists or by.post_id != proposal.post_id:
        raise NotAllowed("decide")
    won = Proposal.objects.filter(pk=proposal.pk, decided_at=None).update(
        decided_at=at, decided_by=by.user_id, accepted=accept
    )
    if not won:
        raise Stale(proposal.case.number)
    if not accept:
        return None
    detail = detail_json.readable(proposal.case.kind, proposal.verb, proposal.detail)
    drafted = {**detail, "drafted_by": f"user:{proposal.made_by_id}"}
    return take(proposal.case, proposal.verb, seen=proposal.seen, by=by, at=at, detail=drafted)


@transaction.atomic
def lease(case: Case, *, by: Actor, at: datetime) -> bool:
    """Give a desk's item to one person for some minutes; return whether it is theirs now."""
    if by.user_id is None:
        return False
    until = at + timedelta(minutes=rules.figure("desk.lease_minutes", at))
    Lease.objects.filter(case=case, until__lte=at).delete()
    mine, made = Lease.objects.get_or_create(case=case, defaults={"user_id": by.user_id, "until": until})
    if not made and mine.user_id == by.user_id:
        Lease.objects.filter(pk=mine.pk).update(until=until)
    return mine.user_id == by.user_id


def release(case: Case) -> None:
    """Give a desk's item back after a step: the next desk must not wait for the lease of the one before."""
    Lease.objects.filter(case=case).delete()


def forget_presence(*, at: datetime) -> int:
    """Remove what says who had a case open or on lease a day ago and more; return how many rows."""
    old = at - timedelta(days=1)
    return Lease.objects.filter(until__lt=old).delete()[0] + Viewing.objects.filter(seen_at__lt=old).delete()[0]


def escalate_overdue(*, at: datetime, batch: int = 200) -> int:
    """Pass on the cases whose holder ran out of time, oldest first; return how many moved, at most `batch`.

    Each is its own guarded update behind a savepoint, and rows that another worker has locked are left to it: two
    workers never pass on one case twice, a kill loses nothing, and a case that cannot move holds up no other one.
    """
    return _sweep("overdue", queries.due_to_move(at), _pass_on, at=at, batch=batch)


def finalise_rested(*, at: datetime, batch: int = 200) -> int:
    """Make final the closed cases whose last way out has ended; return how many."""
    return _sweep("at rest", queries.rested(at), _finalise, at=at, batch=batch)


def warn_holders(*, at: datetime, batch: int = 500) -> int:
    """Tell holders that half, then four fifths, of their time is used up; return how many were told."""
    return _sweep("to be warned", queries.due_for_warning(at), _warn, at=at, batch=batch)


def drop_duties(case: Case, *, at: datetime) -> None:
    """Let go of the duties in `case`: none outlives what it was given for."""
    for duty in queries.open_duties(case):
        take(duty, "drop", seen=duty.revision, by=SYSTEM, at=at)


def amend(case: Case, verb: str, *, to: To, by: Actor, at: datetime) -> Entry:
    """Write what happens to a case beside its flow (a limit reckoned anew, a post abolished): its state stays.

    Raises Stale if the case has moved since it was read, BadFlow if `to` leads elsewhere.
    """
    if to.state != case.state:
        raise flow.BadFlow(f"{verb} moved {case.state} to {to.state}")
    return _settle(case, verb, to, by=by, at=at)


def sync_flow_states() -> None:
    """Write the states of every flow into the table against which the database checks cases."""
    rows = [
        FlowState(kind=table.kind, state=state.name, phase=int(state.phase))
        for table in flow.flows()
        for state in table.states
    ]
    FlowState.objects.bulk_create(rows, ignore_conflicts=True)


def _sweep(
    what: str, due: QuerySet[Case], move: Callable[[Case, datetime], object], *, at: datetime, batch: int
) -> int:
    """Let `move` act on the cases of `due`, a chunk in each transaction; sound the alarm for those that cannot move."""
    moved, stuck = 0, list[Case]()
    while moved < batch:
        with transaction.atomic(), roster.held():
            left = due.exclude(pk__in=[case.pk for case in stuck]) if stuck else due
            chunk = queries.dressed(list(left.select_for_update(skip_locked=True)[: min(CHUNK, batch - moved)]))
            done = [_moves(case, move, at) for case in chunk]
        if not chunk:
            break
        moved += done.count(True)
        stuck += [case for case, is_done in zip(chunk, done, strict=True) if is_done is False]
    if stuck:
        alarm.sound(f"stuck {what}", [case.number for case in stuck], at=at)
    return moved


def _moves(case: Case, move: Callable[[Case, datetime], object], at: datetime) -> bool | None:
    """Return whether the case moved; None if another one of the chunk took it along, so that it is looked at again."""
    try:
        with transaction.atomic():
            move(case, at)
            return True
    except Stale:
        return None
    except Exception:
        # Whatever is wrong with this one case, those behind it must not wait for it; the alarm names it.
        log.exception("case %s cannot move", case.number)
        return False


def _pass_on(case: Case, at: datetime) -> Entry:
    return take(case, queries.overdue_verb(case), seen=case.revision, by=SYSTEM, at=at)


def _finalise(case: Case, at: datetime) -> Entry:
    return take(case, "finalise", seen=case.revision, by=SYSTEM, at=at)


def _warn(case: Case, at: datetime) -> None:
    first, second = rules.warn_shares(at)
    share = first if case.warned < first else second
    following = rules.warn_at(case.level_at, case.due_at, second) if share == first and case.due_at else None
    Case.objects.filter(pk=case.pk).update(warned=share, warn_at=following)
    tell_all(case, [Tell("officer-warned", "holder", {"percent": str(share)})], by=SYSTEM, at=at)


def _settle(case: Case, verb: str, to: To, *, by: Actor, at: datetime) -> Entry:
    was, former, seen = case.phase, case.holder_id, case.revision
    made = drafted(case, verb, to, by=by, at=at)
    columns = {name: getattr(case, name) for name in MOVING}
    won = Case.objects.filter(pk=case.pk, revision=seen).update(
        **{**columns, **to.changes}, revision=seen + 1, head=made.entry.head
    )
    if not won:
        raise Stale(case.number)
    case.revision, case.head = seen + 1, made.entry.head
    entry = made.keep()
    if case.phase in (CLOSED, FINAL) and was not in (CLOSED, FINAL):
        drop_duties(case, at=at)
    tell_all(case, to.tells, by=by, at=at)
    queries.notify(case, former)
    for follow in to.after:
        follow()
    return entry
