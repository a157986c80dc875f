"""The database is away: nobody is left in silence. Callers hear it and are called back once the rows can be written.

What cannot be written is kept in a small file of the node, readable by its owner alone, and written as soon as the
database is back. Talks go on as they are.
"""

import asyncio
import json
import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from shramsetu.helpline.actions import calls
from shramsetu.helpline.controller.live import Letter, LiveCall
from shramsetu.helpline.exchange.protocol import Arrived, Ended, ExchangeError, Gone
from shramsetu.helpline.models import Call, Outcome, Step

if TYPE_CHECKING:
    from shramsetu.helpline.controller.house import House

WORDS = ("ss/trouble",)
LONGEST_SECONDS = 30.0  # of the words
AGAIN_SECONDS = 2.0
TRIES = 4

log = structlog.get_logger(__name__)


class Outage:
    """Keeps what could not be written, and writes it later."""

    def __init__(self, house: "House", folder: Path) -> None:
        self.house = house
        self.path = folder / f"unwritten-{house.node}.jsonl"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    async def arrived(self, call: Arrived) -> None:
        """A call for which no row could be made: tell the caller, and remember the number."""
        self._keep({"key": call.channel, "line": call.line, "caller": call.caller})
        await self.part(call.channel)

    async def part(self, channel: str) -> None:
        """Tell a caller for whom nothing can be done now that they are called back, and hang up after the words."""
        playback = f"p-{channel}-{int(self.house.now().timestamp() * 1000)}-900"
        self.house.parting[playback] = channel
        exchange = self.house.exchange
        try:
            await exchange.answer(channel)
            await exchange.music(channel, on=False)
            await exchange.play(channel, playback=playback, sounds=WORDS, language="hi")
        except ExchangeError as error:
            self.house.parting.pop(playback, None)
            if not isinstance(error, Gone):
                raise
        else:
            self.house.do(self._end_late(playback))

    async def _end_late(self, playback: str) -> None:
        """The end of the words may never be told."""
        await asyncio.sleep(LONGEST_SECONDS)
        if channel := self.house.parting.pop(playback, ""):
            await self.house.exchange.hang_up(channel)

    async def alone(self) -> None:
        """The controller came back before the database: callers of its former life hear it, those who talk go on."""
        for _ in range(TRIES):
            try:
                await self._tell_all()
                return
            except ExchangeError as error:
                log.warning("untold", node=self.house.node, error=type(error).__name__)
                await asyncio.sleep(AGAIN_SECONDS)

    async def _tell_all(self) -> None:
        there = await self.house.exchange.snapshot()
        for channel in there.channels.values():
            is_seen_to = channel.id in self.house.lives or channel.id in self.house.parting.values()
            if channel.is_caller and not is_seen_to and not there.bridges.get(f"b-{channel.id}"):
                await self.arrived(Arrived(channel.id, channel.line, channel.caller))

    async def without_rows(self, live: LiveCall, letter: Letter) -> None:
        """A call whose next step could not be written: a talk goes on, anybody else is told and called back."""
        is_gone = isinstance(letter, Ended) and letter.channel == live.channel
        if live.call.step in (Step.TALK, Step.HANDED):
            if is_gone:
                self._keep({"key": live.call.key, "outcome": Outcome.ANSWERED})
                live.close()
            else:
                live.later(AGAIN_SECONDS, letter)  # who left, who came: it must be written before it is done
            return
        self._keep({"key": live.call.key, "line": live.call.line, "caller": live.call.phone})
        live.close()
        for leg in (live.call.leg, live.call.third_leg):
            await live.drop(leg)
        if live.call.step == Step.DIALLING:
            await live.drop(live.channel)
        elif not is_gone:
            await live.hush()
            await self.part(live.channel)

    def _keep(self, what: dict[str, str]) -> None:
        line = json.dumps({**what, "at": self.house.now().isoformat()})
        with os.fdopen(os.open(self.path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600), "a") as file:
            file.write(line + "\n")
            file.flush()
            os.fsync(file.fileno())

    def take(self) -> list[dict[str, str]]:
        """Return what was kept; `done` removes it once it is written."""
        if not self.path.exists():
            return []
        return [json.loads(line) for line in self.path.read_text().splitlines() if line.strip()]

    async def write_up(self) -> int:
        """Write what was kept, now that the database is back; return how much. Repeating it changes nothing."""
        kept = self.take()
        for what in kept:
            await self.house.store.do(settle, self.house.node, what)
        self.path.unlink(missing_ok=True)
        return len(kept)


def settle(node: str, what: dict[str, str]) -> None:
    """Write one kept line: the call with its end."""
    at = datetime.fromisoformat(what["at"])
    call = Call.objects.filter(key=what["key"]).first()
    if call is None:
        if "line" not in what:
            return
        call = calls.arrive(calls.Arrival(what["key"], node, what["line"], what["caller"]), menu=None, at=at)
    calls.end(call, Outcome(what.get("outcome", Outcome.LOST)), at=at, cause="database")
