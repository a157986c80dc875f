"""Calls on a real Asterisk with the real controller and rows: each way a call can take, heard at both ends."""

import asyncio
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests import apart, cast
from tests.exchange.town import (
    AGENT_HZ,
    CALLER,
    CALLER_HZ,
    DESK_HZ,
    NOT_THERE,
    PATIENCE,
    hears,
    hears_no,
    hears_sound,
    town,
)
from tools.pbx.launch import Exchange
from tools.pbx.media import tone
from tools.pbx.phone import Phone

from shramsetu.helpline.actions import blocks, callbacks
from shramsetu.helpline.models import Call, Outcome, Recording, Step, Target
from shramsetu.offices.models import Role

pytestmark = [pytest.mark.slow]
NOON = cast.MONDAY
LEAD_SECONDS = 10.0  # a talk is recorded from its beginning, which the phones hear a little later
NIGHT = datetime(2026, 6, 7, 22, 0, tzinfo=ZoneInfo("Asia/Kolkata"))  # a Sunday


@pytest.fixture
def rows(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    with django_db_blocker.unblock(), apart.database("exchange") as url:  # type: ignore[attr-defined]
        yield url


def test_from_the_menu_to_the_talk_and_its_recording(exchange: Exchange, rows: str, tmp_path: Path) -> None:
    async def scene() -> None:
        async with (
            town(exchange, tmp_path, node="story1") as here,
            Phone(exchange.network.carrier, voice=tone(CALLER_HZ)) as caller,
        ):
            _, desk = await here.agent(voice=tone(AGENT_HZ))
            talk = await caller.call("1076", exchange.sip, caller=CALLER)
            await here.presses(talk, "1", until=Step.TALK)
            await here.is_at(Step.TALK, board="bocw")
            call = await here.call()
            there = desk.taken.get_nowait()
            assert there.header("X-Call-Id") == str(call.pk)
            await hears(talk, AGENT_HZ)
            await hears(there, CALLER_HZ)
            talked = time.monotonic()
            await asyncio.sleep(3)
            await here.ask("hold")
            await hears_no(talk, AGENT_HZ)
            await hears_no(there, CALLER_HZ)
            await here.ask("unhold")
            await hears(talk, AGENT_HZ)
            there.hang_up()
            await asyncio.wait_for(talk.ended.wait(), PATIENCE)
            await here.is_at(Step.ENDED, outcome=Outcome.ANSWERED)
            await here.until(lambda: Recording.objects.exclude(attachment=None).exists())
            recording = await here.store.do(Recording.objects.get)
            assert recording.seconds is not None
            assert 3 <= recording.seconds <= time.monotonic() - talked + LEAD_SECONDS

    asyncio.run(scene())


def test_after_hours_a_voice_mail_is_left(exchange: Exchange, rows: str, tmp_path: Path) -> None:
    async def scene() -> None:
        async with (
            town(exchange, tmp_path, node="story2", began=NIGHT) as here,
            Phone(exchange.network.carrier, voice=tone(CALLER_HZ)) as caller,
        ):
            talk = await caller.call("18001233100", exchange.sip, caller=CALLER)
            await here.presses(talk, "1", until=Step.VOICEMAIL)
            await asyncio.sleep(4)
            await here.insists(talk, "#", Recording.objects.exclude(attachment=None).exists)
            recording = await here.store.do(Recording.objects.get)
            assert recording.kind == Recording.Kind.VOICEMAIL
            await here.is_at(Step.ENDED, outcome=Outcome.VOICEMAIL)

    asyncio.run(scene())


def test_who_waits_hears_music_and_is_called_back_after_giving_up(
    exchange: Exchange, rows: str, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with town(exchange, tmp_path, node="story3") as here, Phone(exchange.network.carrier) as caller:
            talk = await caller.call("1076", exchange.sip, caller=CALLER)
            await here.presses(talk, "1", until=Step.QUEUE)
            await asyncio.sleep(4)
            await hears_sound(talk, 0.003)
            talk.hang_up()
            await here.is_at(Step.ENDED, outcome=Outcome.ABANDONED)
            assert (await here.store.do(Target.objects.get)).source == "abandoned"

    asyncio.run(scene())


def test_emergency_by_one_press_and_by_the_agent(exchange: Exchange, rows: str, tmp_path: Path) -> None:
    async def scene() -> None:
        network = exchange.network
        async with (
            town(exchange, tmp_path, node="story4") as here,
            Phone(network.carrier, voice=tone(CALLER_HZ)) as caller,
            Phone(network.services, voice=tone(DESK_HZ)) as desk112,
        ):
            talk = await caller.call("1076", exchange.sip, caller=CALLER)
            await here.presses(talk, "4", until=Step.HANDED)
            police = await asyncio.wait_for(desk112.taken.get(), PATIENCE)
            await hears(talk, DESK_HZ)
            police.hang_up()
            await here.is_at(Step.ENDED, outcome=Outcome.EMERGENCY)

            _, desk = await here.agent(voice=tone(AGENT_HZ))
            talk = await caller.call("1076", exchange.sip, caller=CALLER)
            await here.presses(talk, "1", until=Step.TALK)
            there = desk.taken.get_nowait()
            await here.ask("emergency", kind="service", to="112")
            await here.is_at(Step.TALK, third_state="all")
            police = await asyncio.wait_for(desk112.taken.get(), PATIENCE)
            await hears(police, CALLER_HZ)
            await hears(police, AGENT_HZ)
            there.hang_up()
            await here.is_at(Step.HANDED)
            await hears(talk, DESK_HZ)
            talk.hang_up()
            await here.is_at(Step.ENDED, outcome=Outcome.EMERGENCY)

    asyncio.run(scene())


def test_a_service_that_does_not_answer_gives_way_to_an_operator(exchange: Exchange, rows: str, tmp_path: Path) -> None:
    async def scene() -> None:
        network = exchange.network
        async with (
            town(exchange, tmp_path, node="story4b") as here,
            Phone(network.carrier, voice=tone(CALLER_HZ)) as caller,
            Phone(network.services, manner="ring") as desk112,
        ):
            talk = await caller.call("1076", exchange.sip, caller=CALLER)
            await here.insists(talk, "4", Call.objects.filter(third_state="blind").exists)
            await here.presses(talk, "0", until=Step.QUEUE)
            await here.is_at(Step.QUEUE, third="")

            desk112.manner = "busy"
            talk = await caller.call("1076", exchange.sip, caller="+919999900002")
            await here.presses(talk, "4", until=Step.QUEUE)
            await here.is_at(Step.QUEUE, returned=True)

    asyncio.run(scene())


def test_a_transfer_to_another_agent_after_a_word_in_private(exchange: Exchange, rows: str, tmp_path: Path) -> None:
    async def scene() -> None:
        async with (
            town(exchange, tmp_path, node="story5") as here,
            Phone(exchange.network.carrier, voice=tone(CALLER_HZ)) as caller,
        ):
            _, first = await here.agent(voice=tone(AGENT_HZ))
            talk = await caller.call("1076", exchange.sip, caller=CALLER)
            await here.presses(talk, "1", until=Step.TALK)
            one = first.taken.get_nowait()
            second_agent, second = await here.agent(1, voice=tone(DESK_HZ))
            await here.ask("consult", kind="agent", to=second_agent.number)
            await here.is_at(Step.TALK, third_state="private")
            two = second.taken.get_nowait()
            await hears(one, DESK_HZ)
            assert talk.lately().strength(DESK_HZ) < NOT_THERE
            assert two.lately().strength(CALLER_HZ) < NOT_THERE
            await here.ask("complete")
            await asyncio.wait_for(one.ended.wait(), PATIENCE)
            await hears(talk, DESK_HZ)
            assert (await here.call()).agent_id == second_agent.pk
            talk.hang_up()
            await here.is_at(Step.ENDED, outcome=Outcome.ANSWERED)

    asyncio.run(scene())


def test_an_agent_who_does_not_answer_costs_the_caller_no_place(exchange: Exchange, rows: str, tmp_path: Path) -> None:
    async def scene() -> None:
        async with town(exchange, tmp_path, node="story6") as here, Phone(exchange.network.carrier) as caller:
            await here.agent(manner="busy")
            talk = await caller.call("1076", exchange.sip, caller=CALLER)
            await here.presses(talk, "1", until=Step.QUEUE)
            await here.is_at(Step.QUEUE, returned=True)
            await here.agent(1)
            await here.is_at(Step.TALK, tries=2)
            talk.hang_up()
            await here.is_at(Step.ENDED)
            assert await here.store.do(Call.objects.count) == 1

    asyncio.run(scene())


def test_a_call_back_is_dialled_and_the_agent_speaks_with_the_citizen(
    exchange: Exchange, rows: str, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with (
            town(exchange, tmp_path, node="story7", began=NOON) as here,
            Phone(exchange.network.carrier, voice=tone(CALLER_HZ)) as citizen,
        ):
            _, desk = await here.agent(voice=tone(AGENT_HZ))
            due = here.now() - timedelta(minutes=15)
            await here.store.do(callbacks.owe_phone, CALLER, source="asked", at=due)
            there = await asyncio.wait_for(citizen.taken.get(), PATIENCE)
            assert there.number == "1076", "the number that is shown"
            assert CALLER[-10:] in there.invite.first
            await here.is_at(Step.TALK)
            agents_side = await asyncio.wait_for(desk.taken.get(), PATIENCE)
            await hears(there, AGENT_HZ)
            await hears(agents_side, CALLER_HZ)
            there.hang_up()
            await here.is_at(Step.ENDED, outcome=Outcome.ANSWERED)
            await here.until(lambda: Recording.objects.exclude(attachment=None).count() == 1)
            assert (await here.store.do(Recording.objects.get)).kind == Recording.Kind.TALK

    asyncio.run(scene())


def test_a_number_blocked_by_two_persons_is_refused(exchange: Exchange, rows: str, tmp_path: Path) -> None:
    async def scene() -> None:
        async with town(exchange, tmp_path, node="story8") as here, Phone(exchange.network.carrier) as caller:
            await here.store.do(_block, here.now())
            await here.until(lambda: CALLER[-10:] in exchange.cli("database show blocked"))
            talk = await caller.call("1076", exchange.sip, caller=CALLER)
            assert (talk.answered.is_set(), talk.status) == (False, 403)
            other = await caller.call("1076", exchange.sip, caller="+919999900009")
            assert other.answered.is_set()
            other.hang_up()

    asyncio.run(scene())


def _block(at: datetime) -> None:
    proposed = blocks.propose(CALLER, reason="obscene", days=7, by=cast.desk(Role.OPERATOR), at=at)
    blocks.agree(proposed, by=cast.desk(Role.SUPERVISOR), at=at)
