"""Each command of the protocol on a real Asterisk, with phones that say and hear tones."""

import asyncio
import time
from pathlib import Path

import pytest
from tests.exchange.desk import PATIENCE, Desk, desk
from tests.exchange.town import AGENT_HZ, CALLER_HZ, DESK_HZ, NOT_THERE, PLAIN, hears, hears_no, hears_sound
from tools.pbx.launch import Exchange
from tools.pbx.media import Sound, tone
from tools.pbx.phone import Phone as Telephone
from tools.pbx.phone import Talk

from shramsetu.helpline.exchange.protocol import (
    Answered,
    Arrived,
    Ended,
    Leg,
    Phone,
    Played,
    Pressed,
    Recorded,
    Ringing,
)

CALLER = "+919812345678"
SLACK_SECONDS = 0.3


async def arrive(exchange: Exchange, one: Desk, phone: Telephone, line: str = "1076") -> tuple[str, Talk]:
    """A call that has come in and is answered."""
    talk = await phone.dial(line, exchange.sip, caller=CALLER)
    arrived = await one.hear(Arrived)
    assert (arrived.line, arrived.caller) == (line, CALLER)
    await one.provider.answer(arrived.channel)
    await asyncio.wait_for(talk.answered.wait(), PATIENCE)
    return arrived.channel, talk


def test_a_call_comes_in_is_answered_hears_prompts_and_presses_keys(exchange: Exchange) -> None:
    async def scene() -> None:
        async with desk(exchange) as one, Telephone(exchange.network.carrier) as caller:
            channel, talk = await arrive(exchange, one, caller)
            await one.provider.play(channel, playback="p-1", sounds=["helpline/fallback"], language="hi")
            await hears_sound(talk, 0.01)
            talk.press("1#*7")
            assert [(await one.hear(Pressed)).digit for _ in range(4)] == ["1", "#", "*", "7"]
            await one.provider.stop_play("p-1")
            assert await one.hear(Played) == Played("p-1", failed=False)
            await one.provider.play(channel, playback="p-2", sounds=["no/such"], language="hi")
            assert (await one.hear(Played)).failed
            talk.hang_up()
            assert (await one.hear(Ended)).channel == channel
            await one.provider.hang_up(channel)  # gone already: no error

    asyncio.run(scene())


def test_all_that_was_done_may_be_done_again(exchange: Exchange) -> None:
    async def scene() -> None:
        async with desk(exchange) as one, Telephone(exchange.network.carrier) as caller:
            channel, talk = await arrive(exchange, one, caller)
            for _ in range(2):
                await one.provider.answer(channel)
                await one.provider.play(channel, playback="p-again", sounds=["helpline/fallback"], language="hi")
                await one.provider.bridge("br-again", [channel])
                await one.provider.record_call(channel, tap="tap-again", name=f"{channel}-again")
                await one.provider.music(channel, on=True)
                await one.provider.music(channel, on=False)
            for _ in range(2):
                await one.provider.unjoin("br-again", channel)
                await one.provider.unbridge("br-again")
                await one.provider.stop_recording(f"{channel}-again")
                await one.provider.stop_play("p-again")
            await one.provider.hang_up(channel, reason="busy")
            await one.provider.hang_up(channel, reason="busy")
            await asyncio.wait_for(talk.ended.wait(), PATIENCE)

    asyncio.run(scene())


def test_two_people_talk_and_the_recording_has_both(exchange: Exchange, tmp_path: Path) -> None:
    async def scene() -> None:
        network = exchange.network
        async with (
            desk(exchange) as one,
            Telephone(network.carrier, voice=tone(CALLER_HZ)) as caller,
            Telephone(network.services, voice=tone(DESK_HZ)) as service,
        ):
            channel, talk = await arrive(exchange, one, caller)
            leg = Leg("leg-talk", "service", "112", 20, shown="1076", beside=channel, headers={"X-Call-Id": channel})
            await one.provider.dial(leg)
            assert (await one.hear(Ringing)).channel == "leg-talk"
            assert (await one.hear(Answered)).channel == "leg-talk"
            there = service.taken.get_nowait()
            assert (there.header("X-Call-Id"), there.number) == (channel, "1076")
            await one.provider.bridge("br-talk", [channel, "leg-talk"])
            name, began = f"{channel}-1", time.monotonic()
            await one.provider.record_call(channel, tap="tap-talk", name=name)
            seen = await one.provider.snapshot()
            assert seen.bridges["br-talk"] == {channel, "leg-talk"}
            assert seen.channels[channel].is_caller
            assert (seen.channels[channel].line, seen.channels[channel].caller) == ("1076", CALLER)
            await asyncio.sleep(1.5)
            await hears(talk, DESK_HZ)
            await hears(there, CALLER_HZ)
            await one.provider.pause_recording(name, paused=True)
            paused = time.monotonic()
            await asyncio.sleep(2)
            paused = time.monotonic() - paused
            await one.provider.pause_recording(name, paused=False)
            await asyncio.sleep(0.5)
            await one.provider.hang_up("leg-talk")
            await one.provider.stop_recording(name)
            done = await one.hear(Recorded)
            lasted = time.monotonic() - began
            assert (done.name, done.failed) == (name, False)
            path = tmp_path / "talk.wav"
            path.write_bytes(await one.provider.fetch(name))
            sound = Sound.read(path)
            assert 1.5 < sound.seconds < lasted - paused + SLACK_SECONDS, "the pause is not in it"
            assert sound.strength(CALLER_HZ) > PLAIN
            assert sound.strength(DESK_HZ) > PLAIN
            await one.provider.discard(name)
            await one.provider.discard(name)
            talk.hang_up()

    asyncio.run(scene())


