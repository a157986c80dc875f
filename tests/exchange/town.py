"""A whole helpline on the real exchange: rows, controller, agents with phones, callers; in real time."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from django.utils import timezone
from tests.helpline import room
from tests.helpline.test_controller import TREE
from tools.pbx.launch import Exchange
from tools.pbx.phone import Phone, Talk

from shramsetu.helpline import secrets
from shramsetu.helpline.actions import agents, orders
from shramsetu.helpline.controller.house import House
from shramsetu.helpline.controller.store import Threads
from shramsetu.helpline.exchange.ari import Asterisk
from shramsetu.helpline.models import Agent, Call, Menu, Step
from shramsetu.journal.rules import SYSTEM

T = TypeVar("T")
CALLER = "+919999900001"
CALLER_HZ, AGENT_HZ, DESK_HZ = 700.0, 440.0, 1200.0
PLAIN, NOT_THERE = 0.05, 0.005
AGENTS_PORT = 5070
PRESSES = 8
PATIENCE = 30.0  # the machine may be busy with other tests


@dataclass
class Town:
    """One node with its rows."""

    exchange: Exchange
    store: Threads
    node: str
    now: Callable[[], datetime]
    house: House | None = None
    phones: list[Phone] = field(default_factory=list)

    async def agent(self, number: int = 0, *, voice: bytes = b"", manner: str = "answer") -> tuple[Agent, Phone]:
        """An agent with a plain phone, logged in and waiting."""
        agent = await self.store.do(self._seat, number)
        phone = Phone(self.exchange.network.agents, port=AGENTS_PORT + number, voice=voice, manner=manner)
        await phone.__aenter__()
        self.phones.append(phone)
        word = secrets.of_phone(agent.number, agent.key_epoch)
        await self._is_there(phone, agent, word)
        return await self.store.do(lambda: agents.ready(Agent.objects.get(pk=agent.pk), at=self.now())), phone

    def _seat(self, number: int) -> Agent:
        agent = room.agent(number, at=self.now(), has_own_phone=True)
        return agents.log_in(agent, at=self.now())

    async def _is_there(self, phone: Phone, agent: Agent, word: str) -> None:
        """Register until the rows know of it: a place that is set anew forgets who registered with it before."""

        def seen() -> bool:
            return Agent.objects.get(pk=agent.pk).phone_seen_at is not None

        for _ in range(PRESSES):
            await until(lambda: self._registers(phone, agent.number, word))
            with suppress(AssertionError):
                return await self.until(seen, 3.0)
        raise AssertionError(f"{agent.number} registered {PRESSES} times and is not there")

    async def _registers(self, phone: Phone, number: str, word: str) -> bool:
        return await phone.register(number, word, self.exchange.sip) == 200

    async def call(self) -> Call:
        """The newest call's row."""
        return await self.store.do(lambda: Call.objects.select_related("agent").order_by("-pk")[0])

    async def until(self, holds: Callable[[], bool], seconds: float = PATIENCE) -> None:
        """Wait until the rows say so."""
        await until(lambda: self.store.do(holds), seconds)

    async def is_at(self, step: Step, **fields: object) -> None:
        """Wait until the newest call is at a step."""

        def holds() -> bool:
            call = Call.objects.order_by("-pk").first()
            return bool(
                call and call.step == step and all(getattr(call, name) == value for name, value in fields.items())
            )

        await self.until(holds)

    async def presses(self, talk: Talk, key: str, *, until: Step) -> None:
        """Press a key until the newest call is at a step."""

        def holds() -> bool:
            call = Call.objects.order_by("-pk").first()
            return bool(call and call.step == until)

        await self.insists(talk, key, holds)

    async def insists(self, talk: Talk, key: str, holds: Callable[[], bool]) -> None:
        """Press a key, again while nothing comes of it: one that falls into the first moments of a call is lost."""
        for _ in range(PRESSES):
            talk.press(key)
            with suppress(AssertionError):
                return await self.until(holds, 4.0)
        raise AssertionError(f"{key} was pressed {PRESSES} times and nothing came of it")

    async def ask(self, verb: str, **detail: object) -> None:
        """What the agent's page asks."""

        def write() -> None:
            call = Call.objects.select_related("agent").order_by("-pk")[0]
            assert call.agent is not None
            orders.ask(call, verb, agent=call.agent, by=SYSTEM, at=self.now(), detail=detail)

        await self.store.do(write)


async def until(holds: Callable[[], "asyncio.Future[bool] | object"], seconds: float = PATIENCE) -> None:
    """Wait for something that others bring about."""
    end = asyncio.get_running_loop().time() + seconds
    while asyncio.get_running_loop().time() < end:
        if await holds():  # type: ignore[misc]
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it did not come about")


async def hears(talk: Talk, hertz: float, seconds: float = PATIENCE) -> None:
    """Wait until a phone hears a voice plainly: a busy machine connects later, and a talk that is silent never."""
    end = asyncio.get_running_loop().time() + seconds
    while (loud := talk.lately().strength(hertz)) <= PLAIN:
        assert asyncio.get_running_loop().time() < end, f"{hertz} Hz is not heard: {loud}. {talk.account()}"
        await asyncio.sleep(0.2)


async def hears_no(talk: Talk, hertz: float, seconds: float = PATIENCE) -> None:
    """Wait until a phone hears a voice no more: a busy machine parts two later, and one that never does is wrong."""
    end = asyncio.get_running_loop().time() + seconds
    while (loud := talk.lately().strength(hertz)) >= NOT_THERE:
        assert asyncio.get_running_loop().time() < end, f"{hertz} Hz is still heard: {loud}. {talk.account()}"
        await asyncio.sleep(0.2)


async def hears_sound(talk: Talk, loudness: float, seconds: float = PATIENCE) -> None:
    """Wait until a phone hears something, such as music or words."""
    end = asyncio.get_running_loop().time() + seconds
    while (loud := talk.lately().loudness) <= loudness:
        assert asyncio.get_running_loop().time() < end, f"nothing is heard: {loud}. {talk.account()}"
        await asyncio.sleep(0.1)


@asynccontextmanager
async def town(
    exchange: Exchange, folder: Path, *, node: str, began: datetime | None = None, with_controller: bool = True
) -> AsyncIterator[Town]:
    """A helpline that begins now, or at `began` (real time goes on from there)."""
    store, offset = Threads(), (began - timezone.now()) if began else timedelta()
    one = Town(exchange, store, node, lambda: timezone.now() + offset)
    await store.do(_publish, one.now())
    serving: asyncio.Task[None] | None = None
    if with_controller:
        one.house = House(
            node=node, exchange=Asterisk(exchange.ari_url, node=node), store=store, folder=folder, now=one.now
        )
        serving = asyncio.create_task(one.house.run())
        await until(lambda: _true(bool(one.house and one.house._is_there)))
    try:
        yield one
    finally:
        for phone in one.phones:
            await phone.__aexit__()
        if serving is not None:
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)
        await asyncio.to_thread(store.close)
        await asyncio.to_thread(exchange.forget_phones)


async def _true(value: bool) -> bool:
    return value


def _publish(at: datetime) -> None:
    for slug in ("1076", "labour"):
        Menu.objects.filter(slug=slug).update(published_at=None)
        Menu.objects.create(slug=slug, version=99, tree=TREE, made_by="test", made_at=at, published_at=at)
