"""A house in a storm: callers and agents do as they like, and controller, exchange and database come and go.

Simulated time, real rows. Every command and every write takes a moment, so that a kill may fall between any two.
"""

import asyncio
import inspect
import os
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from django.db import connections
from tests.cast import MONDAY
from tests.helpline import room

from shramsetu.helpline.actions import agents, callbacks, orders
from shramsetu.helpline.controller.house import House
from shramsetu.helpline.controller.store import Down, Inline
from shramsetu.helpline.errors import NotPossible
from shramsetu.helpline.exchange.protocol import Event, Exchange, Leg, Phone, Unreachable
from shramsetu.helpline.exchange.simulated import SimulatedExchange
from shramsetu.helpline.exchange.wires import Wire
from shramsetu.helpline.models import Agent, AgentState, Call, Direction, Outcome, Recording, Step, Target
from shramsetu.helpline.simulation.time import ALLOWED, JumpingLoop
from shramsetu.journal.rules import SYSTEM

MOMENT = 0.004
SILENCE_SECONDS = 15.0
CALM_SECONDS = 50.0  # longer than from one comparison of rows and channels to the next
THERE, AWAY, DEAF = "there", "away", "deaf"  # deaf: it is written, and the word of it is lost
IN_A_CALL = (AgentState.RINGING, AgentState.TALKING)


class Life:
    """One life of the controller."""

    def __init__(self, storm: "Storm", node: str) -> None:
        self.storm, self.is_dead = storm, False
        store = Rows(self)
        wires = cast("Exchange", Wires(self))
        folder = storm.folder
        self.house = House(node=node, exchange=wires, store=store, folder=folder, now=storm.now, listens=False)
        self.serving = asyncio.get_running_loop().create_task(self.house.run())

    async def moment(self) -> None:
        """Let time pass; who is dead does nothing any more."""
        if not self.is_dead:
            await asyncio.sleep(MOMENT)
        if self.is_dead:
            raise asyncio.CancelledError

    async def die(self) -> None:
        self.is_dead = True
        self.serving.cancel()
        await asyncio.gather(self.serving, return_exceptions=True)


