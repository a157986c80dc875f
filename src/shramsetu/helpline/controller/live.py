"""One call while it lives: a mailbox of its own, so that no call waits for another and none is heard out of order."""

import asyncio
from collections.abc import Awaitable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from shramsetu.helpline.actions import calls
from shramsetu.helpline.controller.store import Down
from shramsetu.helpline.errors import CallIsOver
from shramsetu.helpline.exchange.protocol import Ended, Event, ExchangeError, Gone, Played, Snapshot
from shramsetu.helpline.models import Call, Order, Outcome, Step
from shramsetu.helpline.queries import open as open_calls

if TYPE_CHECKING:
    from shramsetu.helpline.controller.house import House
    from shramsetu.helpline.controller.watch import Watcher

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Timer:
    """A span of this step is over; one set in an earlier entry into a step is void."""

    name: str
    revision: int


@dataclass(frozen=True, slots=True)
class Moved:
    """Somebody else wrote the row (the pairing, a page): read it, and enter the step it is in."""


@dataclass(frozen=True, slots=True)
class Entered:
    """Enter the row's step: a new call."""


@dataclass(frozen=True, slots=True)
class Resume:
    """The controller, or its connection, was away: go on from the row and from what the exchange has."""

    there: Snapshot


@dataclass(frozen=True, slots=True)
class Look:
    """The exchange seems to have no such channel: see whether it is so."""


@dataclass(frozen=True, slots=True)
class Again:
    """Something failed a moment ago: see whether the call is still where it should be."""


Letter = Event | Timer | Moved | Entered | Resume | Look | Again | Order
FIRST_AGAIN, LONGEST_AGAIN = 1.0, 30.0  # seconds after a failure; doubled while it goes on


