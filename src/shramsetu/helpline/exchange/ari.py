"""Asterisk behind the protocol, by ARI: commands over HTTP, events over a websocket.

Some of Asterisk's commands wait for a running prompt (answer, put into a bridge, take out, set a variable), so it is
stopped before them. What was done already answers 409 and is no error. A new call is broadcast and must be claimed:
one that no controller claims is seen to by the exchange itself, which takes a message (`left`).
"""

import asyncio
import contextlib
import re
import secrets
import time
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from shramsetu.helpline.exchange.connection import TECHNOLOGY
from shramsetu.helpline.exchange.handsets import TRUNKS, Phones
from shramsetu.helpline.exchange.hearing import LEG, OUTGOING, TAP, channel_of
from shramsetu.helpline.exchange.protocol import (
    ExchangeError,
    Gone,
    Left,
    Leg,
    Refused,
    Snapshot,
    Unreachable,
)
from shramsetu.helpline.exchange.rest import Conflict

REASONS = {"normal": "16", "busy": "17", "no_answer": "19", "rejected": "21"}
TAP_SECONDS = 3.0  # a listening channel comes within milliseconds, or not at all
LEFT = re.compile(r"fallback-(?P<at>\d+)-(?P<line>\d+)-(?P<caller>\d*)-.+")  # as extensions.conf names them
OWN_CLOCK_SECONDS = 5.0  # a recording of a phone that sends nothing is ended by us, so much after its limit


