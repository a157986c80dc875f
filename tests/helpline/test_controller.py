"""The controller on the simulated exchange, in simulated time: each way a call can take."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.cast import MONDAY
from tests.helpline import room

from shramsetu.helpline.actions import orders
from shramsetu.helpline.controller.house import House
from shramsetu.helpline.controller.store import Down, Inline
from shramsetu.helpline.exchange.protocol import Left, Leg, Phone, Snapshot, Unreachable
from shramsetu.helpline.exchange.simulated import SimulatedExchange, Tape, counted
from shramsetu.helpline.models import Agent, AgentState, Call, CallEvent, Menu, Order, Outcome, Recording, Step, Target
from shramsetu.helpline.simulation import time
from shramsetu.journal.rules import SYSTEM

pytestmark = pytest.mark.django_db
TREE = {
    "start": "welcome",
    "operator": "operator",
    "closed": "closed",
    "nodes": {
        "welcome": {"kind": "choice", "text": {"hi": "नमस्ते", "en": "Hello"}, "keys": {
            "1": "operator", "2": "back", "3": "voice", "4": "danger", "5": "number",
        }},
        "operator": {"kind": "queue", "text": {"hi": "जोड़ रहे हैं", "en": "Connecting"}, "board": "bocw"},
        "back": {"kind": "call_back", "text": {}},
        "voice": {"kind": "voicemail", "text": {}},
        "danger": {"kind": "emergency", "service": "112", "next": "operator", "text": {}},
        "number": {"kind": "number", "digits": 12, "check": "", "next": "told", "text": {"hi": "नंबर", "en": "Number"}},
        "told": {"kind": "answer", "what": "status", "next": "welcome", "text": {}},
        "closed": {"kind": "choice", "text": {"hi": "बंद", "en": "Closed"}, "keys": {"1": "voice"}, "help": "voice"},
    },
}  # fmt: skip


@dataclass
class World:
    """A node with its exchange in simulated time."""

    house: House
    exchange: SimulatedExchange
    answers_after: float | None = 3.0  # None: nobody picks up
    dialled: list[Leg] = field(default_factory=list)

    def dial(self, leg: Leg) -> None:
        self.dialled.append(leg)
        if self.answers_after is not None:
            asyncio.get_running_loop().call_later(self.answers_after, self.exchange.pick_up, leg.id)

    async def caller(self, keys: str = "1", *, line: str = "1076", phone: str = room.CALLER) -> str:
        channel = self.exchange.come_in(line, phone)
        await asyncio.sleep(4)
        self.exchange.press(channel, keys)
        await asyncio.sleep(0.1)
        return channel

    def call(self) -> Call:
        return Call.objects.order_by("-pk")[0]

    async def ask(self, verb: str, **detail: object) -> Order:
        call = self.call()
        assert call.agent is not None
        order = orders.ask(call, verb, agent=call.agent, by=SYSTEM, at=self.house.now(), detail=detail)
        await self.house._orders()
        await asyncio.sleep(0.1)
        return order


def play(
    scene: Callable[[World], Awaitable[None]],
    folder: Path,
    *,
    at: datetime = MONDAY,
    exchange: SimulatedExchange | None = None,
) -> SimulatedExchange:
    """Let `scene` happen at a node that begins at `at`; return its exchange."""
    exchange = exchange or SimulatedExchange()

    async def work(now: Callable[[], datetime]) -> None:
        house = House(node="node1", exchange=exchange, store=Inline(), folder=folder, now=now, listens=False)
        world = World(house, exchange)
        exchange.on_dial = world.dial
        serving = asyncio.create_task(house.run())
        await asyncio.sleep(0.5)
        try:
            await scene(world)
        finally:
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)

    time.run(work, began=at)
    return exchange


@pytest.fixture(autouse=True)
def _menu() -> None:
    for slug in ("1076", "labour"):
        Menu.objects.create(
            slug=slug, version=99, tree=TREE, made_by="test", made_at=MONDAY, published_at=MONDAY + timedelta(days=1)
        )


def available(world: World, number: int = 0, **skills: object) -> Agent:
    """Let an agent wait for calls with the phone there."""
    agent = room.agent(number, at=world.house.now(), **skills)
    world.exchange.phones[agent.number] = True
    return room.ready(agent, at=world.house.now())


def verbs() -> list[str]:
    return list(CallEvent.objects.order_by("id").values_list("verb", flat=True))


def test_from_the_menu_to_the_talk_and_its_recording(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        agent = available(world)
        channel = await world.caller("1")
        await asyncio.sleep(6)
        call = world.call()
        assert (call.step, call.agent_id, call.board) == (Step.TALK, agent.pk, "bocw")
        assert world.exchange.bridges[f"b-{call.key}"] == {channel, call.leg}
        assert world.dialled[0].headers == {"X-Call-Id": str(call.pk)}
        await asyncio.sleep(60)
        world.exchange.leave(channel)
        await asyncio.sleep(8)

    exchange = play(scene, tmp_path)
    call = Call.objects.get()
    assert (call.step, call.outcome) == (Step.ENDED, Outcome.ANSWERED)
    recording = Recording.objects.get()
    assert recording.attachment is not None
    assert recording.seconds in range(59, 64)
    assert Agent.objects.get().state == AgentState.WRAP_UP
    assert verbs() == ["arrived", "queue", "ringing", "talk", "ended", "outcome"]
    assert counted(exchange.cdrs) == {"channels": 2, "answered": 2, "open": 0}
    assert exchange.tapes == {}


def test_silence_brings_an_operator(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        world.exchange.come_in("1076", room.CALLER)
        await asyncio.sleep(40)
        assert world.call().step == Step.QUEUE

    play(scene, tmp_path)


def test_a_command_without_an_answer_is_tried_again_before_the_caller_sits_in_silence(tmp_path: Path) -> None:
    class Slow(SimulatedExchange):
        missed = 0

        async def play(self, channel: str, *, playback: str, sounds: Sequence[str], language: str) -> None:
            if self.missed < 2:
                self.missed += 1
                raise Unreachable("no answer in time")
            await super().play(channel, playback=playback, sounds=sounds, language=language)

    async def scene(world: World) -> None:
        channel = await world.caller("")
        assert world.exchange.wires[channel].heard
        assert world.call().step == Step.MENU
        world.exchange.press(channel, "2")
        await asyncio.sleep(6)

    play(scene, tmp_path, exchange=Slow())
    assert Call.objects.get().outcome == Outcome.CALL_BACK


def test_who_does_not_pick_up_pauses_and_the_caller_is_first(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        world.answers_after = None
        first = available(world)
        await world.caller("1")
        await asyncio.sleep(17)
        first.refresh_from_db()
        assert (first.state, first.reason) == (AgentState.PAUSED, "no-answer")
        assert (world.call().step, world.call().returned) == (Step.QUEUE, True)
        world.answers_after = 1.0
        available(world, 1)
        world.house.wake_matching()
        await asyncio.sleep(3)
        assert (world.call().step, world.call().tries) == (Step.TALK, 2)

    play(scene, tmp_path)


def test_an_abandoned_call_is_called_back(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        channel = await world.caller("1")
        await asyncio.sleep(30)
        world.exchange.leave(channel)
        await asyncio.sleep(1)

    play(scene, tmp_path)
    assert Call.objects.get().outcome == Outcome.ABANDONED
    assert Target.objects.get().source == "abandoned"


def test_a_caller_who_hangs_up_while_it_rings_frees_the_agent(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        world.answers_after = None
        available(world)
        channel = await world.caller("1")
        await asyncio.sleep(5)
        world.exchange.leave(channel)
        await asyncio.sleep(1)
        assert not world.exchange.wires

    play(scene, tmp_path)
    assert Agent.objects.get().state == AgentState.AVAILABLE
    assert Call.objects.get().outcome == Outcome.ABANDONED


def test_a_lost_browser_puts_the_caller_at_the_head(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        agent = available(world)
        channel = await world.caller("1")
        await asyncio.sleep(20)
        assert world.call().step == Step.TALK
        world.exchange.phones[agent.number] = True
        world.exchange._tell(Phone(agent.number, there=False))
        await asyncio.sleep(5)
        agent.refresh_from_db()
        assert (agent.state, agent.reason) == (AgentState.PAUSED, "phone-lost")
        assert (world.call().step, world.call().returned) == (Step.QUEUE, True)
        assert channel in world.exchange.wires
        available(world, 1)
        world.house.wake_matching()
        await asyncio.sleep(5)
        assert (world.call().step, world.call().parts) == (Step.TALK, 2)
        world.exchange.leave(channel)
        await asyncio.sleep(6)

    play(scene, tmp_path)
    assert Recording.objects.exclude(attachment=None).count() == 2


def test_call_back_and_voicemail_from_the_menu(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        await world.caller("2")
        await asyncio.sleep(5)
        assert world.call().outcome == Outcome.CALL_BACK
        channel = await world.caller("3", phone="9999900002")
        await asyncio.sleep(20)
        world.exchange.leave(channel)
        await asyncio.sleep(5)
        assert world.call().outcome == Outcome.VOICEMAIL

    play(scene, tmp_path)
    assert Recording.objects.get().kind == "voicemail"
    assert Target.objects.get().source == "asked"


def test_emergency_from_the_menu_is_handed_over(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        channel = await world.caller("4")
        await asyncio.sleep(5)
        call = world.call()
        assert (call.step, call.third) == (Step.HANDED, "service:112")
        assert world.exchange.bridges[f"b-{call.key}"] == {channel, call.third_leg}
        world.exchange.leave(call.third_leg)
        await asyncio.sleep(1)

    play(scene, tmp_path)
    assert Call.objects.get().outcome == Outcome.EMERGENCY


def test_emergency_that_does_not_answer_brings_an_operator_first(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        world.answers_after = None
        await world.caller("4")
        await asyncio.sleep(40)
        call = world.call()
        assert (call.step, call.returned, call.third) == (Step.QUEUE, True, "")

    play(scene, tmp_path)


def test_hold_consult_conference_and_transfer_to_another_agent(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        first = available(world)
        channel = await world.caller("1")
        await asyncio.sleep(5)
        second = available(world, 1)
        await world.ask("hold")
        assert world.exchange.wires[channel].music
        await world.ask("unhold")
        assert not world.exchange.wires[channel].music
        await world.ask("consult", kind="agent", to=second.number)
        await asyncio.sleep(4)
        call = world.call()
        assert (call.third_state, call.third) == ("private", f"agent:{second.number}")
        assert world.exchange.bridges[f"b-{call.key}"] == {call.leg, call.third_leg}
        await world.ask("conference")
        assert world.exchange.bridges[f"b-{call.key}"] == {channel, call.leg, call.third_leg}
        await world.ask("complete")
        call = world.call()
        assert (call.step, call.agent_id, call.third) == (Step.TALK, second.pk, "")
        assert world.exchange.bridges[f"b-{call.key}"] == {channel, call.leg}
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.state, second.state) == (AgentState.WRAP_UP, AgentState.TALKING)
        await world.ask("hang_up")
        await asyncio.sleep(1)
        assert not world.exchange.wires

    play(scene, tmp_path)
    assert Call.objects.get().outcome == Outcome.ANSWERED
    assert set(Agent.objects.values_list("state", flat=True)) == {AgentState.WRAP_UP}


def test_an_agent_hands_a_caller_to_112_and_stays_until_it_answers(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        available(world)
        channel = await world.caller("1")
        await asyncio.sleep(5)
        await world.ask("emergency", kind="service", to="112")
        call = world.call()
        assert world.exchange.bridges[f"b-{call.key}"] == {channel, call.leg}
        await asyncio.sleep(4)
        call = world.call()
        assert world.exchange.bridges[f"b-{call.key}"] == {channel, call.leg, call.third_leg}
        world.exchange.leave(call.leg)
        await asyncio.sleep(1)
        assert world.call().step == Step.HANDED
        world.exchange.leave(channel)
        await asyncio.sleep(1)
        assert not world.exchange.wires

    play(scene, tmp_path)
    assert Call.objects.get().outcome == Outcome.EMERGENCY


def test_a_blind_transfer_that_fails_comes_back_first(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        agent = available(world)
        await world.caller("1")
        await asyncio.sleep(5)
        world.answers_after = None
        await world.ask("blind", kind="service", to="181")
        agent.refresh_from_db()
        assert agent.state == AgentState.WRAP_UP
        await asyncio.sleep(40)
        assert (world.call().step, world.call().returned) == (Step.QUEUE, True)

    play(scene, tmp_path)


def test_a_supervisor_listens_whispers_and_barges_in(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        available(world)
        channel = await world.caller("1")
        await asyncio.sleep(5)
        boss = available(world, 1)
        call = world.call()
        for verb in ("listen", "whisper", "barge"):
            orders.ask(call, verb, agent=boss, by=SYSTEM, at=world.house.now())
            await world.house._orders()
            await asyncio.sleep(4)
        watcher = next(iter(world.house.lives[channel].watchers.values()))
        assert world.exchange.bridges[f"b-{call.key}"] == {channel, call.leg, watcher.leg}
        world.exchange.leave(channel)
        await asyncio.sleep(1)
        assert not world.exchange.wires

    play(scene, tmp_path)
    assert {"listen", "whisper", "barge"} <= set(verbs())


def test_a_controller_that_died_goes_on_where_it_was(tmp_path: Path) -> None:
    """Ring, talk, queue and menu each survive: a second controller reads rows and channels and enters the steps."""
    exchange = SimulatedExchange()

    async def work(now: Callable[[], datetime]) -> None:
        for generation in range(3):
            house = House(node="node1", exchange=exchange, store=Inline(), folder=tmp_path, now=now, listens=False)
            world = World(house, exchange)
            exchange.on_dial = world.dial
            serving = asyncio.create_task(house.run())
            await asyncio.sleep(0.5)
            if generation == 0:
                available(world)
                talking = await world.caller("1")
                await asyncio.sleep(5)
                waiting = await world.caller("1", phone="9999900002")
                await asyncio.sleep(3)
                listening = exchange.come_in("1076", "9999900003")
                await asyncio.sleep(1)
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)
            if generation == 1:
                exchange.leave(waiting)
                exchange.forget_connection()
            await asyncio.sleep(0.2)
        steps = dict(Call.objects.values_list("key", "step"))
        assert steps == {talking: Step.TALK, waiting: Step.ENDED, listening: Step.MENU}

    time.run(work, began=MONDAY)
    lost = Call.objects.get(step=Step.ENDED)
    assert (lost.outcome, lost.cause) == (Outcome.LOST, "lost:queue")
    assert Target.objects.get().source == "lost"
    assert Recording.objects.count() == 1
    assert len(exchange.tapes) == 1


def test_outside_its_hours_a_line_takes_a_voicemail(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        channel = await world.caller("1", line="18001233100")
        await asyncio.sleep(5)
        assert world.call().step == Step.MENU
        world.exchange.press(channel, "1")
        await asyncio.sleep(2)
        assert world.call().step == Step.VOICEMAIL

    play(scene, tmp_path, at=MONDAY + timedelta(hours=9))


def test_a_blocked_number_never_comes_in(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        world.exchange.blocked = frozenset({"+919999900001"})
        assert world.exchange.come_in("1076", room.CALLER) == ""

    play(scene, tmp_path)
    assert not Call.objects.exists()


def test_without_a_database_a_caller_is_told_and_called_back(tmp_path: Path) -> None:
    """Who comes in, waits or is in the menu hears it; who talks goes on; afterwards every row is there."""

    async def scene(world: World) -> None:
        available(world)
        talking = await world.caller("1")
        await asyncio.sleep(5)
        waiting = await world.caller("1", phone="9999900002")
        await asyncio.sleep(3)
        up, world.house.store = world.house.store, Broken()
        for live in world.house.lives.values():
            live.store = world.house.store
        new = world.exchange.come_in("1076", "9999900003")
        world.exchange.press(waiting, "5")
        await asyncio.sleep(60)
        assert world.exchange.cdrs[-1].ended is not None, new
        assert {*world.exchange.wires} == {talking, f"a-{talking}-1"}
        world.exchange.leave(talking)
        await asyncio.sleep(30)
        world.house.store = up
        await world.house._put_right()

    play(scene, tmp_path)
    outcomes = dict(Call.objects.values_list("phone", "outcome"))
    assert outcomes == {
        "+919999900001": Outcome.ANSWERED,
        "+919999900002": Outcome.LOST,
        "+919999900003": Outcome.LOST,
    }
    assert Target.objects.filter(source="lost").count() == 2
    talked = Call.objects.get(outcome=Outcome.ANSWERED)
    assert talked.ended_at is not None
    assert talked.answered_at is not None
    assert (talked.ended_at - talked.answered_at).total_seconds() < 75
    assert list(tmp_path.glob("unwritten*")) == []


def test_a_phone_that_came_while_we_looked_at_all_is_not_written_off(tmp_path: Path) -> None:
    """Its agent would be paused, with the phone in the hand, until the next look."""

    async def scene(world: World) -> None:
        agent = available(world)
        look = world.exchange.snapshot

        async def late() -> Snapshot:
            found = await look()
            world.house.hear(Phone(agent.number, there=True))
            await asyncio.sleep(0.1)
            return replace(found, phones=frozenset())

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(world.exchange, "snapshot", late)
            await world.house._put_right()
        assert Agent.objects.get().state == AgentState.AVAILABLE
        world.exchange.phones[agent.number] = False
        await world.house._put_right()
        assert Agent.objects.get().state == AgentState.PAUSED, "the next look is newer than what was heard"

    play(scene, tmp_path)


class Broken(Inline):
    """A store whose database is away."""

    async def do(self, action: Callable[..., object], *args: object, **kwargs: object) -> object:  # type: ignore[override]
        raise Down


class Alone(SimulatedExchange):
    """An exchange that took a message while no controller was there."""

    async def left(self) -> list[Left]:
        return [Left("fallback-1", "1076", "09999900001", 1_779_000_000)] if "fallback-1" in self.tapes else []


def test_a_message_left_without_a_controller_becomes_a_voicemail(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        await asyncio.sleep(10)

    exchange = Alone()
    exchange.tapes["fallback-1"] = Tape("x", 0.0, seconds=7.0)
    play(scene, tmp_path, exchange=exchange)
    call, recording = Call.objects.get(), Recording.objects.get()
    assert (call.outcome, call.phone, recording.kind, recording.seconds) == (
        "voicemail",
        "+919999900001",
        "voicemail",
        7,
    )
    assert recording.attachment is not None
    assert exchange.tapes == {}
