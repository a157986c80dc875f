"""A whole day of 1076 in simulated time: the world around one controller, from the first caller to the last."""

import asyncio
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic, process_time

from shramsetu.grievances.filing import Filing
from shramsetu.helpline.controller.house import House
from shramsetu.helpline.controller.store import Inline
from shramsetu.helpline.exchange.protocol import Leg
from shramsetu.helpline.exchange.simulated import SimulatedExchange
from shramsetu.helpline.models import Agent
from shramsetu.helpline.queries import open as open_calls
from shramsetu.helpline.simulation import outgoing, shape, time
from shramsetu.helpline.simulation.citizens import Citizens
from shramsetu.helpline.simulation.crowd import LINE, Crowd
from shramsetu.helpline.simulation.deeds import Desk
from shramsetu.helpline.simulation.floor import Floor
from shramsetu.helpline.simulation.listener import Listener
from shramsetu.helpline.simulation.shape import Dice, Load

RATE = 20  # samples a second: recordings of the right length that weigh nothing
TICK_SECONDS = 4.0  # agents end most wrap-ups themselves
HOURS_AFTER = 3  # the last callers of the day still get their answer
RATE_OF_DAY = 1  # a day's lengths are told by the second
TOLD_EVERY_SECONDS = 600.0
COUNTED_EVERY_SECONDS = 2.0

Say = Callable[["Progress"], None]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a day is: its hour, who called and was called so far, who is on a line, and how many calls it has."""

    hour: float
    came: int
    dialled: int
    on: int
    whole: int


@dataclass
class World:
    """The exchange and everybody around it."""

    house: House
    exchange: SimulatedExchange
    crowd: Crowd
    floor: Floor
    citizens: Citizens
    desk: Desk

    def __post_init__(self) -> None:
        self.exchange.on_dial = self._dialled
        self.exchange.on_play = self.crowd.hears
        self.exchange.on_music = self.crowd.waits
        self.exchange.on_join = self.floor.joined
        self.exchange.on_end = self._ended

    def _dialled(self, leg: Leg) -> None:
        if leg.kind == "agent":
            self.floor.rings(leg)
        else:
            self.citizens.rings(leg)

    def _ended(self, channel: str, cause: int) -> None:
        self.crowd.ended(channel)
        self.floor.ended(channel)


@dataclass
class Day:
    """What a day is made of, and what came of it."""

    load: Load
    began: datetime
    agents: Sequence[Agent]  # first those of the morning, then of the evening, then of the night
    phones: Sequence[str]
    file: Callable[[random.Random, str], Filing]
    numbers: list[str]
    folder: Path
    say: Say
    hours: float = 24.0
    start: float = 0.0  # hour of the day
    called: Sequence[str] = ()  # phones of the list that is called
    world: World | None = field(default=None, init=False)
    took: float = field(default=0.0, init=False)
    cpu: float = field(default=0.0, init=False)

    def play(self) -> World:
        """Let the day happen; return its world as it is afterwards."""
        started, busy = monotonic(), process_time()
        time.run(self._work, began=self.began + timedelta(hours=self.start))
        self.took, self.cpu = monotonic() - started, process_time() - busy
        assert self.world is not None
        return self.world

    async def _work(self, now: Callable[[], datetime]) -> None:
        dice = Dice(random.Random(self.load.seed))  # noqa: S311 - invented people, not secrets
        exchange = SimulatedExchange(rate=RATE_OF_DAY)
        house = House(
            node="day",
            exchange=exchange,
            store=Inline(),
            folder=self.folder,
            now=now,
            listens=False,
            tick_seconds=TICK_SECONDS,
        )
        world = self.world = build(house, exchange, dice, self)
        serving = asyncio.create_task(house.run())
        await asyncio.sleep(0.5)
        await self._shifts(world)
        outgoing.begin(self.called, line=LINE, at=now())
        first = self.start * 3_600
        arrivals = [one - first for one in dice.arrivals(self.load.calls, until=self.hours * 3_600) if one >= first]
        tasks = [asyncio.create_task(one) for one in (self._tell(world, len(arrivals)), self._count(world))]
        try:
            coming = asyncio.create_task(world.crowd.come(arrivals))
            await asyncio.wait({coming, serving}, return_when=asyncio.FIRST_COMPLETED)
            await self._drain(world)
        finally:
            for task in (*tasks, serving):
                task.cancel()
            await asyncio.gather(*tasks, serving, return_exceptions=True)

    async def _shifts(self, world: World) -> None:
        size, night = self.load.seats, self.load.night
        teams = {"morning": self.agents[:size], "evening": self.agents[size : 2 * size]}
        late = self.agents[2 * size : 2 * size + night]
        for span in self.load.shifts():
            if span.starts < self.hours * 3_600 and span.ends > self.start * 3_600:
                await world.floor.work(teams.get(span.name, late), span, begins=-self.start * 3_600)

    async def _drain(self, world: World) -> None:
        """Wait until nobody is on the line, every recording is kept, and everybody has gone home."""
        loop = asyncio.get_running_loop()
        end = (self.hours - self.start + HOURS_AFTER) * 3_600
        world.crowd.is_over = True
        await world.house.store.do(outgoing.end)
        if self.hours < 24:
            await world.floor.close()
        while loop.time() < end and (world.exchange.wires or world.exchange.tapes or world.floor.seats):
            await asyncio.sleep(30)
        await asyncio.sleep(60)

    async def _tell(self, world: World, arrivals: int) -> None:
        whole = arrivals + self.load.outbound
        while True:
            hour = self.start + asyncio.get_running_loop().time() / 3_600
            on = len(world.exchange.wires)
            self.say(Progress(hour, world.crowd.came, world.citizens.dialled, on, whole))
            await asyncio.sleep(TOLD_EVERY_SECONDS)

    async def _count(self, world: World) -> None:
        """Place no more calls than the day has."""
        while world.citizens.dialled < self.load.outbound or not self.load.outbound:
            await asyncio.sleep(COUNTED_EVERY_SECONDS)
        await world.house.store.do(outgoing.enough, at=world.house.now())


def build(house: House, exchange: SimulatedExchange, dice: Dice, day: Day) -> World:
    """Put everybody around an exchange."""
    tree = open_calls.menu(LINE)
    assert tree is not None
    desk = Desk(dice, house.now, day.file, day.numbers)
    crowd = Crowd(exchange, dice, Listener(tree.tree), day.phones, day.numbers)
    floor = Floor(house, exchange, dice, desk, crowd.talks)
    return World(house, exchange, crowd, floor, Citizens(house, exchange, dice), desk)


def seats_needed(load: Load) -> int:
    """Return how many agents a day needs."""
    return 2 * load.seats + load.night


def scaled(calls: int, outbound: int, agents: int, *, seed: int) -> Load:
    """Return the load of a day with these figures; the night shift is a twelfth of a day's, at least two."""
    return Load(calls, outbound, agents, max(2, round(agents / 12)), seed)


__all__ = ["Day", "World", "scaled", "seats_needed", "shape"]
