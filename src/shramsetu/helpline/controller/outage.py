"""The database is away: nobody is left in silence. Callers hear it and are called back once the rows can be written.

What cannot be written is kept in a small file of the node, readable by its owner alone, and written as soon as the
database is back. Talks go on as they are.
"""

import json
import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from shramsetu.helpline.actions import calls
from shramsetu.helpline.controller.live import Letter, LiveCall
from shramsetu.helpline.exchange.protocol import Arrived, Ended, Gone
from shramsetu.helpline.models import Call, Outcome, Step

if TYPE_CHECKING:
    from shramsetu.helpline.controller.house import House

WORDS = ("ss/trouble",)


class Outage:
    """Keeps what could not be written, and writes it later."""

    def __init__(self, house: "House", folder: Path) -> None:
        self.house = house
        self.path = folder / f"unwritten-{house.node}.jsonl"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    async def arrived(self, call: Arrived) -> None:
        """A call for which no row could be made: tell the caller, and remember the number."""
        self._keep({"key": call.channel, "line": call.line, "caller": call.caller})
        self.house.parting[f"p-{call.channel}-0-1"] = call.channel
        try:
            await self.house.exchange.answer(call.channel)
            await self.house.exchange.play(call.channel, playback=f"p-{call.channel}-0-1", sounds=WORDS, language="hi")
        except Gone:
            pass

    async def without_rows(self, live: LiveCall, letter: Letter) -> None:
        """A call whose next step could not be written: a talk goes on, anybody else is told and called back."""
        is_gone = isinstance(letter, Ended) and letter.channel == live.channel
        if live.call.step in (Step.TALK, Step.HANDED):
            if is_gone:
                self._keep({"key": live.call.key, "outcome": Outcome.ANSWERED})
                live.close()
            return
        self._keep({"key": live.call.key, "line": live.call.line, "caller": live.call.phone})
        live.close()
        if not is_gone:
            await live.quietly(self._tell(live))

    async def _tell(self, live: LiveCall) -> None:
        await live.hush()
        await live.answer()
        await live.music(on=False)
        playback = f"p-{live.call.key}-{live.call.revision}-900"
        self.house.parting[playback] = live.channel
        await live.exchange.play(live.channel, playback=playback, sounds=WORDS, language="hi")

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
