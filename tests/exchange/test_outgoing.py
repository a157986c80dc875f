"""Calls that we place, on a real Asterisk: the recorded voice takes an answer; nobody is cut off by our absence."""

import asyncio
import signal
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests import apart, cast
from tests.exchange.test_kill import NODE, START_SECONDS, Controller, controller
from tests.exchange.town import AGENT_HZ, CALLER, CALLER_HZ, PATIENCE, hears, hears_sound, town
from tests.grievances.test_feedback import awaiting
from tests.helpline.test_outbound import automatic
from tools.pbx.launch import Exchange
from tools.pbx.media import tone
from tools.pbx.phone import Phone

from shramsetu.casework.models import Case
from shramsetu.helpline.actions import callbacks
from shramsetu.helpline.models import Call, Outcome, Recording, Step, Target

pytestmark = [pytest.mark.slow]
PRESSES, GAP_SECONDS = 20, 1.0


@pytest.fixture
def rows(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    with django_db_blocker.unblock(), apart.database("exchange") as url:  # type: ignore[attr-defined]
        yield url


def test_the_recorded_voice_asks_and_the_citizen_answers_by_a_key(
    exchange: Exchange, rows: str, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with (
            town(exchange, tmp_path, node="voice", began=cast.MONDAY + timedelta(minutes=1)) as here,
            Phone(exchange.network.carrier) as citizen,
        ):
            case = await here.store.do(awaiting)
            await here.store.do(automatic)
            talk = await asyncio.wait_for(citizen.taken.get(), PATIENCE)
            assert talk.number == "1076", "the number that is shown"
            assert cast.RAMESH.phone[-10:] in talk.invite.first

            def is_answered() -> bool:
                return Case.objects.filter(pk=case.pk, state="closed").exists()

            for _ in range(PRESSES):
                await asyncio.sleep(GAP_SECONDS)
                if await here.store.do(is_answered):
                    break
                talk.press("1")
            await asyncio.wait_for(talk.ended.wait(), PATIENCE)
            await here.is_at(Step.ENDED, outcome=Outcome.SELF_SERVICE)
            heard = await here.store.do(lambda: case.feedback.get())
            assert (heard.result, heard.answered_by) == ("satisfied", "complainant")
            assert (await here.store.do(Target.objects.get)).state == Target.State.DONE

    asyncio.run(scene())


@pytest.mark.kill
def test_a_citizen_who_picks_up_while_the_controller_is_down_is_put_through(
    exchange: Exchange, rows: str, tmp_path: Path
) -> None:
    async def scene(helper: Controller) -> None:
        async with (
            town(exchange, tmp_path, node=NODE, with_controller=False) as here,
            Phone(exchange.network.carrier, voice=tone(CALLER_HZ), manner="ring") as citizen,
        ):
            await helper.start()
            _, desk = await here.agent(voice=tone(AGENT_HZ))
            due = here.now() - timedelta(minutes=15)
            await here.store.do(callbacks.owe_phone, CALLER, source="asked", at=due)
            talk = await asyncio.wait_for(citizen.taken.get(), PATIENCE)
            await here.is_at(Step.DIALLING)

            helper.end(signal.SIGKILL)
            citizen.answer(talk)
            await hears_sound(talk, 0.01)  # who calls, and to wait a moment
            assert not talk.ended.is_set()
            await helper.start()
            await here.until(lambda: Call.objects.filter(step=Step.TALK).exists(), START_SECONDS)
            there = await asyncio.wait_for(desk.taken.get(), PATIENCE)
            await hears(talk, AGENT_HZ)
            await hears(there, CALLER_HZ)
            there.hang_up()
            await asyncio.wait_for(talk.ended.wait(), PATIENCE)
            await here.is_at(Step.ENDED, outcome=Outcome.ANSWERED)
            await here.until(lambda: Recording.objects.exclude(attachment=None).count() == 1)
            assert await here.store.do(Call.objects.count) == 1
        assert exchange.ask("/channels") == b"[]", "no channel is left behind"

    with controller(exchange, rows, tmp_path) as helper:
        asyncio.run(scene(helper))
