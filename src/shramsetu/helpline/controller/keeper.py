"""Brings recordings from the exchange into the file store, after the calls and one at a time."""

import asyncio
import wave
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

import structlog

from shramsetu.helpline.actions import calls, recordings
from shramsetu.helpline.controller.store import Down
from shramsetu.helpline.exchange.protocol import ExchangeError, Gone
from shramsetu.helpline.models import Recording

if TYPE_CHECKING:
    from shramsetu.helpline.controller.house import House

PAUSE_SECONDS = 2.0
QUIET_SECONDS = 10.0  # then a look at the rows: somebody's word of an end may have been lost
LEFT_EVERY = 15  # rounds

log = structlog.get_logger(__name__)


async def keep(house: "House") -> None:
    """Fetch for ever; now and then look for messages that were left while no controller was there."""
    rounds = 0
    while True:
        rounds = 0 if await _is_quiet(house) else rounds + 1
        try:
            if rounds % LEFT_EVERY == 0:
                await adopt(house)
            for recording in await house.store.do(recordings.to_fetch, house.node, at=house.now()):
                await fetch(house, recording)
        except (Down, ExchangeError) as error:
            log.warning("recording_put_off", error=type(error).__name__)


async def _is_quiet(house: "House") -> bool:
    """Wait until a recording is complete, and a moment for others; True if none was for some time."""
    try:
        async with asyncio.timeout(QUIET_SECONDS):
            await house.has_sound.wait()
    except TimeoutError:
        return True
    await asyncio.sleep(PAUSE_SECONDS)
    house.has_sound.clear()
    return False


async def adopt(house: "House") -> None:
    """Bring what callers left with the exchange alone into rows and store."""
    for left in await house.exchange.left():
        try:
            sound = await house.exchange.fetch(left.name)
            seconds = seconds_of(sound)
        except (Gone, wave.Error, EOFError):
            continue  # still being spoken, or nothing was
        line = house.words.line_dialled(left.line).slug
        arrival = calls.Arrival(left.name, house.node, line, left.caller)
        at = datetime.fromtimestamp(left.at, UTC)
        await house.store.do(recordings.adopt, left.name, sound, arrival=arrival, seconds=seconds, at=at)
        await house.exchange.discard(left.name)


async def fetch(house: "House", recording: Recording) -> None:
    """Bring one recording into the store, then remove it at the exchange."""
    try:
        sound = await house.exchange.fetch(recording.name)
        seconds = seconds_of(sound)
    except (Gone, wave.Error, EOFError) as error:
        log.warning("recording_unreadable", error=type(error).__name__, name=recording.name)
        await house.store.do(recordings.missing, recording, at=house.now())
        return
    await house.store.do(recordings.keep, recording, sound, seconds=seconds, at=house.now())
    await house.exchange.discard(recording.name)


def seconds_of(sound: bytes) -> int:
    """Return the length of a WAV."""
    with wave.open(BytesIO(sound)) as file:
        return int(file.getnframes() // file.getframerate())
