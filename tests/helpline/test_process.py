"""The controller as a process has it: threads for rows, bells from the database, its name its own."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from django.utils import timezone
from tests import apart
from tests.helpline import room

from shramsetu.helpline.actions import agents, orders
from shramsetu.helpline.controller.house import House, Stopped
from shramsetu.helpline.controller.store import Threads
from shramsetu.helpline.exchange.protocol import Leg
from shramsetu.helpline.exchange.simulated import SimulatedExchange
from shramsetu.helpline.models import Call, Step
from shramsetu.journal.rules import SYSTEM

pytestmark = [pytest.mark.slow]


@pytest.fixture
def address(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    with django_db_blocker.unblock(), apart.database("telephony") as url:  # type: ignore[attr-defined]
        yield url


async def until(condition: Callable[[], Awaitable[bool]], seconds: float = 15.0) -> None:
    """Wait for something that other threads bring about."""
    for _ in range(int(seconds / 0.05)):
        if await condition():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it did not come about")


def seat() -> None:
    agent = room.agent(at=timezone.now())
    agents.log_in(agent, at=timezone.now())
    agents.phone(agent.number, there=True, at=timezone.now())
    agents.ready(agent, at=timezone.now())


def ask(verb: str) -> None:
    call = Call.objects.get()
    assert call.agent is not None
    orders.ask(call, verb, agent=call.agent, by=SYSTEM, at=timezone.now())


def test_who_stands_by_takes_over_when_the_first_is_gone(address: str, tmp_path: Path) -> None:
    async def scene() -> None:
        first = House(node="node1", exchange=SimulatedExchange(), store=store, folder=tmp_path)
        spare = House(node="node1", exchange=SimulatedExchange(), store=store, folder=tmp_path, stands_by=True)
        serving, waiting = asyncio.create_task(first.run()), asyncio.create_task(asyncio.sleep(0))
        try:
            await until(lambda: _now(lambda: first._is_there))
            waiting = asyncio.create_task(spare.run())
            await asyncio.sleep(1)
            assert not waiting.done()
            assert not spare._is_there
            serving.cancel()
            await until(lambda: _now(lambda: spare._is_there))
        finally:
            for task in (serving, waiting):
                task.cancel()
            await asyncio.gather(serving, waiting, return_exceptions=True)

    store = Threads()
    try:
        asyncio.run(scene())
    finally:
        store.close()


async def _now(condition: Callable[[], bool]) -> bool:
    return condition()


def test_bells_orders_a_broken_connection_and_a_second_controller(address: str, tmp_path: Path) -> None:
    async def scene() -> None:
        exchange = SimulatedExchange(seconds_a_sound=0.05)
        await store.do(seat)
        exchange.phones["agent0"] = True
        house = House(node="node1", exchange=exchange, store=store, folder=tmp_path)

        def pick_up(leg: Leg) -> None:
            asyncio.get_running_loop().call_later(0.1, exchange.pick_up, leg.id)

        async def is_at(step: str) -> bool:
            return await store.do(lambda: Call.objects.filter(step=step).exists())

        exchange.on_dial = pick_up
        serving = asyncio.create_task(house.run())
        await asyncio.sleep(0.5)
        channel = exchange.come_in("1076", room.CALLER)
        await until(lambda: is_at(Step.TALK))

        second = House(node="node1", exchange=SimulatedExchange(), store=store, folder=tmp_path)
        with pytest.raises(Stopped):
            await asyncio.wait_for(second.run(), 10)

        await store.do(ask, "hold")
        await until(lambda: _is(lambda: exchange.wires[channel].music))
        with psycopg.connect(address, autocommit=True) as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        await asyncio.sleep(1.5)
        await store.do(ask, "unhold")
        await until(lambda: _is(lambda: not exchange.wires[channel].music))
        await store.do(ask, "hang_up")
        await until(lambda: is_at(Step.ENDED))
        assert not exchange.wires
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)

    store = Threads()
    asyncio.run(scene())
    store.close()


async def _is(condition: Callable[[], bool]) -> bool:
    return condition()
