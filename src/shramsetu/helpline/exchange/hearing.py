"""What ARI tells, in the words of the protocol. Pure but for a memory of what was told already."""

import re
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from shramsetu.helpline.exchange.protocol import (
    Answered,
    Arrived,
    Channel,
    Dialled,
    Ended,
    Event,
    Phone,
    Played,
    Pressed,
    Recorded,
    Replaced,
    Ringing,
)

# All that is asked of the exchange to tell: the rest (each variable set) would be half as much again.
HEARD = (
    "ApplicationReplaced",
    "CallBroadcast",
    "StasisStart",
    "StasisEnd",
    "ChannelStateChange",
    "ChannelHangupRequest",
    "ChannelDestroyed",
    "ChannelDtmfReceived",
    "PlaybackFinished",
    "RecordingFinished",
    "RecordingFailed",
    "DeviceStateChanged",
)
IN, DIALLED, LEG, TAP = "in", "dialled", "leg", "tap"  # the first argument of a channel that comes to us
TRUNK, OUTGOING = "from-trunk", "outgoing"  # contexts of the dialplan
MEMORY = 20_000  # ends remembered, so that none is told twice
ARRIVED = re.compile(r"\bin:(\d+)")


class Hearing:
    """Turns ARI's events into ours; keeps which taps wait, which channel an ended one was, which phones are there."""

    def __init__(self) -> None:
        self._causes: OrderedDict[str, int] = OrderedDict()
        self._ended: OrderedDict[str, None] = OrderedDict()
        self._phones: dict[str, bool] = {}
        self._hears: dict[str, Callable[[dict[str, Any]], Event | None]] = {
            "StasisStart": self._came,
            "ChannelStateChange": self._changed,
            "ChannelHangupRequest": self._asked_to_end,
            "StasisEnd": self._left,
            "ChannelDestroyed": self._destroyed,
            "ChannelDtmfReceived": self._pressed,
            "PlaybackFinished": self._played,
            "RecordingFinished": self._recorded,
            "RecordingFailed": self._not_recorded,
            "ApplicationReplaced": self._replaced,
        }

    def hear(self, told: dict[str, Any]) -> Event | None:
        """Return what it means to a controller; None if nothing."""
        hears = self._hears.get(told["type"])
        return hears(told) if hears else None

    def _came(self, told: dict[str, Any]) -> Event | None:
        channel, words = told["channel"], told["args"]
        match words:
            case ["in", line]:
                return Arrived(channel["id"], line, channel["caller"]["number"])
            case ["dialled", digits]:
                return Dialled(channel["id"], endpoint_of(channel["name"]), digits)
            case ["leg"]:
                return Answered(channel["id"])
        return None

    def _changed(self, told: dict[str, Any]) -> Event | None:
        channel = told["channel"]
        return Ringing(channel["id"]) if channel["state"] == "Ringing" else None

    def _asked_to_end(self, told: dict[str, Any]) -> Event | None:
        remember(self._causes, told["channel"]["id"], int(told.get("cause", 16)))
        return None

    def _left(self, told: dict[str, Any]) -> Event | None:
        return self._end(told["channel"], None)  # it was with us

    def _destroyed(self, told: dict[str, Any]) -> Event | None:
        return self._end(told["channel"], int(told["cause"]), unattended=_is_unattended(told["channel"]))

    def _end(self, channel: dict[str, Any], cause: int | None, *, unattended: bool = False) -> Event | None:
        """Whichever of the two comes first: after its time with us the exchange may tell no more of a channel."""
        key = channel["id"]
        if key in self._ended or channel["name"].startswith("Snoop/"):
            return None
        remember(self._ended, key, None)
        noted = self._causes.pop(key, None)
        return Ended(key, cause or noted or 16, unattended)

    def failed(self, key: str) -> Event | None:
        """Note that a channel is gone of whose end nothing was told."""
        if key in self._ended:
            return None
        remember(self._ended, key, None)
        return Ended(key, 0)

    def _pressed(self, told: dict[str, Any]) -> Event:
        return Pressed(told["channel"]["id"], told["digit"])

    def _played(self, told: dict[str, Any]) -> Event:
        return Played(told["playback"]["id"], told["playback"]["state"] == "failed")

    def _recorded(self, told: dict[str, Any]) -> Event:
        recording = told["recording"]
        return Recorded(recording["name"], int(recording.get("duration") or 0), failed=False)

    def _not_recorded(self, told: dict[str, Any]) -> Event:
        return Recorded(told["recording"]["name"], 0, failed=True)

    def phone(self, number: str, *, there: bool) -> Event | None:
        """Note whether a phone is there; an event if that is news."""
        if self._phones.get(number) == there:
            return None
        self._phones[number] = there
        return Phone(number, there)

    def forget_phone(self, number: str, *, unless: bool) -> None:
        """Forget what was told of a phone, unless it was just this: the next word of it is news."""
        if self._phones.get(number) != unless:
            self._phones.pop(number, None)

    def _replaced(self, told: dict[str, Any]) -> Event:
        return Replaced()


def remember(memory: OrderedDict[str, Any], key: str, value: Any) -> None:
    """Keep the newest MEMORY of them."""
    memory[key] = value
    while len(memory) > MEMORY:
        memory.popitem(last=False)


def device_of(told: dict[str, Any]) -> tuple[str, bool]:
    """The phone a device's event is about, "" for what is none, and whether it says that it is there.

    Not the endpoint's own event: to hear that is to hear everything of its channels twice.
    """
    kind, _, number = told["device_state"]["name"].partition("/")
    there = told["device_state"]["state"] not in {"UNAVAILABLE", "INVALID", "UNKNOWN"}
    return (number if kind == "PJSIP" else ""), there


def endpoint_of(name: str) -> str:
    """The phone of a channel's name: `PJSIP/1001-0000002a` is 1001's."""
    return name.partition("/")[2].rpartition("-")[0]


def channel_of(seen: dict[str, Any]) -> Channel:
    """A channel as ARI describes it."""
    arrived = ARRIVED.search(seen["dialplan"]["app_data"])
    is_caller = seen["dialplan"]["context"] == TRUNK and not seen["name"].startswith("Snoop/")
    line = arrived[1] if arrived and is_caller else ""
    is_up = seen["state"] == "Up" and not _is_alone(seen["dialplan"])
    return Channel(seen["id"], is_up, line, seen["caller"]["number"] if is_caller else "", is_caller)


def _is_unattended(channel: dict[str, Any]) -> bool:
    """Tell of a channel that ended without having been ours whether it had been picked up."""
    return bool(channel["dialplan"]["context"] == OUTGOING and channel["state"] == "Up")


def _is_alone(dialplan: dict[str, Any]) -> bool:
    """Tell whether the exchange speaks with a citizen by itself: Answered comes when it hands the call to us."""
    return dialplan["context"] == OUTGOING and not str(dialplan["app_name"]).startswith("Stasis")
