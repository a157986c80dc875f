"""A provider connected to the exchange, with what it heard, and the phones of callers, agents and services."""

import asyncio
import itertools
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from tools.pbx.launch import Exchange

from shramsetu.helpline.exchange.ari import Asterisk
from shramsetu.helpline.exchange.protocol import Connected, Event

T = TypeVar("T")
NUMBERS = itertools.count(1)
PATIENCE = 20.0  # the machine may be busy with other tests


class Desk:
    """Keeps every event and waits for the one that is asked for."""

    def __init__(self, provider: Asterisk) -> None:
        self.provider = provider
        self.heard: list[Event] = []
        self._news = asyncio.Condition()

    async def listen(self) -> None:
        async for event in self.provider.events():
            async with self._news:
                self.heard.append(event)
                self._news.notify_all()

    async def hear(self, kind: type[T], fits: Callable[[T], bool] = lambda _: True, *, seconds: float = PATIENCE) -> T:
        """Return the first event of a kind that fits, heard already or to come; it is taken out."""

        async def wait() -> T:
            async with self._news:
                while True:
                    for event in self.heard:
                        if isinstance(event, kind) and fits(event):
                            self.heard.remove(event)
                            return event
                    await self._news.wait()

        try:
            return await asyncio.wait_for(wait(), seconds)
        except TimeoutError:
            raise AssertionError(f"no {kind.__name__}; heard {self.heard}") from None


@asynccontextmanager
async def desk(exchange: Exchange, *, node: str = "") -> AsyncIterator[Desk]:
    """Connect under a name of its own: a second controller of one name takes the first one's place."""
    provider = Asterisk(exchange.ari_url, node=node or f"test-{os.getpid()}-{next(NUMBERS)}")
    one = Desk(provider)
    listening = asyncio.create_task(one.listen())
    await asyncio.sleep(0.1)
    assert not listening.done(), listening
    await one.hear(Connected)
    try:
        yield one
    finally:
        await provider.close()
        await asyncio.wait_for(listening, 5)