def test_phones_are_given_and_taken_and_told_of(exchange: Exchange) -> None:
    async def scene() -> None:
        async with desk(exchange) as one, Telephone(exchange.network.agents, voice=tone(AGENT_HZ)) as agent:
            assert await agent.register("1001", "word", exchange.sip) == 401
            await one.provider.put_phone("1001", "word", browser=False)
            await one.provider.put_phone("1002", "word", browser=True)
            assert await agent.register("1001", "other", exchange.sip) == 401
            assert await agent.register("1001", "word", exchange.sip) == 200
            assert await one.hear(Phone, lambda event: event.there) == Phone("1001", there=True)
            assert "1001" in (await one.provider.snapshot()).phones
            leg = Leg("leg-1001", "agent", "1001", 20, headers={"X-Call-Id": "c-1"}, auto_answer=True)
            await one.provider.dial(leg)
            await one.hear(Answered)
            talk = agent.taken.get_nowait()
            assert talk.header("X-Call-Id") == "c-1"
            assert "answer-after=0" in talk.header("Call-Info")
            await one.provider.hang_up("leg-1001")
            await one.hear(Ended)
            await one.provider.drop_phone("1001")
            assert await agent.register("1001", "word", exchange.sip) == 401
            await one.provider.drop_phone("1001")
            await one.provider.put_phone("1001", "new word", browser=False)
            assert await agent.register("1001", "new word", exchange.sip) == 200
            assert await one.hear(Phone, lambda event: event.there) == Phone("1001", there=True), "it is news again"
            await one.provider.drop_phone("1001")

    asyncio.run(scene())


def test_a_whisper_reaches_the_agent_alone_and_listening_nobody(exchange: Exchange) -> None:
    async def scene() -> None:
        network = exchange.network
        async with (
            desk(exchange) as one,
            Telephone(network.carrier, voice=tone(CALLER_HZ)) as caller,
            Telephone(network.agents, voice=tone(AGENT_HZ)) as agent,
            Telephone(network.agents, port=5062, voice=tone(DESK_HZ)) as supervisor,
        ):
            channel, talk = await arrive(exchange, one, caller)
            for number, phone in (("1003", agent), ("1004", supervisor)):
                await one.provider.put_phone(number, "word", browser=False)
                assert await phone.register(number, "word", exchange.sip) == 200
                await one.provider.dial(Leg(f"leg-{number}", "agent", number, 20))
                await one.hear(Answered)
            await one.provider.bridge("br-whisper", [channel, "leg-1003"])
            there, above = agent.taken.get_nowait(), supervisor.taken.get_nowait()
            await one.provider.listen("leg-1003", tap="tap-l", to="leg-1004", bridge="br-listen", whisper=False)
            await hears(above, CALLER_HZ)
            await hears(above, AGENT_HZ)
            assert there.lately(1).strength(DESK_HZ) < NOT_THERE
            await one.provider.hang_up("tap-l")
            await one.provider.listen("leg-1003", tap="tap-w", to="leg-1004", bridge="br-listen", whisper=True)
            await hears(there, DESK_HZ)
            await hears(there, CALLER_HZ)
            await hears(talk, AGENT_HZ)
            assert talk.lately(1).strength(DESK_HZ) < NOT_THERE
            for leg in ("leg-1003", "leg-1004", channel):
                await one.provider.hang_up(leg)

    asyncio.run(scene())


