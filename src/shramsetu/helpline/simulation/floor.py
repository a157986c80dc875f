"""The agents of a day: they come for their shift, pick up, talk, do what was asked, wrap up, take breaks, go home."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

from shramsetu.helpline.actions import agents
from shramsetu.helpline.controller.house import House
from shramsetu.helpline.errors import NotPossible
from shramsetu.helpline.exchange.protocol import Leg
from shramsetu.helpline.exchange.simulated import SimulatedExchange
from shramsetu.helpline.models import Agent
from shramsetu.helpline.simulation import shape
from shramsetu.helpline.simulation.shape import Dice, Span

IGNORES_SHARE = 0.004  # of rings: the agent is away from the desk
VANISHES_SHARE = 0.001  # of talks: browser or network gone
FEEDBACK = "feedback"
ALWAYS = Span("always", 0, 0, 0)
OUTGOING = "o-"  # how the keys of calls begin that we place
BACK_AFTER = (30.0, 150.0)
PHONE_AWAY = (8.0, 90.0)
LEAVES_AGAIN_SECONDS = 15.0
BREAKS = (("tea", 0.25, 900), ("meal", 0.5, 1_800), ("tea", 0.75, 900))  # at which share of the shift, how long

Work = Callable[..., Coroutine[Any, Any, None]]


class Deeds(Protocol):
    """What agents do for the people to whom they talk, through the real actions."""

    def topic(self, dice: Dice) -> str:
        """Return what an incoming call is about."""

    def inbound(self, key: str, agent_id: int, topic: str) -> None:
        """Do it; for the store."""

    def outbound(self, key: str, agent_id: int, topic: str) -> None:
        """Do what an outgoing call was for; for the store."""


@dataclass
class Seat:
    """An agent in a shift."""

    pk: int
    number: str
    span: Span
    breaks: list[tuple[str, float, float]] = field(default_factory=list)  # reason, when, how long
    leg: str = ""
    ignores: bool = False
    is_in: bool = False

    def due_break(self, now: float) -> tuple[str, float, float] | None:
        """Take the break that is due, if one is."""
        return self.breaks.pop(0) if self.breaks and self.breaks[0][1] <= now else None


@dataclass
class Floor:
    """Everybody at work at one node's exchange."""

    house: House
    exchange: SimulatedExchange
    dice: Dice
    deeds: Deeds
    talk_begins: Callable[[str], None]  # with the citizen's channel
    seats: dict[str, Seat] = field(default_factory=dict)  # by number
    legs: dict[str, Seat] = field(default_factory=dict)
    talks: set[str] = field(default_factory=set)  # bridges
    ignored: int = 0
    vanished: int = 0

    # Shifts

    async def work(self, people: Iterable[Agent], span: Span, *, begins: float) -> None:
        """Let these people sit their shift; times are seconds of the loop's clock after `begins`."""
        length = span.ends - span.starts
        for agent in people:
            seat = Seat(agent.pk, agent.number, span)
            late = self.dice.between(-0.04, 0.04)
            for reason, share, seconds in BREAKS:
                when = begins + span.starts + length * (share + late + self.dice.between(-0.03, 0.03))
                seat.breaks.append((reason, when, float(seconds)))
            come = begins + span.starts - self.dice.between(0, 240)
            seat.breaks = [one for one in seat.breaks if one[1] > max(come, 0.0)]  # of a day begun later, none is owed
            self._do_at(come, self._come, seat)
            self._do_at(begins + span.ends + self.dice.between(0, 120), self._go, seat)

    async def sit(self, people: Iterable[Agent]) -> None:
        """Let these people work until the end of the process: the demo's desk."""
        for agent in people:
            await self._come(Seat(agent.pk, agent.number, ALWAYS))

    async def _come(self, seat: Seat) -> None:
        self.seats[seat.number], seat.is_in = seat, True
        await self.house.store.do(agents.log_in, Agent(pk=seat.pk), at=self.house.now())
        await self.house.phones.put(seat.pk)
        self.exchange.plug_in(seat.number)
        await asyncio.sleep(2)
        await self._ready(seat)

    async def _go(self, seat: Seat) -> None:
        """Leave, or after the call."""
        seat.is_in = False
        if not seat.leg:
            await self._leave(seat)

    async def close(self) -> None:
        """Let everybody go home, now or after their call."""
        for seat in list(self.seats.values()):
            await self._go(seat)

    async def _leave(self, seat: Seat) -> None:
        if self.seats.get(seat.number) is not seat:
            return
        try:
            await self.house.store.do(agents.log_out, Agent(pk=seat.pk), at=self.house.now())
        except NotPossible:  # kept for somebody whose phone rings: nothing rings here, perhaps never
            self._later(LEAVES_AGAIN_SECONDS, self._do, self._go, seat)
            return
        del self.seats[seat.number]
        self.exchange.unplug(seat.number)
        await self.house.phones.put(seat.pk)

    async def _ready(self, seat: Seat) -> None:
        with suppress(NotPossible):
            await self.house.store.do(agents.ready, Agent(pk=seat.pk), at=self.house.now())
        self.house.wake_matching()

    # Calls

    def rings(self, leg: Leg) -> None:
        """An agent's phone rings: they pick up, or are away."""
        seat = self.seats.get(leg.to)
        if seat is None:
            return
        seat.leg, self.legs[leg.id] = leg.id, seat
        seat.ignores = self.dice.happens(IGNORES_SHARE) and not leg.auto_answer
        if seat.ignores:
            self.ignored += 1
        else:
            after = 0.5 if leg.auto_answer else self.dice.between(1.5, 5)
            self._later(after, self.exchange.pick_up, leg.id)

    def joined(self, bridge: str, inside: frozenset[str]) -> None:
        """Caller and agent are together: the talk begins."""
        key = bridge.removeprefix("b-")
        seat = next((self.legs[one] for one in inside if one in self.legs), None)
        if bridge in self.talks or seat is None or key not in inside:
            return
        self.talks.add(bridge)
        self.talk_begins(key)
        is_out = key.startswith(OUTGOING)
        topic = FEEDBACK if is_out else self.deeds.topic(self.dice)
        seconds = self.dice.span(*(shape.FEEDBACK_TALK if is_out else shape.TALK[topic]))
        self._later(min(max(seconds, 12.0), 1_500.0), self._do, self._finish, key, seat, topic)
        if self.dice.happens(VANISHES_SHARE):
            self._later(self.dice.between(5, seconds), self._vanish, seat)

    async def _finish(self, key: str, seat: Seat, topic: str) -> None:
        """Do what was asked, then say goodbye."""
        if key in self.exchange.wires:
            deed = self.deeds.outbound if topic == FEEDBACK else self.deeds.inbound
            await self.house.store.do(deed, key, seat.pk, topic)
            self.exchange.leave(key)

    def ended(self, channel: str) -> None:
        """A leg is gone: the agent wraps up; of a citizen's channel only the talk is forgotten."""
        self.talks.discard(f"b-{channel}")
        seat = self.legs.pop(channel, None)
        if seat is None or seat.leg != channel:
            return
        seat.leg = ""
        if seat.ignores:
            seat.ignores = False
            self._later(self.dice.between(*BACK_AFTER), self._do, self._after, seat)
        else:
            self._later(min(self.dice.span(*shape.WRAP), 44.0), self._do, self._after, seat)

    async def _after(self, seat: Seat) -> None:
        """Go home, take the break that is due, or wait for the next call."""
        if seat.leg:
            return
        if not seat.is_in:
            await self._leave(seat)
            return
        due = seat.due_break(asyncio.get_running_loop().time())
        if due is None:
            await self._ready(seat)
            return
        with suppress(NotPossible):
            await self.house.store.do(agents.pause, Agent(pk=seat.pk), reason=due[0], at=self.house.now())
            self._later(due[2] * self.dice.between(0.8, 1.2), self._do, self._after, seat)

    def _vanish(self, seat: Seat) -> None:
        if seat.number in self.seats:
            self.vanished += 1
            self.exchange.unplug(seat.number)
            self._later(self.dice.between(*PHONE_AWAY), self._do, self._return, seat)

    async def _return(self, seat: Seat) -> None:
        if seat.is_in:
            self.exchange.plug_in(seat.number)
            await asyncio.sleep(2)
            await self._after(seat)

    def _do_at(self, instant: float, work: Work, *what: object) -> None:
        loop = asyncio.get_running_loop()
        self._later(max(0.0, instant - loop.time()), self._do, work, *what)

    def _do(self, work: Work, *what: object) -> None:
        self.house.do(work(*what))

    def _later(self, seconds: float, act: Callable[..., None], *what: object) -> None:
        asyncio.get_running_loop().call_later(seconds, act, *what)
