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
from shramsetu.helpline.actions import callbacks, calls, campaigns, desk, menus, outbound, targets
from shramsetu.helpline.exchange.protocol import Ended
from shramsetu.helpline.models import Agent, AgentState, Call, Campaign, NotToCall, Outcome, Step, Target
from shramsetu.journal.rules import SYSTEM, Actor
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
        assert [(leg.kind, leg.beside) for leg in world.dialled] == [("citizen", ""), ("agent", call.key)]
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


def test_who_picked_up_while_we_were_away_is_called_again_as_they_were_told(tmp_path: Path) -> None:
    (target,) = owed(1)

    async def scene(world: World) -> None:
        world.answers_after = None
        available(world)
        await asyncio.sleep(3)
        world.house.hear(Ended(world.call().key, 16, unattended=True))
        await asyncio.sleep(5)
        target.refresh_from_db()
        assert (target.state, target.attempts) == (State.WAITING, 0), "no attempt of theirs"
        assert target.due_at <= world.house.now() + timedelta(minutes=6)

    play(scene, tmp_path)


def test_a_call_that_the_agent_declines_is_no_attempt_and_another_one_has_it(tmp_path: Path) -> None:
    (target,) = owed(1)

    async def scene(world: World) -> None:
        world.answers_after = None
        agent = available(world)
        await asyncio.sleep(3)
        await world.ask("decline")
        await asyncio.sleep(3)
        agent.refresh_from_db()
        target.refresh_from_db()
        assert (agent.state, agent.reason) == (AgentState.PAUSED, "no-answer")
        assert (target.state, target.attempts, Call.objects.get().outcome) == (State.WAITING, 0, Outcome.FAILED)

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


def automatic(at: datetime = MONDAY) -> Campaign:
    menus.seed(by=SYSTEM, at=at - timedelta(days=1))
    return campaign(Mode.AUTOMATIC, menu_slug="feedback", lines=5)


@pytest.mark.parametrize(("key", "state"), [("1", "closed"), ("2", "with_officer")])
def test_a_key_answers_for_the_complainant(key: str, state: str, tmp_path: Path) -> None:
    case = awaiting()
    automatic()

    async def scene(world: World) -> None:
        await asyncio.sleep(9)
        world.exchange.press(world.call().key, key)  # cuts the greeting
        await asyncio.sleep(0.2)
        world.exchange.press(world.call().key, key)  # cuts the officer's answer
        await asyncio.sleep(0.2)
        world.exchange.press(world.call().key, key)
        await asyncio.sleep(10)

    play(scene, tmp_path)
    case.refresh_from_db()
    heard = case.feedback.get()
    assert (case.state, heard.answered_by, heard.by.partition(":")[0]) == (state, "complainant", "person")
    assert (Target.objects.get().state, Call.objects.get().outcome) == (State.DONE, Outcome.SELF_SERVICE)


def test_key_nine_ends_such_calls_and_the_case_stays_with_the_desk(tmp_path: Path) -> None:
    case = awaiting()
    made = automatic()

    async def scene(world: World) -> None:
        await asyncio.sleep(9)
        for _ in range(3):
            world.exchange.press(world.call().key, "9")
            await asyncio.sleep(0.2)
        await asyncio.sleep(10)

    play(scene, tmp_path)
    case.refresh_from_db()
    assert (case.state, case.feedback.count(), made.targets.get().state) == ("awaiting_feedback", 0, State.STOPPED)
    assert campaigns.follow(at=MONDAY + timedelta(hours=1)) == 0
    assert NotToCall.objects.get().source == "key"


def test_who_was_asked_for_money_speaks_to_an_operator(tmp_path: Path) -> None:
    awaiting()
    automatic()

    async def scene(world: World) -> None:
        await asyncio.sleep(9)
        for _ in range(3):
            world.exchange.press(world.call().key, "3")
            await asyncio.sleep(0.2)
        assert (world.call().step, world.call().urgent) == (Step.QUEUE, True)

    play(scene, tmp_path)


def test_a_machine_that_picks_up_is_an_attempt_in_vain(tmp_path: Path) -> None:
    case = awaiting()
    automatic()

    async def scene(world: World) -> None:
        await asyncio.sleep(180)

    play(scene, tmp_path)
    assert Call.objects.get().outcome == Outcome.NO_ANSWER
    assert case.feedback.get().result == "no_answer"


