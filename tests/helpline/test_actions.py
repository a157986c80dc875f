"""Calls, agents and the queue in rows."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.cast import MONDAY
from tests.helpline import room

from shramsetu.helpline.actions import agents, calls, queue
from shramsetu.helpline.errors import CallIsOver, NoPhone, OnACall, SignedOut
from shramsetu.helpline.models import Agent, AgentState, Call, CallEvent, Outcome, Recording, Spell, Step, Target

pytestmark = pytest.mark.django_db


def later(seconds: int) -> object:
    return MONDAY + timedelta(seconds=seconds)


def test_a_call_that_arrives_twice_is_one_call() -> None:
    assert room.caller(at=MONDAY).pk == room.caller(at=MONDAY).pk
    assert list(CallEvent.objects.values_list("verb", flat=True)) == ["arrived"]


def test_a_withheld_number_is_taken() -> None:
    assert room.caller(at=MONDAY, phone="anonymous").phone == ""


def test_a_caller_who_dropped_is_known_again() -> None:
    first = room.caller(at=MONDAY)
    queue.enqueue(first, at=MONDAY, dialect="bho")
    calls.end(first, Outcome.ABANDONED, at=later(30))
    again = room.caller(1, at=later(600))
    assert (again.repeat, again.dialect) == (True, "bho")
    assert not room.caller(2, at=later(9_000)).repeat


def test_a_caller_is_put_through_talks_and_goes() -> None:
    agent = room.ready(room.agent(at=MONDAY), at=MONDAY)
    call = room.caller(at=MONDAY)
    queue.enqueue(call, at=later(20))
    (made,) = queue.match(at=later(21))
    assert (made.call, made.agent) == (call.pk, agent.pk)
    call.refresh_from_db()
    assert (call.step, call.tries) == (Step.RINGING, 1)
    recording = calls.connect(call, at=later(25))
    assert calls.connect(call, at=later(26)).pk == recording.pk
    agent.refresh_from_db()
    assert (agent.state, agent.call_id) == (AgentState.TALKING, call.pk)
    assert calls.end(call, Outcome.ANSWERED, at=later(200))
    assert not calls.end(call, Outcome.ANSWERED, at=later(201))
    agent.refresh_from_db()
    assert (agent.state, agent.call_id) == (AgentState.WRAP_UP, None)
    assert agents.end_wrap_ups(at=later(220)) == 0
    assert agents.end_wrap_ups(at=later(245)) == 1
    states = Spell.objects.filter(agent=agent).order_by("from_at", "id").values_list("state", flat=True)
    assert list(states) == ["paused", "available", "ringing", "talking", "wrap_up", "available"]
    assert Recording.objects.get().name == f"{call.key}-1"


def test_no_answer_brings_the_caller_to_the_head_and_pauses_the_agent() -> None:
    agent = room.ready(room.agent(at=MONDAY), at=MONDAY)
    call = room.caller(at=MONDAY)
    queue.enqueue(call, at=MONDAY)
    queue.match(at=MONDAY)
    call.refresh_from_db()
    queue.back(call, at=later(15), why=agents.NO_ANSWER)
    agent.refresh_from_db()
    assert (agent.state, agent.reason, agent.call_id) == (AgentState.PAUSED, "no-answer", None)
    assert (call.step, call.returned, call.queued_at) == (Step.QUEUE, True, MONDAY)
    assert queue.match(at=later(16)) == []


def test_an_abandoned_call_becomes_one_call_back() -> None:
    for number in range(2):
        call = room.caller(number, at=later(number))
        queue.enqueue(call, at=later(number))
        calls.end(call, Outcome.ABANDONED, at=later(30 + number))
    target = Target.objects.get()
    assert (target.phone, target.source, target.due_at) == ("+919999900001", "abandoned", later(30 + 15 * 60))


def test_a_withheld_number_is_owed_nothing() -> None:
    call = room.caller(at=MONDAY, phone="")
    calls.end(call, Outcome.ABANDONED, at=later(5))
    assert not Target.objects.exists()


def test_a_stale_move_changes_nothing() -> None:
    call = room.caller(at=MONDAY)
    old = Call.objects.get(pk=call.pk)
    calls.move(call, Step.VOICEMAIL, at=later(1))
    with pytest.raises(CallIsOver):
        calls.move(old, Step.BYE, at=later(2))


def test_the_database_refuses_an_agent_two_calls() -> None:
    agent = room.ready(room.agent(at=MONDAY), at=MONDAY)
    first, second = room.caller(at=MONDAY), room.caller(1, at=MONDAY, phone="9999900002")
    calls.move(first, Step.TALK, at=MONDAY, agent=agent)
    with pytest.raises(IntegrityError), transaction.atomic():
        calls.move(second, Step.RINGING, at=MONDAY, agent=agent)


def test_states_that_are_refused() -> None:
    agent = room.agent(at=MONDAY)
    with pytest.raises(SignedOut):
        agents.ready(agent, at=MONDAY)
    agents.log_in(agent, at=MONDAY)
    with pytest.raises(NoPhone):
        agents.ready(agent, at=MONDAY)
    agents.phone(agent.number, there=True, at=MONDAY)
    agents.ready(agent, at=MONDAY)
    queue.enqueue(room.caller(at=MONDAY), at=MONDAY)
    queue.match(at=MONDAY)
    for act in (agents.log_out, agents.ready):
        with pytest.raises(OnACall):
            act(agent, at=MONDAY)


def test_an_idle_agent_who_loses_the_phone_is_paused() -> None:
    agent = room.ready(room.agent(at=MONDAY), at=MONDAY)
    agents.phones([], at=later(5))
    agent.refresh_from_db()
    assert (agent.state, agent.reason) == (AgentState.PAUSED, "phone-lost")
    agents.phones([agent.number], at=later(9))
    assert Agent.objects.get().phone_seen_at == later(9)