def test_a_phone_that_was_a_browser_is_heard_and_hears(exchange: Exchange) -> None:
    """The exchange lays what is put over what is there: it would wait for the desk phone's keys, as for a browser's."""

    async def scene() -> None:
        network = exchange.network
        async with (
            desk(exchange) as one,
            Telephone(network.carrier, voice=tone(CALLER_HZ)) as caller,
            Telephone(network.agents, voice=tone(AGENT_HZ)) as agent,
        ):
            await one.provider.put_phone("1006", "word", browser=True)
            await one.provider.put_phone("1006", "word", browser=False)
            assert await agent.register("1006", "word", exchange.sip) == 200
            channel, talk = await arrive(exchange, one, caller)
            await one.provider.dial(Leg("leg-1006", "agent", "1006", 20))
            await one.hear(Answered)
            await one.provider.bridge("br-kind", [channel, "leg-1006"])
            await hears(talk, AGENT_HZ)
            await hears(agent.taken.get_nowait(), CALLER_HZ)
            for leg in ("leg-1006", channel):
                await one.provider.hang_up(leg)
            await one.provider.put_phone("1006", "word", browser=True)
            assert await one.hear(Phone, lambda event: not event.there) == Phone("1006", there=False), "no browser yet"
            await one.provider.drop_phone("1006")

    asyncio.run(scene())


def test_hold_is_music_and_a_transfer_leaves_the_agent_out(exchange: Exchange) -> None:
    async def scene() -> None:
        network = exchange.network
        async with (
            desk(exchange) as one,
            Telephone(network.carrier, voice=tone(CALLER_HZ)) as caller,
            Telephone(network.services, voice=tone(DESK_HZ)) as service,
        ):
            channel, talk = await arrive(exchange, one, caller)
            await one.provider.dial(Leg("leg-a", "service", "181", 20))
            await one.hear(Answered)
            await one.provider.bridge("br-hold", [channel, "leg-a"])
            await one.provider.unjoin("br-hold", channel)
            await one.provider.music(channel, on=True)
            await hears_no(talk, DESK_HZ)
            await hears_sound(talk, 0.005)  # music
            assert talk.lately().strength(DESK_HZ) < NOT_THERE
            await one.provider.music(channel, on=False)
            await one.provider.bridge("br-hold", [channel])
            await one.provider.dial(Leg("leg-b", "service", "112", 20))
            await one.hear(Answered)
            first, second = service.taken.get_nowait(), service.taken.get_nowait()
            await one.provider.bridge("br-hold", ["leg-b"])
            await one.provider.mute("leg-a", on=True)
            await hears(second, CALLER_HZ)
            await one.provider.mute("leg-a", on=False)
            await one.provider.hang_up("leg-a")
            await asyncio.wait_for(first.ended.wait(), PATIENCE)
            seen = await one.provider.snapshot()
            assert seen.bridges["br-hold"] == {channel, "leg-b"}
            await one.provider.send_digits("leg-b", "12")
            await one.provider.hang_up(channel)
            await one.provider.hang_up("leg-b")

    asyncio.run(scene())


def test_a_voice_is_recorded_until_it_is_silent(exchange: Exchange, tmp_path: Path) -> None:
    async def scene() -> None:
        async with desk(exchange) as one, Telephone(exchange.network.carrier, voice=tone(CALLER_HZ)) as caller:
            channel, talk = await arrive(exchange, one, caller)
            await one.provider.record_voice(channel, name=f"{channel}-vm", most_seconds=20, silence_seconds=1)
            await asyncio.sleep(2)
            talk.line.muted = True
            done = await one.hear(Recorded)
            assert not done.failed
            path = tmp_path / "voice.wav"
            path.write_bytes(await one.provider.fetch(done.name))
            assert Sound.read(path).strength(CALLER_HZ) > PLAIN
            assert talk.heard.strength(1000) > 0.001, "the beep"
            talk.hang_up()

    asyncio.run(scene())


def test_a_leg_that_nobody_takes_ends_with_its_cause(exchange: Exchange) -> None:
    async def scene() -> None:
        async with desk(exchange) as one, Telephone(exchange.network.carrier, manner="busy") as citizen:
            await one.provider.dial(Leg("leg-busy", "citizen", "+919812300000", 20))
            assert (await one.hear(Ended)) == Ended("leg-busy", 17)
            citizen.manner = "reject"
            await one.provider.dial(Leg("leg-rejected", "citizen", "+919812300000", 20))
            assert (await one.hear(Ended)) == Ended("leg-rejected", 21)
            citizen.manner = "ring"
            await one.provider.dial(Leg("leg-none", "citizen", "+919812300000", 4))
            await one.hear(Ringing)
            assert (await one.hear(Ended)).channel == "leg-none"
            await one.provider.dial(Leg("leg-gone", "citizen", "+919812300000", 20))
            await one.hear(Ringing)
            await one.provider.hang_up("leg-gone")
            assert (await one.hear(Ended)).channel == "leg-gone"

    asyncio.run(scene())