class LiveCall:
    """A call's row in memory and what the exchange does for it now."""

    def __init__(self, call: Call, house: "House") -> None:
        self.call, self.house = call, house
        self.exchange, self.store = house.exchange, house.store
        self.inbox: asyncio.Queue[Letter] = asyncio.Queue()
        self.is_over = False
        self.is_answered = call.step != Step.MENU or call.revision > 0
        self.playing = ""  # the playback that is heard now
        self.count = 0  # playbacks in this revision
        self.notes: dict[str, object] = {}  # of the step, forgotten with it
        self.unwritten: dict[str, object] = {}  # facts that go into the row with the caller's next place in the menu
        self.hears_music = call.step != Step.MENU or call.revision > 0  # or might, from before we came
        self.watchers: dict[str, Watcher] = {}  # supervisors by the channel of their phone
        self._again_after = FIRST_AGAIN

    @property
    def channel(self) -> str:
        """The citizen's channel."""
        return self.call.key

    @property
    def bridge(self) -> str:
        """The bridge in which this call is talked."""
        return f"b-{self.call.key}"

    async def run(self) -> None:
        """Read the mailbox until the call is over; what goes wrong in one letter ends neither call nor process."""
        while not self.is_over:
            letter = await self.inbox.get()
            try:
                await self._read_or_look(letter)
            except ExchangeError as error:
                log.warning(
                    "exchange_refused", step=self.call.step, error=type(error).__name__, reason=str(error)[:200]
                )
                self._try_again()
            except Down:
                await self._without_rows(letter)
            except Exception:  # a fault of ours in one call must neither silence it nor end the others
                log.exception("call_fault", step=self.call.step, letter=type(letter).__name__)
                await self._rescue()

    async def _read_or_look(self, letter: Letter) -> None:
        try:
            await self._read(letter)
        except CallIsOver:
            await self._catch_up()
        except Gone:
            await self._look()

    async def _without_rows(self, letter: Letter) -> None:
        try:
            await self.house.outage.without_rows(self, letter)
        except ExchangeError as error:  # the next comparison of rows and channels finds the caller
            log.warning("untold", step=self.call.step, error=type(error).__name__)

    def _try_again(self) -> None:
        """A command that failed may have left the citizen in silence: enter the step anew in a while."""
        self.later(self._again_after, Again())
        self._again_after = min(LONGEST_AGAIN, 2 * self._again_after)

    async def _read(self, letter: Letter) -> None:
        if isinstance(letter, Timer) and letter.revision != self.call.revision:
            return
        if isinstance(letter, Played) and letter.playback == self.playing:
            self.playing = ""
        if isinstance(letter, Ended) and letter.channel == self.channel:
            await self.house.steps.gone(self, letter)
        else:
            await self._follow(letter)

    async def _follow(self, letter: Letter) -> None:
        match letter:
            case Moved():
                await self._catch_up()
            case Entered():
                await self.enter()
            case Resume():
                await self.house.steps.resume(self, letter.there)
            case Again():
                await self.house.steps.resume(self, await self.exchange.snapshot())
                self._again_after = FIRST_AGAIN
            case Look():
                await self._look()
            case _:
                await self.house.steps.hear(self, letter)

    async def _catch_up(self) -> None:
        """The row moved under our hands: go where it is, unless we are there."""
        before = self.call.revision
        await self.refresh()
        if not self.is_over and self.call.revision != before:
            await self.enter()

    async def _look(self) -> None:
        """A channel was not there: if it is the citizen's, and no word of its end came, end the call."""
        there = await self.exchange.snapshot()
        if self.channel not in there.channels and self.call.step != Step.DIALLING:
            await self.house.steps.gone(self, Ended(self.channel, 16))

    async def _rescue(self) -> None:
        """Bring a caller whom the menu failed to a person."""
        if self.call.step == Step.MENU and not self.notes.get("rescued"):
            self.notes["rescued"] = True
            self.inbox.put_nowait(Timer("rescue", self.call.revision))

    async def refresh(self) -> None:
        """Read the row again."""
        self.call = await self.store.do(open_calls.again, self.call)
        if self.call.step == Step.ENDED:
            self.close()

    async def go(self, step: Step, **fields: object) -> None:
        """Write the step down, then enter it."""
        await self.store.do(calls.move, self.call, step, at=self.house.now(), **fields)
        await self.enter()

    async def enter(self) -> None:
        """Enter the step that the row is in now."""
        self.notes, self.count = {}, 0
        await self.house.steps.enter(self)

    async def end(self, outcome: Outcome, *, cause: str = "") -> None:
        """Close the call in the rows and here."""
        await self.store.do(calls.end, self.call, outcome, at=self.house.now(), cause=cause)
        self.close()
        if self.call.agent_id is not None:  # else nobody is free who was not
            self.house.wake_matching()

    def close(self) -> None:
        """Read no more letters."""
        self.is_over = True
        self.house.forget(self)

    async def answer(self) -> None:
        """Pick up, once."""
        if not self.is_answered:
            await self.exchange.answer(self.channel)
            self.is_answered = True

    async def say(self, sounds: Sequence[str]) -> None:
        """Play prompts to the caller in their language; what was playing stops first."""
        await self.hush()
        if not sounds:
            return
        self.count += 1
        self.playing = f"p-{self.call.key}-{self.call.revision}-{self.count}"
        language = self.call.language if self.call.language in self.house.spoken else "hi"
        await self.exchange.play(self.channel, playback=self.playing, sounds=sounds, language=language)

    async def hush(self) -> None:
        """End what is playing: the exchange delays some commands while it plays."""
        playing, self.playing = self.playing, ""
        if playing:
            await self.quietly(self.exchange.stop_play(playing))

    async def music(self, *, on: bool) -> None:
        """Begin or end the music; what never began need not be ended."""
        if on or self.hears_music:
            self.hears_music = True  # it may be so even if the command fails
            await self.exchange.music(self.channel, on=on)
        self.hears_music = on

    def after(self, seconds: float, name: str) -> None:
        """Have a letter come when a span of this step is over."""
        self.later(seconds, Timer(name, self.call.revision))

    def later(self, seconds: float, letter: Letter) -> None:
        """Have a letter come after a while."""
        asyncio.get_running_loop().call_later(seconds, self.inbox.put_nowait, letter)

    async def quietly(self, command: Awaitable[None]) -> None:
        """Do a command whose object may be gone already."""
        with suppress(Gone):
            await command

    async def drop(self, channel: str) -> None:
        """Hang up a leg, if it is there."""
        if channel:
            await self.quietly(self.exchange.hang_up(channel))