class Asterisk(Phones):
    """One Asterisk node; `url` is ASTERISK_ARI_URL."""

    def __init__(self, url: str, *, node: str) -> None:
        super().__init__(url, node=node)
        self._playing: defaultdict[str, set[str]] = defaultdict(set)  # channel: its playbacks
        self._channel_of: dict[str, str] = {}  # playback: its channel
        self._taps: dict[str, asyncio.Event] = {}
        self._blocked: set[str] = set()
        self._lifted: set[str] = set()  # that we removed already
        self._list = secrets.token_hex(4)  # the name of our block list
        self._one_at_a_time, self._seen_at = asyncio.Lock(), 0.0
        self._seen: asyncio.Future[Snapshot] | None = None

    def _noticed(self, told: dict[str, Any]) -> None:
        kind = told["type"]
        if kind == "StasisStart" and told["args"][:1] == [TAP]:
            self._taps.setdefault(told["channel"]["id"], asyncio.Event()).set()
        elif kind == "PlaybackFinished":
            self._forget_playback(told["playback"]["id"])
        elif kind in {"StasisEnd", "ChannelDestroyed"}:
            self._forget_channel(told["channel"]["id"])
        elif kind == "DeviceStateChanged":
            self._device(told)

    async def snapshot(self) -> Snapshot:
        """Return what is under our name now; all who ask while one is being taken share the next."""
        asked = time.monotonic()
        async with self._one_at_a_time:
            if self._seen_at < asked:
                self._seen_at, self._seen = time.monotonic(), asyncio.ensure_future(self._snapshot())
            assert self._seen is not None
            return await asyncio.shield(self._seen)  # a failure too: when many commands fail, all of them ask

    async def _snapshot(self) -> Snapshot:
        ours, channels, bridges, phones = await asyncio.gather(
            self._rest.get(f"/applications/{self.app}"),
            self._rest.get("/channels"),
            self._rest.get("/bridges"),
            self._look(),
        )
        mine = set(ours["channel_ids"])
        return Snapshot(
            {one["id"]: channel_of(one) for one in channels if one["id"] in mine},
            {one["id"]: frozenset(one["channels"]) for one in bridges},
            frozenset(number for number, there in phones.items() if there),
        )

    # --- one channel

    async def answer(self, channel: str) -> None:
        """Pick up."""
        await self._quiet(channel)
        await self._rest.post(f"/channels/{channel}/answer")

    async def hang_up(self, channel: str, *, reason: str = "normal") -> None:
        """End a channel; one that is gone is ended."""
        with contextlib.suppress(Gone):
            await self._rest.delete(f"/channels/{channel}", reason_code=REASONS[reason])

    async def play(self, channel: str, *, playback: str, sounds: Sequence[str], language: str) -> None:
        """Play prompts one after another."""
        media = [f"sound:{sound}" for sound in sounds]
        self._playing[channel].add(playback)
        self._channel_of[playback] = channel
        try:
            body = {"media": media, "lang": language, "playbackId": playback}
            await self._rest.post(f"/channels/{channel}/play", body)
        except Conflict as error:
            self._refuse_unless_there(error)
        except ExchangeError:
            self._forget_playback(playback)
            raise

    async def stop_play(self, playback: str) -> None:
        """End a playback; one that is over is ended."""
        with contextlib.suppress(Gone):
            await self._rest.delete(f"/playbacks/{playback}")
        self._forget_playback(playback)

    async def music(self, channel: str, *, on: bool) -> None:
        """Begin or end the music."""
        await self._switch(f"/channels/{channel}/moh", on)

    async def ring_back(self, channel: str, *, on: bool) -> None:
        """Let the caller hear that it rings."""
        await self._switch(f"/channels/{channel}/ring", on)

    async def mute(self, channel: str, *, on: bool) -> None:
        """Do not let through what the channel says."""
        ask = self._rest.post if on else self._rest.delete
        await ask(f"/channels/{channel}/mute", direction="in")

    async def send_digits(self, channel: str, digits: str) -> None:
        """Play keys to the other end."""
        await self._rest.post(f"/channels/{channel}/dtmf", dtmf=digits, between="100", duration="160")

    async def dial(self, leg: Leg) -> None:
        """Dial a leg. One that rings already is left alone (409)."""
        body: dict[str, Any] = {
            "endpoint": self._endpoint(leg),
            "timeout": leg.wait_seconds,
            "variables": {f"PJSIP_HEADER(add,{name})": value for name, value in headers_of(leg).items()},
        }
        if leg.kind == "citizen":  # who picks up while we are away is not cut off: the exchange speaks, and asks for us
            body |= {"context": OUTGOING, "extension": "s", "priority": 1}
            body["variables"]["APP"] = self.app
        else:
            body |= {"app": self.app, "appArgs": LEG}
        if leg.shown:
            body["callerId"] = leg.shown
        if leg.beside:
            body["originator"] = leg.beside
        with contextlib.suppress(Conflict):
            try:
                await self._rest.post(f"/channels/{leg.id}", body)
            except Refused as error:
                if "originator" not in str(error):
                    raise
                del body["originator"]  # it is not there (yet): only the call records are tied less closely
                await self._rest.post(f"/channels/{leg.id}", body)
        if leg.kind == "citizen":
            await self._hear_of(leg.id)

    async def _hear_of(self, channel: str) -> None:
        """Be told of a channel that is not ours before it is answered; one that has ended by now has failed."""
        try:
            await self._rest.post(f"/applications/{self.app}/subscription", eventSource=f"channel:{channel}")
        except (Gone, Refused):
            if (event := self._hearing.failed(channel)) is not None:
                self._heard.put_nowait(event)

    def _endpoint(self, leg: Leg) -> str:
        """Whom to dial: a phone of ours, or a number by the trunk, the services' or the node where the phone is."""
        elsewhere = leg.node if leg.node != self.node else ""
        by = TRUNKS.get(leg.kind, elsewhere)
        return f"{TECHNOLOGY}/{leg.to}@{by}" if by else f"{TECHNOLOGY}/{leg.to}"

    # --- bridges

    async def bridge(self, bridge: str, channels: Sequence[str]) -> None:
        """Join channels; those that are in already stay in."""
        with contextlib.suppress(Conflict):
            await self._rest.post(f"/bridges/{bridge}", type="mixing,dtmf_events")
        there = set((await self._rest.get(f"/bridges/{bridge}"))["channels"])
        for channel in [one for one in channels if one not in there]:
            await self._quiet(channel)
            await self._rest.post(f"/bridges/{bridge}/addChannel", channel=channel)

    async def unjoin(self, bridge: str, channel: str) -> None:
        """Take a channel out."""
        await self._quiet(channel)
        with contextlib.suppress(Gone, Refused):  # 422: it is not in it
            await self._rest.post(f"/bridges/{bridge}/removeChannel", channel=channel)

    async def unbridge(self, bridge: str) -> None:
        """Remove a bridge."""
        with contextlib.suppress(Gone):
            await self._rest.delete(f"/bridges/{bridge}")

    async def listen(self, channel: str, *, tap: str, to: str, bridge: str, whisper: bool) -> None:
        """Let `to` hear `channel`; with `whisper` the channel alone hears `to`."""
        await self._tap(channel, tap, whisper="out" if whisper else "none")
        await self.bridge(bridge, [tap, to])

    async def _tap(self, channel: str, tap: str, *, whisper: str) -> None:
        """Make a listening channel and wait until it is ours to command."""
        here = self._taps.setdefault(tap, asyncio.Event())
        asked = {"spy": "both", "whisper": whisper, "app": self.app, "appArgs": TAP}
        try:
            await self._rest.post(f"/channels/{channel}/snoop/{tap}", asked)
            async with asyncio.timeout(TAP_SECONDS):
                await here.wait()
        except Refused:
            await self._refuse_unless_channel(tap)  # made before, by us or by the controller before us
        except TimeoutError as error:
            raise Unreachable(f"the tap {tap} did not come") from error

    # --- recordings

    async def record_call(self, channel: str, *, tap: str, name: str) -> None:
        """Record both directions of a channel. The recording is the exchange's: it goes on without a controller."""
        await self._tap(channel, tap, whisper="none")
        await self._record(tap, {"name": name, "format": "wav", "ifExists": "fail"})

    async def record_voice(self, channel: str, *, name: str, most_seconds: int, silence_seconds: int) -> None:
        """Record what the channel says."""
        limits = {"maxDurationSeconds": most_seconds, "maxSilenceSeconds": silence_seconds}
        how = {"name": name, "format": "wav", "ifExists": "fail", "beep": True, "terminateOn": "#", **limits}
        await self._quiet(channel)
        await self._record(channel, how)
        self._later(self._end_silent(name, most_seconds + OWN_CLOCK_SECONDS))

    async def _record(self, channel: str, how: dict[str, Any]) -> None:
        try:
            await self._rest.post(f"/channels/{channel}/record", how)
        except Conflict as error:
            self._refuse_unless_there(error)

    async def _end_silent(self, name: str, seconds: float) -> None:
        """Asterisk counts frames: where none come, its limit never passes."""
        await asyncio.sleep(seconds)
        with contextlib.suppress(ExchangeError):
            await self.stop_recording(name)

    async def pause_recording(self, name: str, *, paused: bool) -> None:
        """Pause or go on."""
        with contextlib.suppress(Conflict):
            await self._switch(f"/recordings/live/{name}/pause", paused)

    async def stop_recording(self, name: str) -> None:
        """End a recording and keep it; one that is over already, or was ended before it began, stays as it is."""
        with contextlib.suppress(Gone, Conflict):
            await self._rest.post(f"/recordings/live/{name}/stop")

    async def fetch(self, name: str) -> bytes:
        """Return a finished recording."""
        return await self._rest.fetch(f"/recordings/stored/{name}/file")

    async def discard(self, name: str) -> None:
        """Remove a recording's file."""
        with contextlib.suppress(Gone):
            await self._rest.delete(f"/recordings/stored/{name}")

    async def left(self) -> list[Left]:
        """Return the messages taken while no controller was there; fetch and discard each by its name."""
        names = [one["name"] for one in await self._rest.get("/recordings/stored")]
        found = []
        for name in sorted(names):
            if (words := LEFT.fullmatch(name)) is not None:
                found.append(Left(name, words["line"], words["caller"], int(words["at"])))
        return found

    def took(self) -> list[float]:
        """Return the seconds of each command since this was asked last."""
        seconds = list(self._rest.seconds)
        self._rest.seconds.clear()
        return seconds

    # --- phones and blocks

    async def block(self, phones: frozenset[str], *, lifted: frozenset[str] = frozenset()) -> None:
        """Write the list into the exchange's own database, which it reads before a call is answered.

        ARI writes there but cannot read: each controller gives its list a name and writes that to each number, so that
        what an earlier one left counts no more. While a list is written (`blocking`) it counts with the one before.
        """
        wanted = {phone[-10:] for phone in phones}
        over = (self._blocked | ({phone[-10:] for phone in lifted} - self._lifted)) - wanted
        await self._note("DB(helpline/blocking)", self._list)
        for number in sorted(wanted - self._blocked):
            await self._note(f"DB(blocked/{number})", self._list)
        await self._note("DB(helpline/blocked)", self._list)
        for number in sorted(over):
            await self._note(f"DB_DELETE(blocked/{number})", "")
        self._blocked, self._lifted = wanted, (self._lifted | over) - wanted

    async def _note(self, variable: str, value: str) -> None:
        await self._rest.post("/asterisk/variable", variable=variable, value=value)

    # --- small things

    async def _quiet(self, channel: str) -> None:
        """End what plays on a channel, so that the next command need not wait for it."""
        for playback in list(self._playing.get(channel, ())):
            await self.stop_play(playback)

    async def _switch(self, path: str, on: bool) -> None:
        await (self._rest.post(path) if on else self._rest.delete(path))

    async def _refuse_unless_channel(self, channel: str) -> None:
        """Asterisk answers 500 for a listening channel that is there already."""
        try:
            await self._rest.get(f"/channels/{channel}")
        except Gone as error:
            raise Refused(f"{channel} could not be made") from error

    def _refuse_unless_there(self, error: Conflict) -> None:
        """409 says that it is there, or that the channel is not ours to command (any more)."""
        if "not in Stasis" in str(error):
            raise Gone(str(error)) from error

    def _forget_playback(self, playback: str) -> None:
        channel = self._channel_of.pop(playback, "")
        if channel in self._playing:
            self._playing[channel].discard(playback)

    def _forget_channel(self, channel: str) -> None:
        self._taps.pop(channel, None)
        for playback in self._playing.pop(channel, set()):
            self._channel_of.pop(playback, None)


def headers_of(leg: Leg) -> dict[str, str]:
    """What goes into the INVITE: the caller's own and, for phones that lift off by themselves, the two usual words."""
    lift = {"Call-Info": "<sip:exchange>;answer-after=0", "Alert-Info": "info=alert-autoanswer"}
    return {**leg.headers, **(lift if leg.auto_answer else {})}
