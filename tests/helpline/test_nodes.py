"""Two nodes with their controllers on one database: one queue, one set of agents, and a node that dies."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.utils import timezone
from tests import apart
from tests.helpline import room
from tests.helpline.test_process import until

from shramsetu.helpline.actions import agents
from shramsetu.helpline.controller.house import House
from shramsetu.helpline.controller.store import Threads
from shramsetu.helpline.exchange.protocol import Leg
from shramsetu.helpline.exchange.simulated import SimulatedExchange
from shramsetu.helpline.models import Agent, Call, Step

pytestmark = [pytest.mark.slow]


@pytest.fixture
def address(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    with django_db_blocker.unblock(), apart.database("nodes") as url:  # type: ignore[attr-defined]
        yield url


class Node:
    """An exchange and its controller, which may die and come again."""

    def __init__(self, name: str, store: Threads, folder: Path) -> None:
        self.name, self.store, self.folder = name, store, folder
        self.exchange = SimulatedExchange(seconds_a_sound=0.05, prefix=name)
        self.exchange.on_dial = self._dialled
        self.dialled: list[Leg] = []
        self.serving: asyncio.Task[None] | None = None

    def _dialled(self, leg: Leg) -> None:
        self.dialled.append(leg)
        asyncio.get_running_loop().call_later(0.1, self.exchange.pick_up, leg.id)

    def start(self) -> None:
        house = House(node=self.name, exchange=self.exchange, store=self.store, folder=self.folder)
        self.serving = asyncio.create_task(house.run())

    async def stop(self) -> None:
        if self.serving is not None:
            self.serving.cancel()
            await asyncio.gather(self.serving, return_exceptions=True)
            self.serving = None


def seat(number: int, node: str) -> str:
    """Let an agent wait whose phone is registered at a node."""
    now = timezone.now()
    one = room.agent(number, at=now)
    agents.log_in(one, at=now)
    agents.phone(one.number, there=True, at=now, node=node)
    return agents.ready(one, at=now).number


def free(number: str, at: datetime) -> None:
    agents.ready(Agent.objects.get(number=number), at=at)


def test_two_controllers_share_queue_and_agents_and_one_may_die(address: str, tmp_path: Path) -> None:
    store = Threads()

    async def holds(condition: Callable[[], bool]) -> None:
        async def ask() -> bool:
            return await store.do(condition)

        await until(ask)

    def at_step(step: str, *keys: str) -> Callable[[], bool]:
        return lambda: set(Call.objects.filter(step=step).values_list("key", flat=True)) == set(keys)

    async def scene() -> None:
        one, two = (Node(name, store, tmp_path) for name in ("one", "two"))
        one.exchange.nodes, two.exchange.nodes = {"two": two.exchange}, {"one": one.exchange}
        for node in (one, two):
            node.start()
        await asyncio.sleep(1)

        first = two.exchange.come_in("1076", "+919999900001")
        await holds(at_step(Step.QUEUE, first))
        second = one.exchange.come_in("1076", "+919999900002")
        await holds(at_step(Step.QUEUE, first, second))
        one.exchange.phones["agent0"] = True
        await store.do(seat, 0, "one")
        await holds(at_step(Step.TALK, first))
        assert [(leg.to, leg.node) for leg in two.dialled] == [("agent0", "one")], "rung at the node where the phone is"
        assert one.dialled == [], "who came first, wherever, and no agent twice"

        third = two.exchange.come_in("1076", "+919999900003")
        await holds(at_step(Step.QUEUE, second, third))
        one.exchange.leave(second)
        await holds(at_step(Step.QUEUE, third))
        await two.stop()
        fourth = one.exchange.come_in("1076", "+919999900004")
        await holds(at_step(Step.QUEUE, third, fourth))
        one.exchange.phones["agent1"] = True
        await store.do(seat, 1, "one")
        await holds(at_step(Step.TALK, first, fourth))
        assert await store.do(lambda: Call.objects.get(key=third).step) == Step.QUEUE, "it keeps its place"

        two.start()
        one.exchange.leave(fourth)
        await holds(at_step(Step.TALK, first))
        await store.do(free, "agent1", timezone.now())
        await holds(at_step(Step.TALK, first, third))
        assert two.dialled[-1].to == "agent1"
        for key in (first, third):
            two.exchange.leave(key)
        await holds(lambda: not Call.objects.exclude(step=Step.ENDED).exists())
        for node in (one, two):
            await node.stop()
            assert not node.exchange.wires

    asyncio.run(scene())
    store.close()
