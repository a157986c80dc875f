"""What every exchange must do, whichever it is: the same scenes for the simulated one and for a real Asterisk.

Each scene gets a `Stage`: the exchange as the controller sees it, its events in order, and hands that act as the
people around it. Run all of SCENES on a stage of yours: tests/helpline/test_contract.py does so without wires.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

import pytest

from shramsetu.helpline.exchange.protocol import (
    Answered,
    Arrived,
    Ended,
    Event,
    Exchange,
    Gone,
    Leg,
    Played,
    Pressed,
    Recorded,
)

SOUND = ("ss/welcome",)


class Stage(Protocol):
    """An exchange and the people around it."""

    exchange: Exchange
    line: str

    async def come_in(self, caller: str) -> str:
        """Let a citizen call and return the channel, once Arrived was heard."""

    async def press(self, channel: str, digit: str) -> None:
        """Let the citizen press a key."""

    async def hang_up(self, channel: str) -> None:
        """Let whoever is on this channel hang up."""

    async def pick_up(self, leg: str) -> None:
        """Let who is dialled answer."""

    async def next(self, kind: type[Event]) -> Event:
        """Return the next event of this kind; others before it are passed over. Fails after some seconds."""


async def a_call_arrives_is_answered_and_ends(stage: Stage) -> None:
    channel = await stage.come_in("+919999900001")
    assert not (await stage.exchange.snapshot()).channels[channel].is_up
    await stage.exchange.answer(channel)
    there = (await stage.exchange.snapshot()).channels[channel]
    assert (there.is_up, there.is_caller) == (True, True)
    await stage.exchange.hang_up(channel)
    assert (await stage.next(Ended)).channel == channel  # type: ignore[union-attr]
    assert channel not in (await stage.exchange.snapshot()).channels


async def keys_come_in_order(stage: Stage) -> None:
    channel = await stage.come_in("+919999900002")
    await stage.exchange.answer(channel)
    for digit in "19":
        await stage.press(channel, digit)
    heard = [await stage.next(Pressed) for _ in "19"]
    assert [(one.channel, one.digit) for one in heard] == [(channel, "1"), (channel, "9")]  # type: ignore[union-attr]
    await stage.exchange.hang_up(channel)


async def a_playback_ends_once_even_when_stopped(stage: Stage) -> None:
    channel = await stage.come_in("+919999900003")
    await stage.exchange.answer(channel)
    await stage.exchange.play(channel, playback=f"p-{channel}-0-1", sounds=SOUND, language="hi")
    await stage.exchange.play(channel, playback=f"p-{channel}-0-1", sounds=SOUND, language="hi")
    await stage.exchange.stop_play(f"p-{channel}-0-1")
    assert (await stage.next(Played)).playback == f"p-{channel}-0-1"  # type: ignore[union-attr]
    with pytest.raises(Gone):
        await stage.exchange.stop_play(f"p-{channel}-0-1")
    await stage.exchange.hang_up(channel)


async def commands_on_what_is_gone_say_so(stage: Stage) -> None:
    channel = await stage.come_in("+919999900004")
    await stage.exchange.answer(channel)
    await stage.hang_up(channel)
    await stage.next(Ended)
    for command in (
        stage.exchange.answer(channel),
        stage.exchange.hang_up(channel),
        stage.exchange.music(channel, on=True),
        stage.exchange.play(channel, playback=f"p-{channel}-0-2", sounds=SOUND, language="hi"),
        stage.exchange.bridge(f"b-{channel}", [channel]),
        stage.exchange.unbridge(f"b-{channel}-none"),
        stage.exchange.stop_recording(f"{channel}-none"),
    ):
        with pytest.raises(Gone):
            await command


async def a_citizen_is_dialled_once_and_joined(stage: Stage) -> None:
    channel = await stage.come_in("+919999900005")
    await stage.exchange.answer(channel)
    leg = Leg(f"t-{channel}-1", "service", "112", 20, beside=channel)
    await stage.exchange.dial(leg)
    await stage.exchange.dial(leg)  # a repeat of what rings does no harm
    await stage.pick_up(leg.id)
    assert (await stage.next(Answered)).channel == leg.id  # type: ignore[union-attr]
    bridge = f"b-{channel}"
    for _ in range(2):
        await stage.exchange.bridge(bridge, [channel, leg.id])
    there = await stage.exchange.snapshot()
    assert there.bridges[bridge] == {channel, leg.id}
    await stage.exchange.unjoin(bridge, leg.id)
    assert leg.id in (await stage.exchange.snapshot()).channels
    await stage.exchange.hang_up(leg.id)
    await stage.exchange.unbridge(bridge)
    assert bridge not in (await stage.exchange.snapshot()).bridges
    await stage.exchange.hang_up(channel)


async def a_recording_is_told_and_fetched(stage: Stage) -> None:
    channel = await stage.come_in("+919999900006")
    await stage.exchange.answer(channel)
    name = f"{channel}-1"
    for _ in range(2):
        await stage.exchange.record_call(channel, tap=f"s-{channel}-1", name=name)
    await asyncio.sleep(2)
    await stage.exchange.stop_recording(name)
    told = await stage.next(Recorded)
    assert (told.name, told.failed) == (name, False)  # type: ignore[union-attr]
    assert (await stage.exchange.fetch(name))[:4] == b"RIFF"
    await stage.exchange.discard(name)
    with pytest.raises(Gone):
        await stage.exchange.fetch(name)
    await stage.exchange.hang_up(channel)


async def a_blocked_number_does_not_arrive(stage: Stage) -> None:
    await stage.exchange.block(frozenset({"+919999900007"}))
    assert not await stage.come_in("+919999900007")
    await stage.exchange.block(frozenset())
    channel = await stage.come_in("+919999900007")
    assert isinstance(Arrived(channel, stage.line, ""), Arrived)
    await stage.exchange.hang_up(channel)


Scene = Callable[[Stage], Awaitable[None]]
SCENES: tuple[Scene, ...] = (
    a_call_arrives_is_answered_and_ends,
    keys_come_in_order,
    a_playback_ends_once_even_when_stopped,
    commands_on_what_is_gone_say_so,
    a_citizen_is_dialled_once_and_joined,
    a_recording_is_told_and_fetched,
    a_blocked_number_does_not_arrive,
)
