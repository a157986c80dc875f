"""A simulated exchange: the same protocol without sound, for demo, training, load and a whole day in an hour.

The world around it (callers, agents, citizens who are called) acts through `come_in`, `press`, `pick_up`, `leave`,
`plug_in` and `unplug`; what the world would hear is told to it by `on_dial`, `on_play`, `on_music`, `on_join` and
`on_end`. It keeps its own record of every channel (`cdrs`), as a real exchange does, so that calls and rows can be
compared.
"""

import asyncio
import wave
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from io import BytesIO

from shramsetu.helpline.exchange.protocol import (
    Answered,
    Arrived,
    Channel,
    Connected,
    Ended,
    Event,
    Gone,
    Left,
    Leg,
    Phone,
    Played,
    Pressed,
    Recorded,
    Refused,
    Ringing,
    Snapshot,
    Unreachable,
)
from shramsetu.helpline.exchange.wires import Cdr, Tape, Wire

SECONDS_A_SOUND = 2.0
RATE = 8_000
NORMAL, BUSY, NO_ANSWER, REJECTED = 16, 17, 19, 21
REASONS = {"normal": NORMAL, "busy": BUSY, "rejected": REJECTED}


class SimulatedExchange:
    """One node without wires. All of it runs in the event loop of its controller."""

    def __init__(self, *, seconds_a_sound: float = SECONDS_A_SOUND, rate: int = RATE, prefix: str = "sim") -> None:
        self.seconds_a_sound, self.rate = seconds_a_sound, rate
        self.on_dial: Callable[[Leg], None] = lambda leg: None
        self.on_play: Callable[[str, Sequence[str]], None] = lambda channel, sounds: None
        self.on_music: Callable[[str], None] = lambda channel: None  # it has begun
        self.on_join: Callable[[str, frozenset[str]], None] = lambda bridge, inside: None
        self.on_end: Callable[[str, int], None] = lambda channel, cause: None
        self.wires: dict[str, Wire] = {}
        self.bridges: dict[str, set[str]] = {}
        self.tapes: dict[str, Tape] = {}
        self.phones: dict[str, bool] = {}  # known numbers, and whether they are there
        self.secrets: dict[str, str] = {}
        self.nodes: dict[str, SimulatedExchange] = {}  # the others, by their controllers' names
        self.by_hand: set[str] = set()  # phones that a person at a page works; the world leaves them alone
        self.blocked: frozenset[str] = frozenset()
        self.cdrs: list[Cdr] = []
        self.is_reachable = True
        self._events: asyncio.Queue[Event] = asyncio.Queue()
        self._done: set[str] = set()
        self._players: dict[str, Wire] = {}
        self._count, self.prefix = 0, prefix  # of keys: two runs on one database have two

    # The world's side

    def come_in(self, line: str, caller: str) -> str:
        """Let a citizen call `line`; return the channel, empty for a blocked number."""
        if caller and any(caller.endswith(blocked[-10:]) for blocked in self.blocked):
            return ""
        self._count += 1
        key = f"{self.prefix}.{self._count}"
        self._wire(key, line=line, caller=caller, is_caller=True)
        self._tell(Arrived(key, line, caller))
        return key

    def press(self, channel: str, digits: str) -> None:
        """Let a citizen press keys, one after another."""
        for digit in digits:
            if channel in self.wires:
                self._tell(Pressed(channel, digit))

    def pick_up(self, channel: str) -> None:
        """Let who is dialled answer; nothing happens if it rings no more."""
        wire = self.wires.get(channel)
        if wire is not None and not wire.is_up:
            self._cancel(wire)
            wire.is_up, wire.cdr.answered = True, self._time()
            self._tell(Answered(channel))

    def leave(self, channel: str, *, cause: int = NORMAL) -> None:
        """Let the other end hang up, reject or be busy."""
        if channel in self.wires:
            self._end(channel, cause)

    def plug_in(self, number: str) -> None:
        """Let an agent's phone register."""
        if number in self.phones and not self.phones[number]:
            self.phones[number] = True
            self._tell(Phone(number, there=True))

    def unplug(self, number: str) -> None:
        """Let an agent's phone or browser vanish, and with it the legs on it."""
        if self.phones.get(number):
            self.phones[number] = False
            self._tell(Phone(number, there=False))
            for wire in [one for one in self.wires.values() if one.kind == "agent" and one.to == number]:
                self._end(wire.id, NORMAL)

    def forget_connection(self) -> None:
        """What was not heard yet is lost, as when a controller dies; channels, bridges and recordings stay."""
        self._events = asyncio.Queue()

    def cut(self) -> None:
        """Let the controller's connection break: commands fail, and what happens meanwhile is never told."""
        self.is_reachable = False

    def mend(self) -> None:
        """Let the connection return."""
        if not self.is_reachable:
            self.is_reachable = True
            self._tell(Connected())

    # The protocol

    async def events(self) -> AsyncIterator[Event]:
        """Yield what happens, beginning with the connection."""
        yield Connected()
        while True:
            yield await self._events.get()

    async def close(self) -> None:
        """The connection ends; calls go on."""
        self.forget_connection()

    async def snapshot(self) -> Snapshot:
        """Return what is there."""
        self._reach()
        channels = {
            one.id: Channel(one.id, one.is_up, one.line, one.caller, one.is_caller) for one in self.wires.values()
        }
        bridges = {name: frozenset(inside) for name, inside in self.bridges.items()}
        return Snapshot(channels, bridges, frozenset(number for number, there in self.phones.items() if there))

    async def answer(self, channel: str) -> None:
        """Pick up."""
        wire = self._get(channel)
        if not wire.is_up:
            wire.is_up, wire.cdr.answered = True, self._time()

    async def hang_up(self, channel: str, *, reason: str = "normal") -> None:
        """End a channel; one that is gone is ended."""
        self._reach()
        self._end(channel, REASONS[reason])

    async def play(self, channel: str, *, playback: str, sounds: Sequence[str], language: str) -> None:
        """Play prompts: each takes its time."""
        wire = self._get(channel)
        if playback in self._done or wire.playback == playback:
            return
        self._stop(wire)
        wire.playback, wire.ringing_back = playback, False
        self._players[playback] = wire
        wire.heard += [f"{language}/{sound}" for sound in sounds]
        wire.timer = self._later(self.seconds_a_sound * len(sounds), self._stop, wire)
        self.on_play(channel, sounds)

    async def stop_play(self, playback: str) -> None:
        """End a playback."""
        self._reach()
        wire = self._players.get(playback)
        if wire is not None:
            self._stop(wire)

    async def music(self, channel: str, *, on: bool) -> None:
        """Music on or off."""
        self._get(channel).music = on
        if on:
            self.on_music(channel)

    async def ring_back(self, channel: str, *, on: bool) -> None:
        """Ringing on or off."""
        self._get(channel).ringing_back = on

    async def dial(self, leg: Leg) -> None:
        """Dial: the world hears of it and picks up, or not."""
        self._reach()
        if leg.id in self.wires or leg.id in self._done:
            return
        if leg.kind == "agent" and not self.nodes.get(leg.node, self).phones.get(leg.to):
            raise Refused(f"phone {leg.to} is not there")
        wire = self._wire(leg.id, kind=leg.kind, to=leg.to)
        wire.timer = self._later(leg.wait_seconds, self._end, leg.id, NO_ANSWER)
        self._tell(Ringing(leg.id))
        if leg.kind == "agent" and leg.to in self.by_hand:
            if leg.auto_answer:
                self._later(0.0, self.pick_up, leg.id)
        else:
            self.on_dial(leg)

    async def bridge(self, bridge: str, channels: Sequence[str]) -> None:
        """Join."""
        for channel in channels:
            wire = self._get(channel)
            self._part(wire)
            wire.bridge = bridge
            self.bridges.setdefault(bridge, set()).add(channel)
            wire.ringing_back = False
        self.on_join(bridge, frozenset(self.bridges.get(bridge, ())))

    async def unjoin(self, bridge: str, channel: str) -> None:
        """Take out."""
        self._reach()
        if channel in self.bridges.get(bridge, set()):
            self._part(self.wires[channel])

    async def unbridge(self, bridge: str) -> None:
        """Remove."""
        self._reach()
        for channel in self.bridges.pop(bridge, set()):
            self.wires[channel].bridge = ""

    async def record_call(self, channel: str, *, tap: str, name: str) -> None:
        """Record a channel until it ends."""
        self._get(channel).taps.add(name)
        self.tapes.setdefault(name, Tape(channel, self._time()))

    async def record_voice(self, channel: str, *, name: str, most_seconds: int, silence_seconds: int) -> None:
        """Record what the caller says: here as long as they stay, at most `most_seconds`."""
        await self.record_call(channel, tap="", name=name)
        self._later(most_seconds, self._finish, name)

    async def pause_recording(self, name: str, *, paused: bool) -> None:
        """Pause or go on."""
        self._reach()
        tape = self.tapes.get(name)
        if tape is None or tape.seconds is not None:
            raise Gone(name)
        if paused and tape.paused_at is None:
            tape.paused_at = self._time()
        elif not paused and tape.paused_at is not None:
            tape.paused, tape.paused_at = tape.paused + self._time() - tape.paused_at, None

    async def stop_recording(self, name: str) -> None:
        """End a recording."""
        self._reach()
        self._finish(name)

    async def listen(self, channel: str, *, tap: str, to: str, bridge: str, whisper: bool) -> None:
        """Let `to` hear `channel`."""
        self._get(channel)
        self._wire(tap, kind="tap").is_up = True
        await self.bridge(bridge, [tap, to])

    async def mute(self, channel: str, *, on: bool) -> None:
        """Let through or not."""
        self._get(channel).muted = on

    async def send_digits(self, channel: str, digits: str) -> None:
        """Send keys."""
        self._get(channel).sent += digits

    async def put_phone(self, number: str, secret: str, *, browser: bool) -> None:
        """Know a phone."""
        self._reach()
        self.phones.setdefault(number, False)
        self.secrets[number] = secret

    async def drop_phone(self, number: str) -> None:
        """Forget a phone."""
        self.phones.pop(number, None)
        self.secrets.pop(number, None)

    async def block(self, phones: frozenset[str], *, lifted: frozenset[str] = frozenset()) -> None:
        """Refuse these."""
        self.blocked = phones

    async def fetch(self, name: str) -> bytes:
        """Return silence of the recording's length: nobody spoke."""
        self._reach()
        tape = self.tapes.get(name)
        if tape is None or tape.seconds is None:
            raise Gone(name)
        sound = BytesIO()
        with wave.open(sound, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(self.rate)
            file.writeframes(bytes(2 * round(self.rate * tape.seconds)))
        return sound.getvalue()

    async def discard(self, name: str) -> None:
        """Remove a recording."""
        self.tapes.pop(name, None)

    async def left(self) -> list[Left]:
        """Without a controller nobody takes messages here."""
        return []

    def took(self) -> list[float]:
        """Commands take no time here."""
        return []

    # Inside

    def _wire(self, key: str, **what: object) -> Wire:
        cdr = Cdr(key, self._time())
        self.cdrs.append(cdr)
        wire = Wire(key, cdr)
        for name, value in what.items():
            setattr(wire, name, value)
        self.wires[key] = wire
        return wire

    def _part(self, wire: Wire) -> None:
        self.bridges.get(wire.bridge, set()).discard(wire.id)
        wire.bridge = ""

    def _get(self, channel: str) -> Wire:
        self._reach()
        wire = self.wires.get(channel)
        if wire is None:
            raise Gone(channel)
        return wire

    def _reach(self) -> None:
        if not self.is_reachable:
            raise Unreachable

    def _stop(self, wire: Wire) -> None:
        self._cancel(wire)
        playback, wire.playback = wire.playback, ""
        if playback:
            del self._players[playback]
            self._done.add(playback)
            self._tell(Played(playback, failed=False))

    def _end(self, channel: str, cause: int) -> None:
        wire = self.wires.pop(channel, None)
        if wire is None:
            return
        self._stop(wire)
        self._done.add(channel)
        for name in wire.taps:
            self._finish(name)
        self._part(wire)
        wire.cdr.ended, wire.cdr.cause = self._time(), cause
        self._tell(Ended(channel, cause))
        self.on_end(channel, cause)

    def _finish(self, name: str) -> None:
        tape = self.tapes.get(name)
        if tape is None or tape.seconds is not None:
            return
        paused = tape.paused + (self._time() - tape.paused_at if tape.paused_at is not None else 0.0)
        tape.seconds = max(0.0, self._time() - tape.began - paused)
        self._tell(Recorded(name, round(tape.seconds), failed=False))

    def _tell(self, event: Event) -> None:
        if self.is_reachable:
            self._events.put_nowait(event)

    def _cancel(self, wire: Wire) -> None:
        if wire.timer is not None:
            wire.timer.cancel()
            wire.timer = None

    def _later(self, seconds: float, act: Callable[..., None], *what: object) -> asyncio.TimerHandle:
        return asyncio.get_running_loop().call_later(seconds, act, *what)

    def _time(self) -> float:
        return asyncio.get_running_loop().time()


def counted(cdrs: Sequence[Cdr]) -> Mapping[str, int]:
    """Return how many channels the exchange had, how many were answered, and how many never ended."""
    return {
        "channels": len(cdrs),
        "answered": sum(one.answered is not None for one in cdrs),
        "open": sum(one.ended is None for one in cdrs),
    }
