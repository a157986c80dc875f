"""The demo's telephone: a controller on the simulated exchange, with callers, citizens and most of the operators."""

import asyncio
import random
import signal
import time
from collections.abc import Collection
from pathlib import Path

from shramsetu.casework.models import Case
from shramsetu.demo import callers
from shramsetu.helpline.controller.house import House
from shramsetu.helpline.controller.store import Threads
from shramsetu.helpline.exchange.simulated import SimulatedExchange
from shramsetu.helpline.models import Agent, AgentState, Call, Direction, Step
from shramsetu.helpline.queries import open as open_calls
from shramsetu.helpline.simulation import shape
from shramsetu.helpline.simulation.citizens import Citizens
from shramsetu.helpline.simulation.crowd import LINE, Crowd
from shramsetu.helpline.simulation.day import RATE, World
from shramsetu.helpline.simulation.deeds import Desk
from shramsetu.helpline.simulation.floor import Floor
from shramsetu.helpline.simulation.listener import Listener
from shramsetu.helpline.simulation.shape import Dice
from shramsetu.lib import clock
from shramsetu.offices.models import Role

CALLS_A_DAY = 700
LEAST_A_SECOND = 1 / 50  # also at night: who looks at a demo wants to see calls
PLAYED_SEATS = 2  # of each desk: few enough to be busy, so that a visitor who waits as an operator is soon rung
TICK_SECONDS = 4.0
ON_THE_WAY = 6
FREE_SEATS = 2  # the first of each desk, for visitors
THREADS = 2
KNOWN_NUMBERS = 300


def serve(node: str, folder: Path) -> None:
    """Serve until SIGTERM or Ctrl-C."""
    store = Threads(THREADS)
    try:
        asyncio.run(_run(node, folder, store))
    finally:
        store.close()


async def _run(node: str, folder: Path, store: Threads) -> None:
    exchange = SimulatedExchange(rate=RATE, prefix=f"sim.{int(time.time())}")
    house = House(node=node, exchange=exchange, store=store, folder=folder)
    world = await _world(house, exchange)
    tasks = [asyncio.create_task(house.run()), asyncio.create_task(_live(world))]
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, tasks[0].cancel)
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _world(house: House, exchange: SimulatedExchange) -> World:
    dice = Dice(random.Random())  # noqa: S311 - invented people, another day each time
    tree = await house.store.do(open_calls.menu, LINE)
    assert tree is not None
    numbers = await house.store.do(_numbers)
    desk = Desk(dice, house.now, callers.filing, numbers)
    crowd = Crowd(exchange, dice, Listener(tree.tree), callers.phones(), numbers)
    return World(
        house, exchange, crowd, Floor(house, exchange, dice, desk, crowd.talks), Citizens(house, exchange, dice), desk
    )


async def _live(world: World) -> None:
    """Let operators sit down and callers come, more of them at the busy hours."""
    await asyncio.sleep(2)
    await world.floor.sit(await world.house.store.do(played))
    while True:
        await asyncio.sleep(TICK_SECONDS)
        if world.crowd.dice.happens(rate(world) * TICK_SECONDS) or await _visitor_waits(world):
            world.crowd.dial(world.crowd.somebody())


async def _visitor_waits(world: World) -> bool:
    """Whether somebody at a page waits for a call: then callers come until one is theirs."""
    return await world.house.store.do(lambda: waiting(world.exchange.by_hand))


def waiting(numbers: Collection[str]) -> bool:
    """Whether one of these phones is free, and few callers are on the way to it."""
    free = Agent.objects.filter(number__in=numbers, state=AgentState.AVAILABLE)
    coming = Call.objects.filter(step__in=(Step.MENU, Step.QUEUE), direction=Direction.IN)
    return bool(numbers) and free.exists() and coming.count() < ON_THE_WAY


def rate(world: World) -> float:
    """Return how many callers come in a second at this time of the day."""
    now = clock.local(world.house.now())
    half = shape.HALF_HOURS[now.hour * 2 + now.minute // 30]
    return max(LEAST_A_SECOND, CALLS_A_DAY * half / sum(shape.HALF_HOURS) / shape.HALF_HOUR_SECONDS)


def played() -> list[Agent]:
    """Return the operators who are played: of each desk some after the first, which are the visitors'."""
    rows = Agent.objects.filter(post__role=Role.OPERATOR).order_by("post_id", "number")
    seats: dict[int, list[Agent]] = {}
    for agent in rows:
        seats.setdefault(agent.post_id, []).append(agent)
    return [agent for desk in seats.values() for agent in desk[FREE_SEATS : FREE_SEATS + PLAYED_SEATS]]


def _numbers() -> list[str]:
    rows = Case.objects.filter(kind="grievance", sealed=False).order_by("-id").values_list("number", flat=True)
    return list(rows[:KNOWN_NUMBERS])
