"""Putting callers through: one transaction pairs the queue with the free agents, whichever controller asks."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from shramsetu import rulebook
from shramsetu.helpline import bells
from shramsetu.helpline.actions import agents, calls
from shramsetu.helpline.models import AgentState, Call, Step
from shramsetu.helpline.queries import waiting
from shramsetu.helpline.rules import queue
from shramsetu.lib import clock
from shramsetu.prepared import Rows

_LOCK = "SELECT pg_advisory_xact_lock(%s)"
_BOTH = """
SELECT EXISTS (SELECT FROM helpline_call WHERE step = 'queue' AND queued_at IS NOT NULL)
  AND EXISTS (SELECT FROM helpline_agent WHERE state = 'available')"""
_WAITING = Rows(lambda call: Call.objects.select_for_update(of=("self",)).filter(pk=call, step="queue"), call=int)
MATCHING = 1076_001  # the advisory lock: one pairing at a time in the whole state


@dataclass(frozen=True, slots=True)
class Match:
    """A caller and the agent whose phone is to ring now."""

    call: int
    node: str
    agent: int


def match(*, at: datetime, node: str = "") -> list[Match]:
    """Pair waiting callers with free agents, write both down, and tell each call's controller.

    `node` is the asking controller's: it passes over callers of other nodes where none is at work, for nobody would
    ring the agent. They keep their place, and come first when theirs is back.

    No agent gets two calls: the rows are read and written under one lock, and the database refuses a second one.
    Whoever comes while nobody waits, or nobody is free, takes no lock.
    """
    with connection.cursor() as cursor:
        cursor.execute(_BOTH)
        is_worth = cursor.fetchone()[0]
    return _match(at, node) if is_worth else []


@transaction.atomic
def _match(at: datetime, node: str) -> list[Match]:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [MATCHING])
    free = waiting.free_agents()
    if not free:
        return []
    alone = waiting.alone(node) if node else frozenset()
    callers = [one for one in waiting.callers() if one.call not in alone]
    found = queue.pairs(callers, free, terms(at), at)
    return [made for call_id, agent_id in found if (made := _pair(call_id, agent_id, at))]


def _pair(call_id: int, agent_id: int, at: datetime) -> Match | None:
    """Write one pair down, unless the caller hung up or the agent paused in this very moment."""
    agent, call = agents.locked(agent_id), _WAITING.first(call=call_id)
    if agent.state != AgentState.AVAILABLE or call is None:
        return None
    tries = call.tries + 1
    calls.move(call, Step.RINGING, at=at, agent=agent, rang_at=at, tries=tries, leg=f"a-{call.key}-{tries}")
    agents.turn(agent, AgentState.RINGING, at=at, call=call)
    bells.ring(call.node, "call", call.pk)
    return Match(call.pk, call.node, agent.pk)


@transaction.atomic
def enqueue(call: Call, *, at: datetime, **fields: object) -> None:
    """Put a caller into the queue; a place that was had before is kept."""
    calls.move(call, Step.QUEUE, at=at, queued_at=call.queued_at or at, **fields)
    bells.show_floor()


@transaction.atomic
def back(call: Call, *, at: datetime, why: str) -> None:
    """Put a caller whose agent did not answer, or was lost, at the head of the queue; the agent takes no more calls."""
    agent_id = call.agent_id
    calls.move(
        call,
        Step.QUEUE,
        at=at,
        agent=None,
        leg="",
        returned=True,
        rang_at=None,
        queued_at=call.queued_at or at,
        held=False,
        third="",
        third_leg="",
        third_state="",
    )
    calls.note(call, "returned", at=at, why=why, agent=agent_id)
    if agent_id is not None:
        agents.free(agent_id, call, state=AgentState.PAUSED, at=at, reason=why)


def terms(at: datetime) -> queue.Terms:
    """Return the spans of the rulebook in force."""
    book, on = rulebook.book(), clock.day(at)
    return queue.Terms(
        urgent_ahead=timedelta(seconds=book.number("helpline.urgent_ahead_seconds", on)),
        repeat_ahead=timedelta(seconds=book.number("helpline.repeat_ahead_seconds", on)),
        overflow_skill=timedelta(seconds=book.number("helpline.overflow_skill_seconds", on)),
        overflow_board=timedelta(seconds=book.number("helpline.overflow_board_seconds", on)),
    )
