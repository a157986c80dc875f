"""A telephone line for the stories: the real controller on the simulated exchange, beside the served site."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from shramsetu.helpline.controller.house import House
from shramsetu.helpline.controller.store import Threads
from shramsetu.helpline.exchange.simulated import SimulatedExchange
from shramsetu.helpline.models import Call, Step

SECONDS_A_SOUND = 0.05
PATIENCE = 40.0


@dataclass
class Line:
    """What a citizen does with the phone; the exchange lives in a thread with a loop of its own."""

    exchange: SimulatedExchange
    loop: asyncio.AbstractEventLoop

    def call(self, phone: str) -> str:
        """Let `phone` call 1076 and press 0 until an operator's phone rings; return the channel."""
        channel = asyncio.run_coroutine_threadsafe(self._come_in(phone), self.loop).result(5)
        until(lambda: self._presses(channel), "nobody was found for the caller")
        return channel

    async def _come_in(self, phone: str) -> str:
        return self.exchange.come_in("1076", phone)

    def _presses(self, channel: str) -> bool:
        call = Call.objects.filter(key=channel).first()
        if call is not None and call.step == Step.MENU:
            self.loop.call_soon_threadsafe(self.exchange.press, channel, "0")
        return call is not None and call.step in {Step.RINGING, Step.TALK}


def until(holds: Callable[[], bool], otherwise: str) -> None:
    """Wait until the rows say so."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, otherwise
        time.sleep(0.2)


@contextmanager
def line(folder: Path) -> Iterator[Line]:
    """Serve the node that the pages speak of, until the story is over."""
    ready, found = threading.Event(), []

    async def serve() -> None:
        exchange = SimulatedExchange(seconds_a_sound=SECONDS_A_SOUND, prefix="story")
        store = Threads(2)
        house = House(node=settings.TELEPHONY_NODE, exchange=exchange, store=store, folder=folder)
        task = asyncio.create_task(house.run())
        found.extend([Line(exchange, asyncio.get_running_loop()), task])
        ready.set()
        try:
            with suppress(asyncio.CancelledError):
                await task
        finally:
            await asyncio.to_thread(store.close)

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    assert ready.wait(20)
    here, task = found
    try:
        yield here
    finally:
        here.loop.call_soon_threadsafe(task.cancel)
        thread.join(20)
