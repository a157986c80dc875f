"""What the controller asks of an exchange, and what it hears from it. Both providers speak just this.

Everything the controller makes at the exchange (a leg, a bridge, a playback, a recording) has an id chosen by the
controller and derived from the call's key, so that each command may be repeated: what is there already is no error.
A bridge never has the id of a channel, and a playback's id is never used twice.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol


class ExchangeError(Exception):
    """The exchange did not do it."""


class Gone(ExchangeError):
    """The channel, bridge, playback or recording is not there (any more)."""


class Unreachable(ExchangeError):
    """No answer in time, or no connection; the command may or may not have been done."""


class Refused(ExchangeError):
    """The exchange understood and will not: a wrong state, an unknown phone, no capacity."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A call came in on `line` (the number dialled); `caller` as the trunk gives it, empty if withheld."""

    channel: str
    line: str
    caller: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A leg that we dialled was picked up."""

    channel: str


@dataclass(frozen=True, slots=True)
class Ringing:
    """A leg that we dialled rings at the other end."""

    channel: str


@dataclass(frozen=True, slots=True)
class Ended:
    """A channel is gone; `cause` is the Q.850 number (16 normal, 17 busy, 19 no answer, 21 rejected).

    `unattended`: a citizen whom we dialled had picked up, and heard nothing but what the exchange says by itself.
    """

    channel: str
    cause: int
    unattended: bool = False


@dataclass(frozen=True, slots=True)
class Pressed:
    """A key was pressed on a channel: 0-9, * or #."""

    channel: str
    digit: str


@dataclass(frozen=True, slots=True)
class Played:
    """A playback is over: to its end, stopped, or failed."""

    playback: str
    failed: bool


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recording is over and its file complete; `seconds` of sound."""

    name: str
    seconds: int
    failed: bool


@dataclass(frozen=True, slots=True)
class Phone:
    """An agent's phone registered (`there`) or went away."""

    number: str
    there: bool


@dataclass(frozen=True, slots=True)
class Dialled:
    """An agent's own phone dialled `digits`: `*` codes of a plain phone, or an outgoing call."""

    channel: str
    number: str
    digits: str


@dataclass(frozen=True, slots=True)
class Connected:
    """The connection to the exchange is there (again): what happened meanwhile was not told, so look."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """Another controller took over under the same name: this one must stop at once."""


Event = Arrived | Answered | Ringing | Ended | Pressed | Played | Recorded | Phone | Dialled | Connected | Replaced


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel as the exchange has it now."""

    id: str
    is_up: bool
    line: str = ""
    caller: str = ""
    is_caller: bool = False  # came in by a trunk, not dialled by us


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that is under our name at the exchange: channels by id, bridges with the channels in them, phones there."""

    channels: Mapping[str, Channel] = field(default_factory=dict)
    bridges: Mapping[str, frozenset[str]] = field(default_factory=dict)
    phones: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Leg:
    """A channel to dial: to an agent's phone (`agent`), to a citizen by the trunk (`citizen`), or to a service.

    `wait_seconds` is how long it may ring; `shown` the number shown to who is called; `headers` go into the INVITE
    (the screen's key); `beside` is the channel for whose sake it is dialled, so that the CDRs of both are tied; `node`
    is where an agent's phone is registered, if not here.
    """

    id: str
    kind: str  # agent, citizen, service
    to: str
    wait_seconds: int
    shown: str = ""
    beside: str = ""
    node: str = ""
    auto_answer: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Left:
    """A message that the exchange took by itself while no controller was there; `at` in seconds since 1970.

    `name` is the recording, `line` the number dialled, `caller` empty for a withheld number.
    """

    name: str
    line: str
    caller: str
    at: int


class Exchange(Protocol):
    """One node's exchange. Commands raise Gone, Unreachable or Refused; a repeat of what is done raises nothing."""

    def events(self) -> AsyncIterator[Event]:
        """Connect, and yield what happens, in order, until closed; reconnects by itself (each time `Connected`)."""

    async def close(self) -> None:
        """Let go of the connection; calls go on without us."""

    async def snapshot(self) -> Snapshot:
        """Return what is there now."""

    async def answer(self, channel: str) -> None:
        """Pick up a call that came in."""

    async def hang_up(self, channel: str, *, reason: str = "normal") -> None:
        """End a channel (normal, busy, rejected)."""

    async def play(self, channel: str, *, playback: str, sounds: Sequence[str], language: str) -> None:
        """Play prompts one after another; each a path below the sounds of the language, such as `ss/welcome`."""

    async def stop_play(self, playback: str) -> None:
        """End a playback now; a Played follows."""

    async def music(self, channel: str, *, on: bool) -> None:
        """Begin or end the music of a waiting or held channel."""

    async def ring_back(self, channel: str, *, on: bool) -> None:
        """Let a caller hear that it rings."""

    async def dial(self, leg: Leg) -> None:
        """Dial a leg; Ringing, Answered or Ended follow."""

    async def bridge(self, bridge: str, channels: Sequence[str]) -> None:
        """Make the bridge if it is not there, and put these channels in."""

    async def unjoin(self, bridge: str, channel: str) -> None:
        """Take a channel out of a bridge; it stays alive."""

    async def unbridge(self, bridge: str) -> None:
        """Remove a bridge."""

    async def record_call(self, channel: str, *, tap: str, name: str) -> None:
        """Record both directions of a channel from now until it ends, whatever bridge it is in; `tap` is the
        listening channel that does it, `name` the recording's."""

    async def record_voice(self, channel: str, *, name: str, most_seconds: int, silence_seconds: int) -> None:
        """Record what the channel says, with a beep first; ends by silence, `#` or time."""

    async def pause_recording(self, name: str, *, paused: bool) -> None:
        """Pause or go on: what is said meanwhile is not in the file."""

    async def stop_recording(self, name: str) -> None:
        """End a recording and keep its file."""

    async def listen(self, channel: str, *, tap: str, to: str, bridge: str, whisper: bool) -> None:
        """Let channel `to` hear `channel` through the listening channel `tap` joined with it in `bridge`; with
        `whisper`, `channel` (alone) hears `to` as well."""

    async def mute(self, channel: str, *, on: bool) -> None:
        """Do not let through what the channel says."""

    async def send_digits(self, channel: str, digits: str) -> None:
        """Play keys to the other end."""

    async def put_phone(self, number: str, secret: str, *, browser: bool) -> None:
        """Let an agent's phone register under this name and secret."""

    async def drop_phone(self, number: str) -> None:
        """Forget a phone."""

    async def block(self, phones: frozenset[str], *, lifted: frozenset[str] = frozenset()) -> None:
        """Refuse calls from just these numbers, even while no controller runs; `lifted` once were, forget them."""

    async def fetch(self, name: str) -> bytes:
        """Return a finished recording as WAV."""

    async def discard(self, name: str) -> None:
        """Remove a recording's file from the exchange."""

    async def left(self) -> list[Left]:
        """Return the messages taken while no controller was there; fetch and discard each by its name."""

    def took(self) -> list[float]:
        """Return how many seconds each command took since this was asked last."""
