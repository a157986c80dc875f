"""What the simulated exchange knows of a channel and of a recording."""

import asyncio
from dataclasses import dataclass, field


@dataclass
class Cdr:
    """What the exchange itself knows of a channel: times by the loop's clock."""

    channel: str
    began: float
    answered: float | None = None
    ended: float | None = None
    cause: int = 0


@dataclass
class Wire:
    """A channel in the simulated exchange."""

    id: str
    cdr: Cdr
    line: str = ""
    caller: str = ""
    is_caller: bool = False
    is_up: bool = False
    kind: str = "caller"
    to: str = ""
    music: bool = False
    ringing_back: bool = False
    muted: bool = False
    playback: str = ""
    bridge: str = ""
    heard: list[str] = field(default_factory=list)
    sent: str = ""
    timer: asyncio.TimerHandle | None = None
    taps: set[str] = field(default_factory=set)


@dataclass
class Tape:
    """A recording: whose channel, since when, and how long it was paused."""

    channel: str
    began: float
    paused_at: float | None = None
    paused: float = 0.0
    seconds: float | None = None
