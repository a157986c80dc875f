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
    Phone,
    Played,
    Pressed,
    Recorded,
    Refused,
    Ringing,
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

    async def refuse(self, leg: str) -> None:
        """Let who is dialled be busy."""

    async def plug_in(self, number: str, secret: str) -> None:
        """Let an agent's phone register."""

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
    await stage.exchange.stop_play(f"p-{channel}-0-1")
    await stage.exchange.hang_up(channel)


async def _over(stage: Stage, caller: str) -> str:
    """Return the channel of a call that is over."""
    channel = await stage.come_in(caller)
    await stage.exchange.answer(channel)
    await stage.hang_up(channel)
    await stage.next(Ended)
    return channel


async def commands_on_what_is_gone_say_so(stage: Stage) -> None:
    channel = await _over(stage, "+919999900004")
    for command in (
        stage.exchange.answer(channel),
        stage.exchange.music(channel, on=True),
        stage.exchange.ring_back(channel, on=True),
        stage.exchange.mute(channel, on=True),
        stage.exchange.send_digits(channel, "1"),
        stage.exchange.play(channel, playback=f"p-{channel}-0-2", sounds=SOUND, language="hi"),
        stage.exchange.bridge(f"b-{channel}", [channel]),
        stage.exchange.record_call(channel, tap=f"s-{channel}-9", name=f"{channel}-9"),
        stage.exchange.record_voice(channel, name=f"{channel}-8", most_seconds=9, silence_seconds=3),
        stage.exchange.pause_recording(f"{channel}-none", paused=True),
        stage.exchange.fetch(f"{channel}-none"),
    ):
        with pytest.raises(Gone):
            await command
    await stage.exchange.unbridge(f"b-{channel}")


async def what_is_over_already_is_over(stage: Stage) -> None:
    channel = await _over(stage, "+919999900008")
    for done in (
        stage.exchange.hang_up(channel),
        stage.exchange.stop_play(f"p-{channel}-none"),
        stage.exchange.unjoin(f"b-{channel}-none", channel),
        stage.exchange.unbridge(f"b-{channel}-none"),
        stage.exchange.stop_recording(f"{channel}-none"),
        stage.exchange.discard(f"{channel}-none"),
        stage.exchange.drop_phone("nobody"),
    ):
        await done


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
    async with asyncio.timeout(5):  # the exchange takes it apart in its own time
        while bridge in (await stage.exchange.snapshot()).bridges:
            await asyncio.sleep(0.05)
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


async def a_phone_comes_is_rung_and_a_wrong_one_is_refused(stage: Stage) -> None:
    await stage.exchange.put_phone("contract-1", "word", browser=False)
    with pytest.raises(Refused):
        await stage.exchange.dial(Leg("a-contract-0", "agent", "contract-1", 20))
    await stage.plug_in("contract-1", "word")
    assert await stage.next(Phone) == Phone("contract-1", there=True)
    assert "contract-1" in (await stage.exchange.snapshot()).phones
    await stage.exchange.dial(Leg("a-contract-1", "agent", "contract-1", 20, headers={"X-Call-Id": "1"}))
    assert await stage.next(Ringing) == Ringing("a-contract-1")
    assert not (await stage.exchange.snapshot()).channels["a-contract-1"].is_up
    await stage.pick_up("a-contract-1")
    assert await stage.next(Answered) == Answered("a-contract-1")
    there = (await stage.exchange.snapshot()).channels["a-contract-1"]
    assert (there.is_up, there.is_caller) == (True, False)
    await stage.exchange.hang_up("a-contract-1")
    assert (await stage.next(Ended)).channel == "a-contract-1"  # type: ignore[union-attr]
    await stage.exchange.drop_phone("contract-1")


async def who_is_busy_says_so(stage: Stage) -> None:
    for leg, kind in (("o-contract-1", "citizen"), ("t-contract-2", "service")):
        await stage.exchange.dial(Leg(leg, kind, "+919999900009", 20, shown="1076"))
        assert await stage.next(Ringing) == Ringing(leg)
        await stage.refuse(leg)
        assert await stage.next(Ended) == Ended(leg, 17)
    await stage.exchange.dial(Leg("o-contract-3", "citizen", "+919999900009", 1))
    assert (await stage.next(Ended)).channel == "o-contract-3"  # type: ignore[union-attr]


async def a_voice_is_recorded_and_stopped(stage: Stage) -> None:
    channel = await stage.come_in("+919999900010")
    await stage.exchange.answer(channel)
    await stage.exchange.record_voice(channel, name=f"{channel}-v", most_seconds=60, silence_seconds=30)
    await asyncio.sleep(2)
    await stage.exchange.pause_recording(f"{channel}-v", paused=True)
    await stage.exchange.pause_recording(f"{channel}-v", paused=True)
    await stage.exchange.pause_recording(f"{channel}-v", paused=False)
    await stage.hang_up(channel)
    told = await stage.next(Recorded)
    assert (told.name, told.failed) == (f"{channel}-v", False)  # type: ignore[union-attr]
    assert (await stage.exchange.fetch(f"{channel}-v"))[:4] == b"RIFF"
    await stage.exchange.discard(f"{channel}-v")


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
    what_is_over_already_is_over,
    a_phone_comes_is_rung_and_a_wrong_one_is_refused,
    who_is_busy_says_so,
    a_voice_is_recorded_and_stopped,
    a_playback_ends_once_even_when_stopped,
    commands_on_what_is_gone_say_so,
    a_citizen_is_dialled_once_and_joined,
    a_recording_is_told_and_fetched,
    a_blocked_number_does_not_arrive,
)
