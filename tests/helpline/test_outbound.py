"""Outgoing calls on the simulated exchange: paced by free agents, spread over hours and days, never to who said no."""

import asyncio
from datetime import datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from tests import cast
from tests.cast import MONDAY
from tests.grievances.test_feedback import awaiting
from tests.helpline import room
from tests.helpline.test_controller import World, available, play

from shramsetu.casework.models import Case
from shramsetu.helpline.actions import callbacks, calls, campaigns, outbound, targets
from shramsetu.helpline.models import Agent, AgentState, Call, Campaign, Outcome, Step, Target
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock
from shramsetu.messages import actions as messages
from shramsetu.messages.models import Message
from shramsetu.offices.models import Role

pytestmark = pytest.mark.django_db
PHONES = [f"+9199999001{number:02}" for number in range(20)]
State, Mode = Target.State, Campaign.Mode


def owed(count: int, *, at: datetime = MONDAY) -> list[Target]:
    """Let `count` people wait for a call-back that is due."""
    return [callbacks.owe_phone(phone, source="asked", at=at - timedelta(minutes=15)) for phone in PHONES[:count]]


def campaign(mode: Campaign.Mode, *, kind: str = "feedback", at: datetime = MONDAY, **more: object) -> Campaign:
    """Return a running campaign of the feedback desk, or a list without people."""
    audience = kind if kind in ("feedback", "reminder") else ""
    given: dict[str, Any] = {"name_hi": "राय", "name_en": "Feedback", "kind": kind, "mode": mode, "line": "1076"}
    plan = campaigns.Plan(**{**given, "audience": audience, **more})
    made = campaigns.make(plan, by=cast.desk(Role.SUPERVISOR), at=at)
    campaigns.start(made, by=cast.desk(Role.SUPERVISOR), at=at)
    return made


def citizens(world: World) -> list[str]:
    return [leg.to for leg in world.dialled if leg.kind == "citizen"]


def test_as_many_phones_ring_as_agents_are_free(tmp_path: Path) -> None:
    owed(5)

    async def scene(world: World) -> None:
        world.answers_after = None
        await asyncio.sleep(5)
        assert citizens(world) == []
        available(world, 0)
        available(world, 1)
        await asyncio.sleep(5)
        assert citizens(world) == PHONES[:2]
        assert set(Agent.objects.values_list("state", flat=True)) == {AgentState.RINGING}
        await asyncio.sleep(60)

    play(scene, tmp_path)


def test_a_call_back_comes_to_the_agent_when_the_citizen_picks_up(tmp_path: Path) -> None:
    (target,) = owed(1)

    async def scene(world: World) -> None:
        agent = available(world)
        await asyncio.sleep(8)
        call = world.call()
        assert (call.step, call.agent_id, call.target_id) == (Step.TALK, agent.pk, target.pk)
        assert [leg.kind for leg in world.dialled] == ["citizen", "agent"]
        await asyncio.sleep(60)
        world.exchange.leave(call.key)
        await asyncio.sleep(5)
        agent.refresh_from_db()
        assert agent.state == AgentState.WRAP_UP

    play(scene, tmp_path)
    outbound.pace("node1", at=MONDAY + timedelta(minutes=20))
    target.refresh_from_db()
    assert (target.state, target.result, target.attempts) == (State.DONE, "answered", 1)
    assert Call.objects.count() == 1


def rings_in_vain(at: datetime) -> datetime:
    """Let the calls placed at `at` ring without answer; return when that is over."""
    for pk in outbound.pace("node1", at=at):
        calls.end(Call.objects.get(pk=pk), Outcome.NO_ANSWER, at=at + timedelta(seconds=30))
    return at + timedelta(seconds=32)


def in_vain_until_given_up(target: Target, at: datetime) -> None:
    """Call whenever it is due until nobody calls any more."""
    for _ in range(10):
        at = rings_in_vain(at)
        outbound.pace("node1", at=at)
        target.refresh_from_db()
        if target.state != State.WAITING:
            return
        at = target.due_at


def test_who_does_not_answer_is_tried_three_times_and_then_told() -> None:
    (target,) = owed(1)
    room.ready(room.agent(at=MONDAY), at=MONDAY)

    in_vain_until_given_up(target, MONDAY)

    assert (target.state, target.result, target.attempts) == (State.GIVEN_UP, Outcome.NO_ANSWER, 3)
    begun = list(Call.objects.order_by("began_at").values_list("began_at", flat=True))
    assert all(later - first >= timedelta(minutes=60) for first, later in pairwise(begun))
    assert Message.objects.get(template="call-back-failed").to_phone == PHONES[0]


def test_a_failed_trunk_is_no_attempt(tmp_path: Path) -> None:
    (target,) = owed(1)

    async def scene(world: World) -> None:
        world.answers_after = None
        available(world)
        await asyncio.sleep(3)
        world.exchange.leave(world.call().key, cause=38)
        await asyncio.sleep(5)
        target.refresh_from_db()
        assert (target.state, target.attempts) == (State.WAITING, 0)
        assert target.due_at > world.house.now() + timedelta(minutes=4)

    play(scene, tmp_path)


def test_callers_who_wait_come_before_whom_we_call(tmp_path: Path) -> None:
    owed(1)

    async def scene(world: World) -> None:
        await world.caller("1")
        await asyncio.sleep(4)
        available(world)
        await asyncio.sleep(4)
        assert world.dialled[0].kind == "agent"
        assert citizens(world) == []
        world.exchange.leave(Call.objects.get(direction="in").key)
        await asyncio.sleep(2)

    play(scene, tmp_path)