def test_a_citizen_who_picked_up_and_met_nobody_is_told_of(exchange: Exchange, monkeypatch: pytest.MonkeyPatch) -> None:
    async def deaf(channel: str) -> None:
        """Claim nothing, as a controller does that is away."""

    async def scene() -> None:
        async with desk(exchange) as one, Telephone(exchange.network.carrier) as citizen:
            monkeypatch.setattr(one.provider, "_claim", deaf)
            await one.provider.dial(Leg("leg-alone", "citizen", "+919812300000", 20))
            talk = await asyncio.wait_for(citizen.taken.get(), PATIENCE)
            await hears_sound(talk, 0.01)  # who calls, and to wait a moment
            talk.hang_up()
            assert await one.hear(Ended) == Ended("leg-alone", 16, unattended=True)
            monkeypatch.undo()
            await one.provider.dial(Leg("leg-met", "citizen", "+919812300000", 20))
            assert await one.hear(Answered) == Answered("leg-met")
            (await asyncio.wait_for(citizen.taken.get(), PATIENCE)).hang_up()
            assert await one.hear(Ended) == Ended("leg-met", 16)

    asyncio.run(scene())


def test_a_blocked_number_is_refused_before_the_call_is_answered(exchange: Exchange) -> None:
    async def scene() -> None:
        async with desk(exchange) as one, Telephone(exchange.network.carrier) as caller:
            await one.provider.block(frozenset({"+919800000001", "+919800000002"}))
            await one.provider.block(frozenset({"+919800000002"}))
            refused = await caller.call("1076", exchange.sip, caller="+919800000002")
            assert (refused.answered.is_set(), refused.status) == (False, 403)
            await caller.dial("1076", exchange.sip, caller="+919800000001")
            assert (await one.hear(Arrived)).caller == "+919800000001"
            hidden = await caller.dial("1076", exchange.sip, caller="")
            assert (await one.hear(Arrived)).caller in {"", "anonymous"}
            hidden.hang_up()
            await one.provider.block(frozenset())
            assert "98000000" not in exchange.cli("database show blocked")  # other tests leave lists of their own

    asyncio.run(scene())


def test_a_block_list_of_an_earlier_controller_counts_no_more_and_is_cleared(exchange: Exchange) -> None:
    async def scene() -> None:
        async with desk(exchange) as before, Telephone(exchange.network.carrier) as caller:
            await before.provider.block(frozenset({"+919800000003", "+919800000004"}))
            async with desk(exchange) as one:
                await one.provider.block(frozenset({"+919800000003"}), lifted=frozenset({"+919800000004"}))
                kept = exchange.cli("database show blocked")
                assert "9800000003" in kept
                assert "9800000004" not in kept
                refused = await caller.call("1076", exchange.sip, caller="+919800000003")
                assert (refused.answered.is_set(), refused.status) == (False, 403)
                await before.provider.block(frozenset({"+919800000005"}))
                await one.provider.block(frozenset())
                await caller.dial("1076", exchange.sip, caller="+919800000005")
                told = {asyncio.ensure_future(each.hear(Arrived)) for each in (before, one)}  # the quicker one has it
                done, late = await asyncio.wait(told, return_when=asyncio.FIRST_COMPLETED)
                assert done.pop().result().caller == "+919800000005", "the list of another name"
                for each in late:
                    each.cancel()
                await asyncio.gather(*late, return_exceptions=True)
                await before.provider.block(frozenset())

    asyncio.run(scene())


def test_a_stranger_is_not_answered_and_a_phone_dials_nobody_by_itself(exchange: Exchange) -> None:
    async def scene() -> None:
        network = exchange.network
        async with (
            desk(exchange) as one,
            Telephone(f"{network.prefix}.9") as stranger,
            Telephone(network.agents) as agent,
            Telephone(network.carrier) as citizen,
        ):
            unknown = await stranger.call("1076", exchange.sip, caller=CALLER)
            assert (unknown.answered.is_set(), unknown.status) == (False, 401)
            await one.provider.put_phone("1005", "word", browser=False)
            assert await agent.register("1005", "word", exchange.sip) == 200
            unasked = await agent.call("9812345678", exchange.sip, caller="1005")
            assert (unasked.answered.is_set(), unasked.status) == (False, 401), "each call needs the password"
            assert citizen.taken.empty()

    asyncio.run(scene())


def test_what_a_caller_calls_itself_is_no_program(exchange: Exchange) -> None:
    async def scene() -> None:
        async with desk(exchange) as one, Telephone(exchange.network.carrier) as caller:
            await caller.dial("1076", exchange.sip, caller="98$%7BSHELL(id)%7D12$(1)")
            arrived = await one.hear(Arrived)
            assert arrived.line == "1076"
            await one.provider.hang_up(arrived.channel)

    asyncio.run(scene())
