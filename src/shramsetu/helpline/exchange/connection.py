"""The events' connection to one Asterisk: kept up, filtered, and each new call claimed."""

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator, Coroutine
from typing import Any

import websockets

from shramsetu.helpline.exchange.hearing import HEARD, Hearing
from shramsetu.helpline.exchange.protocol import Connected, Event, ExchangeError, Gone, Replaced, Unreachable
from shramsetu.helpline.exchange.rest import Conflict, Rest

log = logging.getLogger(__name__)

TECHNOLOGY = "PJSIP"
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0  # seconds between two tries to connect
PING_SECONDS = 5.0


class Connection:
    """Stays connected under one name and yields what happens; what to do on a new connection is `_connected`'s."""

    def __init__(self, url: str, *, node: str) -> None:
        self.node, self.app = node, f"helpline-{node}"
        self._rest = Rest(url)
        self._heard: asyncio.Queue[Event | None] = asyncio.Queue()
        self._hearing = Hearing()
        self._closed = False
        self._tasks: set[asyncio.Task[None]] = set()

    async def events(self) -> AsyncIterator[Event]:
        """Connect, and yield what happens until closed or replaced; reconnects by itself."""
        listening = self._later(self._listen())
        listening.add_done_callback(lambda _: self._heard.put_nowait(None))
        try:
            while (event := await self._heard.get()) is not None:
                yield event
            if listening.done() and not listening.cancelled():
                listening.result()  # a fault of ours ends the controller, which is started anew, rather than go deaf
        finally:
            listening.cancel()

    async def close(self) -> None:
        """Let go of the exchange; the calls go on."""
        self._closed = True
        self._heard.put_nowait(None)
        for task in (tasks := list(self._tasks)):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)  # the websocket says goodbye
        await self._rest.close()

    async def _listen(self) -> None:
        """Stay connected. Reading is a task of its own: Asterisk cuts off whom it waits for longer than a second."""
        pause = FIRST_PAUSE
        while not self._closed:
            try:
                async with websockets.connect(
                    self._rest.events_url(self.app),
                    ping_interval=PING_SECONDS,
                    ping_timeout=PING_SECONDS,
                    max_size=None,
                    compression=None,
                    close_timeout=1,
                ) as socket:
                    await self._prepare()
                    pause = FIRST_PAUSE
                    self._heard.put_nowait(Connected())
                    async for text in socket:
                        self._hear(json.loads(text))
            except (OSError, TimeoutError, websockets.WebSocketException, ExchangeError) as error:
                log.warning("exchange_away", extra={"app": self.app, "why": type(error).__name__})
            await asyncio.sleep(pause)
            pause = min(LONGEST_PAUSE, pause * 2)

    async def _prepare(self) -> None:
        """Say what we want to hear: a filter outlives who set it, and is forgotten when the exchange restarts."""
        allowed = [{"type": name} for name in HEARD]
        await self._rest.put(f"/applications/{self.app}/eventFilter", {"allowed": allowed})
        await self._rest.post(f"/applications/{self.app}/subscription", eventSource="deviceState:")
        await self._connected()

    def _hear(self, told: dict[str, Any]) -> None:
        if told["type"] == "CallBroadcast" and not self._closed:
            self._later(self._claim(told["channel"]["id"]))
        self._noticed(told)
        if (event := self._hearing.hear(told)) is not None:
            self._heard.put_nowait(event)
            if isinstance(event, Replaced):
                self._closed = True
                self._heard.put_nowait(None)

    async def _claim(self, channel: str) -> None:
        """Take a new call; another controller may have been quicker, or the caller gone."""
        with contextlib.suppress(Conflict, Gone, Unreachable):
            await self._rest.post("/events/claim", channelId=channel, application=self.app)

    async def _connected(self) -> None:
        """Do what each new connection needs before anybody hears of it."""

    def _noticed(self, told: dict[str, Any]) -> None:
        """Look at an event before it is put into our words."""

    def _later(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