def test_nobody_is_called_at_night_but_who_rang_just_now() -> None:
    night = clock.moment(clock.day(MONDAY), time(3))
    owed(1, at=night)
    campaign(Mode.PROGRESSIVE, kind="list", at=night, phones=[campaigns.Person(PHONES[1])])
    for number in range(2):
        room.ready(room.agent(number, at=night), at=night)

    outbound.pace("node1", at=night)
    assert [call.phone for call in Call.objects.all()] == [PHONES[0]]
    assert outbound.pace("node1", at=clock.moment(clock.day(MONDAY), time(9, 29))) == []
    assert len(outbound.pace("node1", at=clock.moment(clock.day(MONDAY), time(9, 30)))) == 1


def test_who_asked_not_to_be_called_is_left_alone(tmp_path: Path) -> None:
    made = campaign(Mode.PROGRESSIVE, kind="list", phones=[campaigns.Person(phone) for phone in PHONES[:3]])
    targets.not_again(PHONES[0], source="agent", by=SYSTEM, at=MONDAY)
    messages.opt_out(PHONES[1], at=MONDAY)

    async def scene(world: World) -> None:
        available(world)
        await asyncio.sleep(10)
        assert citizens(world) == [PHONES[2]]
        world.exchange.leave(world.call().key)
        await asyncio.sleep(2)

    play(scene, tmp_path)
    states = dict(made.targets.values_list("phone", "state"))
    assert states == {PHONES[0]: State.STOPPED, PHONES[1]: State.STOPPED, PHONES[2]: State.CALLING}


def test_a_call_back_asked_for_after_the_refusal_is_made() -> None:
    targets.not_again(PHONES[0], source="key", by=SYSTEM, at=MONDAY - timedelta(days=2))
    (target,) = owed(1)
    room.ready(room.agent(at=MONDAY), at=MONDAY)

    assert len(outbound.pace("node1", at=MONDAY)) == 1
    target.refresh_from_db()
    assert target.state == State.CALLING


def test_two_controllers_never_dial_one_person_twice() -> None:
    owed(3)
    for number in range(3):
        room.ready(room.agent(number, at=MONDAY), at=MONDAY)

    first, second = outbound.pace("node1", at=MONDAY), outbound.pace("node2", at=MONDAY)

    assert (len(first), second) == (3, [])
    assert sorted(Call.objects.values_list("phone", flat=True)) == PHONES[:3]


def test_a_phone_that_talks_to_us_is_not_dialled() -> None:
    owed(1)
    room.ready(room.agent(at=MONDAY), at=MONDAY)
    room.caller(phone=PHONES[0], at=MONDAY)

    assert outbound.pace("node1", at=MONDAY) == []


def test_whom_a_crash_left_as_being_called_is_called_again() -> None:
    (target,) = owed(1)
    Target.objects.filter(pk=target.pk).update(state=State.CALLING, called_at=MONDAY - timedelta(minutes=1))
    room.ready(room.agent(at=MONDAY), at=MONDAY)

    assert len(outbound.pace("node1", at=MONDAY)) == 1


def test_four_calls_in_vain_move_the_case_as_the_desk_does() -> None:
    case = awaiting()
    campaign(Mode.PROGRESSIVE)
    target = Target.objects.get()
    room.ready(room.agent(at=MONDAY), at=MONDAY)

    in_vain_until_given_up(target, MONDAY)

    case.refresh_from_db()
    attempts = list(case.feedback.order_by("at"))
    assert (case.state, [one.result for one in attempts]) == ("unreached", ["no_answer"] * 4)
    assert len({clock.day(one.at) for one in attempts}) >= 2
    assert (target.state, Call.objects.count()) == (State.GIVEN_UP, 4)


def test_a_campaign_follows_the_cases() -> None:
    case, sealed = awaiting(), awaiting(sealed=True)
    made = campaign(Mode.PREVIEW)
    campaigns.follow(at=MONDAY)
    campaigns.follow(at=MONDAY)
    target = made.targets.get()
    assert (target.case_id, target.phone, target.board) == (case.pk, cast.RAMESH.phone, "labour")
    assert Case.objects.get(pk=sealed.pk).state == "awaiting_feedback"

    cast.take(case, "record_feedback", result="satisfied", answered_by="complainant")
    campaigns.follow(at=MONDAY)

    target.refresh_from_db()
    assert (target.state, target.result) == (State.DONE, targets.MOVED)


def test_an_agent_looks_first_dials_and_writes_the_answer_down(tmp_path: Path) -> None:
    case = awaiting()
    campaign(Mode.PREVIEW)
    campaigns.follow(at=MONDAY)

    async def scene(world: World) -> None:
        agent = available(world)
        target = targets.lease(agent, at=world.house.now())
        assert target is not None
        assert targets.lease(available(world, 1), at=world.house.now()) is None
        call = outbound.dial(target, agent=agent, at=world.house.now())
        await world.house.take_up(call.pk)
        await asyncio.sleep(8)
        assert [leg.kind for leg in world.dialled] == ["agent", "citizen"]
        assert world.call().step == Step.TALK
        cast.take(case, "record_feedback", at=world.house.now(), result="satisfied", answered_by="complainant")
        world.exchange.leave(call.key)
        await asyncio.sleep(5)

    play(scene, tmp_path)
    case.refresh_from_db()
    target = Target.objects.get()
    assert (case.state, target.state, target.result) == ("closed", State.DONE, "record_feedback")
