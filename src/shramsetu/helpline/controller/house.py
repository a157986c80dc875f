"""One node's controller: brings what the exchange and the pages say to the calls, pairs callers and agents, tidies."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog
from django.utils import timezone

from shramsetu import rulebook
from shramsetu.helpline import bells
from shramsetu.helpline.actions import agents, calls, missed, orders, queue
from shramsetu.helpline.controller import ear, keeper, pacer, phones, reconcile, steps, words
from shramsetu.helpline.controller.live import Entered, LiveCall, Moved
from shramsetu.helpline.controller.outage import Outage
from shramsetu.helpline.controller.store import Down, Store
from shramsetu.helpline.exchange.protocol import (
    Arrived,
    Connected,
    Dialled,
    Event,
    Exchange,
    ExchangeError,
    Phone,
    Played,
    Recorded,
    Replaced,
)
from shramsetu.helpline.models import Call, Step
from shramsetu.helpline.queries import open as open_calls
from shramsetu.lib import clock

TICK_SECONDS = 1.0
GATHER_SECONDS = 0.02  # pairings asked for within this are one
TIDY_TICKS = 30
TELL_TICKS = 10
WARM = 16  # connections

log = structlog.get_logger(__name__)


class Stopped(Exception):
    """This controller must end: another one has its name."""


@dataclass
class House:
    """What all calls of a node share."""

    node: str
    exchange: Exchange
    store: Store
    folder: Path
    now: Callable[[], datetime] = timezone.now
    listens: bool = True  # to the database's bells; not in simulated time, where one process does all
    stands_by: bool = False  # until another controller of this name is gone
    tick_seconds: float = TICK_SECONDS
    lives: dict[str, LiveCall] = field(default_factory=dict)
    parting: dict[str, str] = field(default_factory=dict)  # playbacks after which a channel without a row is hung up
    spoken: frozenset[str] = frozenset({"hi", "en"})
    steps: Any = steps

    def __post_init__(self) -> None:
        self.outage = Outage(self, self.folder)
        self.phones = phones.Phones(self)
        self.words = words.Words(self)
        self.freed = asyncio.Event()  # an agent may be free for an outgoing call
        self._wish = asyncio.Event()
        self.has_sound = asyncio.Event()  # a recording is complete
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_there = False
        self._is_behind = False  # something was not heard that calls may wait for
        self._one_at_a_time = asyncio.Lock()
        self._named = asyncio.Event()  # no exchange before the name is ours: it would be taken from its owner
        self._arriving: set[str] = set()

    async def run(self) -> None:
        """Serve until cancelled; raises Stopped when another controller has taken the name."""
        loops = (self._tick, self._match, lambda: keeper.keep(self), lambda: pacer.pace(self))
        work = [self._hear(), *(self._in_office(each) for each in loops)]
        if self.listens:
            work.append(self._listen())
        else:
            self._named.set()
        tasks = [asyncio.create_task(each) for each in work]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
            for task in done:
                task.result()
        finally:
            for task in [*tasks, *self._tasks]:
                task.cancel()
            await asyncio.gather(*tasks, *self._tasks, return_exceptions=True)
            await self.exchange.close()

    # What the exchange says

    async def _hear(self) -> None:
        await self._named.wait()
        async for event in self.exchange.events():
            if isinstance(event, Replaced):
                raise Stopped(self.node)
            if isinstance(event, Connected):
                self._is_there = True
                self.do(self._put_right(resumes=True))
            else:
                self.hear(event)

    def hear(self, event: Event) -> None:
        """Bring an event to its call; what belongs to none is seen to here."""
        match event:
            case Arrived():
                self.do(self._arrived(event))
            case Phone():
                self.do(self.phones.heard(event))
            case Dialled(channel=channel):
                self.do(self._refuse(channel))
            case Played(playback=playback) if playback in self.parting:
                self.do(self._refuse(self.parting.pop(playback)))
            case Recorded(name=name):
                self.do(self._recorded(event))
                self._to(name.rpartition("-")[0], event)
            case Played(playback=playback):
                self._to(playback[2:].rsplit("-", 2)[0], event)
            case _:
                channel = getattr(event, "channel", "")
                self._to(channel if channel in self.lives else channel[2:].rpartition("-")[0], event)

    def _to(self, key: str, event: Event) -> None:
        live = self.lives.get(key)
        if live is not None:
            live.inbox.put_nowait(event)

    async def _arrived(self, event: Arrived) -> None:
        """Write a new call down and let it live; over the line's trunks it is busy, without rows the caller is told."""
        if event.channel in self.lives or event.channel in self._arriving:
            return
        self._arriving.add(event.channel)
        try:
            await self._write_down(event)
        finally:
            self._arriving.discard(event.channel)

    async def _write_down(self, event: Arrived) -> None:
        line = self.words.line_dialled(event.line)
        if self.words.is_missed(event.line):
            await self._missed(event, line.slug)
            return
        arrival = calls.Arrival(event.channel, self.node, line.slug, event.caller)
        try:
            if await self.words.is_full(line):
                await self.exchange.hang_up(event.channel, reason="busy")
                return
            menu = await self.words.menu(line.menu)
            call = await self.store.do(calls.arrive, arrival, menu=menu, at=self.now())
        except Down:
            await self.outage.arrived(event)
            return
        if call.step == Step.ENDED:
            await self.outage.part(event.channel)  # closed while nobody could speak to the caller
        else:
            self.adopt(call).inbox.put_nowait(Entered())

    async def _missed(self, event: Arrived, line: str) -> None:
        """Let it ring once, refuse it, and promise to call back: it costs the caller nothing."""
        arrival = calls.Arrival(event.channel, self.node, line, event.caller)
        try:
            await self.store.do(missed.note, arrival, at=self.now())
        except Down:
            await self.outage.arrived(event)
            return
        await self.exchange.ring_back(event.channel, on=True)
        await asyncio.sleep(self.figure("helpline.missed_ring_seconds"))
        await self.exchange.hang_up(event.channel, reason="busy")

    async def _recorded(self, event: Recorded) -> None:
        failed = "failed" if event.failed else ""
        await self.store.do(calls.recorded, event.name, seconds=event.seconds, failed=failed, at=self.now())
        self.has_sound.set()

    async def _refuse(self, channel: str) -> None:
        await self.exchange.hang_up(channel)

    # What the pages and other controllers say

    async def _listen(self) -> None:
        if self.stands_by:  # what the first calls would wait for: figures read, connections made, questions compiled
            self.do(self._warm())
        try:
            await ear.listen(self.node, back=self._back, away=self._without_rows, hear=self._rung, waits=self.stands_by)
        except ear.NameTaken as error:
            raise Stopped(self.node) from error

    async def _warm(self) -> None:
        self.figure("helpline.ring_seconds")
        await asyncio.gather(*(self.store.do(open_calls.of_node, self.node) for _ in range(WARM)))

    async def _in_office(self, loop: Callable[[], Coroutine[Any, Any, None]]) -> None:
        await self._named.wait()
        await _for_ever(loop)

    def _without_rows(self) -> None:
        """The database is away: the exchange's callers are told so, unless another controller does it."""
        if not self.stands_by:
            self._named.set()

    def _back(self) -> None:
        """The database is there (again): write what was kept, and compare."""
        self._named.set()
        if self._is_there:
            self.do(self._put_right())
        self.do(self._orders())

    def _rung(self, what: str, number: str) -> None:
        match what:
            case "call":
                self.do(self.take_up(int(number)))
            case "order":
                self.do(self._orders())
            case "match":
                self.wake_matching()
            case "agent":
                self.do(self.phones.put(int(number)))
            case "blocks":
                self.do(self.phones.block())

    async def take_up(self, call_id: int) -> None:
        """A row of ours was written elsewhere: the pairing of another node, a new outgoing call."""
        live = next((one for one in self.lives.values() if one.call.pk == call_id), None)
        if live is not None:
            live.inbox.put_nowait(Moved())
            return
        call = await self.store.do(open_calls.one, call_id)
        if call.step == Step.DIALLING and call.node == self.node and call.key not in self.lives:
            self.adopt(call).inbox.put_nowait(Entered())

    async def _orders(self) -> None:
        for order in await self.store.do(orders.take, self.node, at=self.now()):
            live = self.lives.get(order.call.key) if order.call else None
            if order.call is None and order.agent is not None:
                await self.phones.by_hand(order.agent, order.verb)
            elif live is None:
                await self.store.do(orders.answer, order.pk, orders.GONE)
            else:
                live.inbox.put_nowait(order)

    # Pairing and tidying

    def wake_matching(self) -> None:
        """Pair callers and agents in a moment; who is left may be given somebody to call."""
        self._wish.set()
        self.freed.set()

    async def _match(self) -> None:
        while True:
            await self._wish.wait()
            await asyncio.sleep(GATHER_SECONDS)
            self._wish.clear()
            try:
                for made in await self.store.do(queue.match, at=self.now(), node=self.node if self.listens else ""):
                    if made.node == self.node:
                        await self.take_up(made.call)
            except Down:
                await asyncio.sleep(TICK_SECONDS)

    async def _tick(self) -> None:
        count = 0
        while True:
            await asyncio.sleep(self.tick_seconds)
            count += 1
            if count % TELL_TICKS == 0 and (seconds := self.exchange.took()):
                log.info("commands", node=self.node, count=len(seconds), **spread(seconds))
            try:
                await self.store.do(agents.end_wrap_ups, at=self.now())
                if any(live.call.step == Step.QUEUE for live in self.lives.values()):
                    self.wake_matching()
                if self._is_there and (self._is_behind or count % TIDY_TICKS == 0):
                    await self._put_right()
            except (Down, ExchangeError) as error:
                log.warning("tick_failed", error=type(error).__name__)

    async def _put_right(self, *, resumes: bool = False) -> None:
        """Write up what was kept, compare rows and channels, tell the exchange our phones and blocks.

        Callers first: the exchange kept the phones if it kept calls. What was not heard is made up for once all of this
        was possible, however often it has to be tried.
        """
        self._is_behind |= resumes
        anew = self._is_behind
        async with self._one_at_a_time:
            try:
                await self.outage.write_up()
                await reconcile.reconcile(self, resumes=self._is_behind)
            except Down:
                await self.outage.alone()
                raise
            self._is_behind = False
        self.wake_matching()
        await self.phones.put_all(anew=anew)

    # What calls ask

    def adopt(self, call: Call) -> LiveCall:
        """Let a call live here."""
        live = LiveCall(call, self)
        self.lives[call.key] = live
        self.do(live.run())
        return live

    def forget(self, live: LiveCall) -> None:
        """A call is over."""
        if self.lives.get(live.call.key) is live:
            del self.lives[live.call.key]

    def do(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something beside everything else; what goes wrong in it is logged."""
        task = asyncio.create_task(_guarded(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(lambda _: work.close())  # one that was cancelled before it began

    def figure(self, key: str) -> int:
        """Return a figure of the rulebook in force today."""
        return rulebook.book().number(key, clock.day(self.now()))

    def show(self, call: Call) -> None:
        """Let the pages of the call's agents fetch it again; for the store."""
        for user_id in call.agents.values_list("user_id", flat=True):
            bells.show_agent(user_id)


async def _for_ever(loop: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Keep a loop going: a fault in one round is told, and ends neither it nor the house."""
    while True:
        try:
            await loop()
        except Exception:  # whatever it was, callers must not suffer from it
            log.exception("fault")
            await asyncio.sleep(TICK_SECONDS)


async def _guarded(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except (Down, ExchangeError) as error:
        log.warning("put_off", error=type(error).__name__, reason=str(error)[:200])
    except Exception:  # one task's fault must not be silent, nor end the house
        log.exception("fault")


def spread(seconds: list[float]) -> dict[str, float]:
    """Return the middle and the slow end of what commands took, in milliseconds."""
    ordered = sorted(seconds)
    return {f"p{share}": round(1000 * ordered[int((len(ordered) - 1) * share / 100)], 1) for share in (50, 95, 99)}