def test_another_persons_phone_cannot_answer(tmp_path: Path) -> None:
    case = awaiting()
    automatic()
    Target.objects.update(phone=PHONES[3])

    async def scene(world: World) -> None:
        await asyncio.sleep(9)
        for _ in range(3):
            world.exchange.press(world.call().key, "1")
            await asyncio.sleep(0.2)
        assert world.call().step == Step.QUEUE

    play(scene, tmp_path)
    assert case.feedback.count() == 0


def test_the_recorded_voice_has_so_many_lines_and_no_more() -> None:
    menus.seed(by=SYSTEM, at=MONDAY)
    campaign(
        Mode.AUTOMATIC, kind="list", menu_slug="reminder", lines=2, phones=[campaigns.Person(one) for one in PHONES]
    )
    assert len(outbound.pace("node1", at=MONDAY)) == 2
    assert outbound.pace("node1", at=MONDAY + timedelta(seconds=2)) == []
    calls.end(Call.objects.order_by("pk")[0], Outcome.BUSY, at=MONDAY + timedelta(seconds=3))
    assert len(outbound.pace("node1", at=MONDAY + timedelta(seconds=4))) == 1


def test_feedback_falls_back_to_the_recorded_voice_when_calls_are_too_late() -> None:
    awaiting()
    menus.seed(by=SYSTEM, at=MONDAY)
    campaign(Mode.PREVIEW, menu_slug="feedback", falls_back=True)

    assert outbound.pace("node1", at=MONDAY) == []
    assert len(outbound.pace("node1", at=MONDAY + timedelta(hours=25))) == 1


def test_a_missed_call_is_refused_confirmed_and_owed_once(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        for _ in range(5):
            channel = world.exchange.come_in("10761", "9999900123")
            await asyncio.sleep(4)
            assert channel not in world.exchange.wires

    exchange = play(scene, tmp_path)
    target = Target.objects.get()
    assert (target.phone, target.source, target.state) == ("+919999900123", "missed", State.WAITING)
    assert Message.objects.filter(template="missed-call-noted").count() == 1
    assert list(Call.objects.order_by("pk").values_list("outcome", flat=True)) == ["call_back"] * 3 + ["blocked"] * 2
    assert {(cdr.answered, cdr.cause) for cdr in exchange.cdrs} == {(None, 17)}


def test_a_large_list_waits_for_a_second_person() -> None:
    people = [campaigns.Person(f"+91999980{number:04}") for number in range(501)]
    plan = campaigns.Plan("सूची", "List", "list", Mode.PREVIEW, "1076", phones=people)
    maker, other = cast.desk(Role.SUPERVISOR), cast.desk(Role.STATE_DESK)
    made = campaigns.make(plan, by=maker, at=MONDAY)

    with pytest.raises(campaigns.NeedsSecondPerson):
        campaigns.start(made, by=maker, at=MONDAY)
    with pytest.raises(campaigns.OwnList):
        campaigns.approve(made, by=maker, at=MONDAY)
    campaigns.approve(made, by=other, at=MONDAY)
    campaigns.start(made, by=maker, at=MONDAY)

    made.refresh_from_db()
    assert (made.running, made.targets.count()) == (True, 501)


def test_the_agents_follow_up_moves_the_same_call_and_promises_no_second() -> None:
    (target,) = owed(1)
    agent = room.ready(room.agent(at=MONDAY), at=MONDAY)
    (pk,) = outbound.pace("node1", at=MONDAY)
    call = Call.objects.get(pk=pk)
    calls.move(call, Step.RINGING, at=MONDAY)
    calls.connect(call, at=MONDAY)
    calls.end(call, Outcome.ANSWERED, at=MONDAY + timedelta(minutes=2))
    again = MONDAY + timedelta(hours=5)
    by = Actor(role=agent.post.role, user_id=agent.user_id, post_id=agent.post_id)
    result = desk.Result("follow-up", None, again)
    outbound.pace("node1", at=MONDAY + timedelta(minutes=2, seconds=2))
    desk.dispose(call, result, agent=agent, by=by, at=MONDAY + timedelta(minutes=2, seconds=5))

    outbound.pace("node1", at=MONDAY + timedelta(minutes=3))

    target.refresh_from_db()
    assert (target.state, target.due_at, Target.objects.count()) == (State.WAITING, again, 1)
