"""How the end of a step is carried into the row of a case: its state, holder, clock, and the facts for the journal."""

from datetime import datetime

from shramsetu.casework import flow, rules, sealing
from shramsetu.casework.models import Case
from shramsetu.casework.moves import To
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor

TOLD_OVER = 100
MOVING = (
    "state",
    "phase",
    "holder_id",
    "level",
    "level_at",
    "due_at",
    "rests_until",
    "outcome",
    "closed_at",
    "limit_key",
    "limit_from",
    "warned",
    "warn_at",
)


def carry(case: Case, to: To, at: datetime) -> dict[str, object]:
    """Carry `to` into `case` and return the entry's facts: what was, what is, and the rule behind the due time."""
    before = {"from": case.state, "level_from": case.level, "holder_from": case.holder_id}
    if case.warned == TOLD_OVER and to.holder is not None and to.holder.pk != case.holder_id:
        # Whoever takes over an overdue case inherits its time: it moves on with the next tick.
        case.warned = 0
    state = flow.flow_of(case.kind).by_name[to.state]
    case.state, case.phase = state.name, int(state.phase)
    if to.holder is not None:
        case.holder = to.holder
    if to.level is not None:
        case.level = to.level
    if to.outcome is not None:
        case.outcome = to.outcome
    for name, value in to.changes.items():
        setattr(case, name, value)
    rule = _apply_clock(case, to, at)
    if state.phase in (flow.Phase.CLOSED, flow.Phase.FINAL):
        case.closed_at, case.due_at, case.warn_at = case.closed_at or at, None, None
        case.rests_until = (to.rests_until or case.rests_until) if state.phase is flow.Phase.CLOSED else None
    else:
        case.closed_at = case.rests_until = None
    return {
        **before,
        "kind": case.kind,
        "to": case.state,
        "phase": case.phase,
        "level": case.level,
        "holder": case.holder_id,
        "department": case.department_id,
        "district": case.district_id,
        "category": case.category,
        "sealed": case.sealed,
        "due": case.due_at,
        "outcome": case.outcome,
        **rule,
    }


def _apply_clock(case: Case, to: To, at: datetime) -> dict[str, object]:
    if to.due is None:
        return {}
    case.due_at = to.due.at
    if not to.same_clock:
        case.level_at, case.warned = at, 0
    if to.due.key:
        case.limit_key, case.limit_from = to.due.key, to.due.from_on
    warns = case.warned == 0 and flow.flow_of(case.kind).warns
    case.warn_at = rules.warn_at(case.level_at, case.due_at, rules.warn_shares(at)[0]) if warns else None
    return {"rule": {"key": case.limit_key, "from": case.limit_from, "source": to.due.source}}


def drafted(case: Case, verb: str, to: To, *, by: Actor, at: datetime) -> journal.Draft:
    """Carry `to` into `case` in memory and draft the entry; revision and head are the caller's to write, guarded."""
    facts = {**carry(case, to, at), **to.facts}
    private = sealing.veiled_all(case, to.private) if case.sealed else to.private
    tip = journal.Tip(case.stream, case.revision, bytes(case.head))
    return journal.draft(tip, verb, by=by, at=at, detail=facts, private=private or None)