class Rows(Inline):
    """The database as one life reaches it."""

    def __init__(self, life: Life) -> None:
        self.life = life

    async def do(self, action: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        await self.life.moment()
        if self.life.storm.rows == AWAY:
            raise Down
        done = action(*args, **kwargs)
        await self.life.moment()
        if self.life.storm.rows == DEAF:
            raise Down
        return done


class Wires:
    """The exchange as one life reaches it: `hiccups` commands fail, each second of them after it was done."""

    def __init__(self, life: Life) -> None:
        self.life, self.exchange = life, life.storm.exchange

    async def events(self) -> AsyncIterator[Event]:
        while not self.exchange.is_reachable:
            await asyncio.sleep(0.1)
        self.exchange.forget_connection()
        async for event in self.exchange.events():
            await self.life.moment()
            yield event

    def __getattr__(self, name: str) -> Any:
        act = getattr(self.exchange, name)
        if not inspect.iscoroutinefunction(act):
            return act

        async def command(*args: Any, **kwargs: Any) -> Any:
            await self.life.moment()
            storm = self.life.storm
            fails, storm.hiccups = storm.hiccups, max(0, storm.hiccups - 1)
            if fails % 2:
                raise Unreachable
            done = await act(*args, **kwargs)
            await self.life.moment()
            if fails:
                raise Unreachable
            return done

        return command


class Storm:
    """The helpline, the people around it, and what must always hold."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rows, self.hiccups = THERE, 0
        self.life: Life | None = None
        self.agents: list[Agent] = []
        self.manners: dict[str, str] = {}  # of a phone that is dialled: answer, ring, busy
        self.places: dict[int, datetime] = {}  # since when each call counts as waiting
        self.silent: dict[str, float] = {}  # since when a citizen hears nothing
        self.made: set[str] = set()  # recordings that the exchange had
        self.runner = asyncio.Runner(loop_factory=JumpingLoop)
        self.loop = self.runner.get_loop()
        self.wire, self.before = connections["default"], os.environ.get(ALLOWED)
        os.environ[ALLOWED] = "yes"
        self.exchange = SimulatedExchange()
        self.exchange.on_dial = self._dialled
        for number in range(3):
            one = room.agent(number, at=self.now())
            self.agents.append(one)
            self.exchange.phones[one.number] = False

    def now(self) -> datetime:
        return MONDAY + timedelta(seconds=self.loop.time())

    def close(self) -> None:
        self.runner.close()
        del os.environ[ALLOWED]
        if self.before is not None:
            os.environ[ALLOWED] = self.before

    # What happens

    def wait(self, seconds: float, act: Callable[[], object] = lambda: None) -> None:
        """Do something, then let time pass and look at everything meanwhile."""
        self.runner.run(self._wait(seconds, act))

    async def _wait(self, seconds: float, act: Callable[[], object]) -> None:
        connections["default"] = self.wire
        act()
        end = self.loop.time() + seconds
        while (left := end - self.loop.time()) > 1e-6:
            await asyncio.sleep(min(1.0, left))
            self.look()

    def start(self) -> None:
        if self.life is None:
            self.life = Life(self, "node1")

    def kill(self) -> None:
        """End the controller as SIGKILL does: nothing is finished, nobody is told."""
        if self.life is not None:
            self.runner.run(self.life.die())
            self.life = None
            self.exchange.forget_connection()

    def database(self, how: str) -> None:
        before, self.rows = self.rows, how
        if how == THERE and before != THERE and self.life is not None:
            self.life.house._back()  # as the ear at the database says

    def _dialled(self, leg: Leg) -> None:
        manner = self.manners.get(leg.to, "answer")
        if manner == "answer":
            self.loop.call_later(2.0, self.exchange.pick_up, leg.id)
        elif manner == "busy":
            self.loop.call_later(0.3, lambda: self.exchange.leave(leg.id, cause=17))

    def seat(self, one: Agent) -> None:
        """Let an agent come, or come back from a pause."""
        if not self.exchange.phones.get(one.number):
            self.exchange.phones.setdefault(one.number, False)
            self.exchange.plug_in(one.number)
        agents.log_in(one, at=self.now())
        agents.phone(one.number, there=True, at=self.now())
        self._try(lambda: agents.ready(one, at=self.now()))
        if self.life is not None:
            self.life.house.wake_matching()

    def pause(self, one: Agent) -> None:
        self._try(lambda: agents.pause(one, reason="tea", at=self.now()))

    def lose(self, one: Agent, *, with_legs: bool) -> None:
        """Let a phone vanish; a browser that was killed leaves its channel behind."""
        if with_legs:
            self.exchange.unplug(one.number)
        elif self.exchange.phones.get(one.number):
            self.exchange.phones[one.number] = False
            self.exchange._tell(Phone(one.number, there=False))

    def ask(self, one: Agent, verb: str, **detail: object) -> None:
        """Let an agent's page ask something."""
        one.refresh_from_db()
        if one.call is None or self.rows != THERE:
            return
        call = one.call
        self._try(lambda: orders.ask(call, verb, agent=one, by=SYSTEM, at=self.now(), detail=detail))
        if self.life is not None:
            self.life.house._rung("order", "")

    def owe(self, phone: str) -> None:
        callbacks.owe_phone(phone, source="asked", at=self.now() - timedelta(minutes=30))

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except NotPossible:
            return

    @property
    def last(self) -> str:
        return next(iter(self.citizens()[::-1]), "")

    def citizens(self) -> list[str]:
        return [one.id for one in self.exchange.wires.values() if one.is_caller or one.kind == "citizen"]

    # What must hold

    @property
    def is_whole(self) -> bool:
        return self.life is not None and self.exchange.is_reachable and not self.hiccups

    def look(self) -> None:
        """At any moment: one phone, one call; a place once had is kept; nobody hears nothing."""
        self.made |= set(self.exchange.tapes)
        legs = [one.to for one in self.exchange.wires.values() if one.kind == "agent"]
        assert len(legs) == len(set(legs)), f"two legs at one phone: {legs}"
        for pk, queued_at in Call.objects.exclude(queued_at=None).values_list("pk", "queued_at"):
            assert self.places.setdefault(pk, queued_at) == queued_at, "the place in the queue is lost"
        if not self.is_whole:
            self.silent.clear()
            return
        for key in self.citizens():
            if self._hears(self.exchange.wires[key]):
                self.silent.pop(key, None)
            else:
                since = self.silent.setdefault(key, self.loop.time())
                assert self.loop.time() - since < SILENCE_SECONDS, self.tell(key)

    def _hears(self, wire: Wire) -> bool:
        if not wire.is_up and not wire.is_caller:
            return True  # rings at the other end
        is_recorded = any(
            tape.seconds is None and tape.channel == wire.id and not wire.bridge
            for tape in self.exchange.tapes.values()
        )
        others = self.exchange.bridges.get(wire.bridge, set()) - {wire.id}
        return bool(wire.playback or wire.music or wire.ringing_back or others or (is_recorded and self._speaks(wire)))

    def _speaks(self, wire: Wire) -> bool:
        return Call.objects.filter(key=wire.id, step=Step.VOICEMAIL).exists()

    def tell(self, key: str) -> str:
        row = Call.objects.filter(key=key).values("step", "revision", "outcome", "third_state", "held", "leg").first()
        lives = self.life.house.lives if self.life else {}
        return f"{key} in silence: {row} {self.exchange.wires.get(key)} lives: {key in lives}"

    def calm(self) -> None:
        """Everything is there again: after a while rows, exchange and agents say the same."""
        self.hiccups = 0
        self.wait(0.1, self.exchange.mend)
        self.wait(0.1, self.start)
        self.wait(CALM_SECONDS, lambda: self.database(THERE))
        open_now = {call.key: call for call in Call.objects.exclude(step=Step.ENDED)}
        legs = {leg for call in open_now.values() for leg in (call.leg, call.third_leg) if leg}
        for wire in self.exchange.wires.values():
            assert wire.id in open_now or wire.id in legs, f"a ghost: {wire}"
        for call in open_now.values():
            is_young = call.step == Step.DIALLING
            assert is_young or call.key in self.exchange.wires, f"a row without its channel: {call.key} {call.step}"
            if call.step == Step.TALK and not call.held and not call.third_state:
                assert self.exchange.bridges[f"b-{call.key}"] == {call.key, call.leg}
                tape = self.exchange.tapes.get(f"{call.key}-{call.parts}")
                assert tape is not None, "a talk without its recording"
                assert tape.seconds is None
        busy = {one.number: one.call_id for one in Agent.objects.filter(state__in=IN_A_CALL)}
        calls = {call.pk for call in open_now.values()}
        assert set(busy.values()) <= calls, f"agents busy without a call: {busy}"
        free = Agent.objects.filter(state=AgentState.AVAILABLE, phone_seen_at__isnull=False)
        waiting = Call.objects.filter(step=Step.QUEUE)
        assert not (free.exists() and waiting.exists()), "somebody waits while somebody is free"

    def end(self) -> None:
        """Let everybody go home and see that nothing and nobody was lost."""
        self.calm()
        Target.objects.filter(state=Target.State.WAITING).update(due_at=self.now() + timedelta(days=3))
        for _ in range(3):
            self.wait(12, lambda: [self.exchange.leave(key) for key in self.citizens()])
        self.wait(30)
        assert not self.exchange.wires, self.exchange.wires
        assert not self.exchange.bridges, self.exchange.bridges
        assert not list(self.folder.glob("unwritten*"))
        for call in Call.objects.prefetch_related("events"):
            told = [event for event in call.events.all() if event.verb == "outcome"]
            assert (call.step, len(told)) == (Step.ENDED, 1), (call.key, call.step, told)
            assert call.outcome
            if call.direction == Direction.IN and call.phone and call.outcome in (Outcome.ABANDONED, Outcome.LOST):
                assert Target.objects.filter(phone=call.phone).exists(), "nobody calls back"
        assert not Agent.objects.filter(state__in=IN_A_CALL).exists()
        self._recordings()

    def _recordings(self) -> None:
        for recording in Recording.objects.select_related("call"):
            kept = recording.attachment_id is not None
            was_made = recording.name in self.made
            assert kept or not was_made, f"lost: {recording.name} {recording.failed}"
        kept_voices = Recording.objects.filter(kind=Recording.Kind.VOICEMAIL).exclude(attachment=None)
        for call in Call.objects.filter(outcome=Outcome.VOICEMAIL):
            assert kept_voices.filter(call=call).exists(), "a voicemail without a voice"
