"""Duties: the smallest kind of case, given with a step of a greater one and closed by another."""

from datetime import datetime

from shramsetu.casework import flow
from shramsetu.casework.actions import Opening, open_case, take
from shramsetu.casework.models import OPEN, Case, Duty
from shramsetu.casework.moves import Due, Move, To
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.offices.models import Post


def give(parent: Case, purpose: str, *, to: Post, due: Due, text: str, by: Actor, at: datetime) -> Case:
    """Give the post `to` a duty in `parent`, due at its own time; a sealed parent's duty is sealed too."""
    columns = {
        "parent": parent,
        "department": parent.department,
        "district": parent.district,
        "category": parent.category,
        "urgent": parent.urgent,
        "sealed": parent.sealed,
    }
    start = To("pending", holder=to, level=max(parent.level, 1), due=due)
    case = open_case(Opening("duty", Case.Channel.SYSTEM, start, columns), by=by, at=at)
    Duty(case=case, purpose=purpose, text=text[:1000]).save(force_insert=True)
    return case


def settle(parent: Case, purpose: str, verb: str, *, at: datetime) -> int:
    """Take the open duties of `purpose` in `parent` through `verb` (complete or drop); return how many."""
    duties = Case.objects.filter(parent=parent, kind="duty", phase=OPEN, duty__purpose=purpose)
    for duty in duties:
        take(duty, verb, seen=duty.revision, by=SYSTEM, at=at)
    return len(duties)


@flow.effect("complete", "duty")
def _complete(move: Move) -> To:
    return To("done", outcome="done")


@flow.effect("drop", "duty")
def _drop(move: Move) -> To:
    return To("dropped", outcome="dropped")


@flow.effect("escalate", "duty")
def _lapse(move: Move) -> To:
    return To("lapsed", outcome="lapsed")
