"""Callers of another make (sipp) through the real menu, many at once; nobody is lost and nothing stays behind."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests import apart
from tests.exchange.town import town
from tools.pbx.launch import Exchange
from tools.pbx.sipp import Callers

from shramsetu.helpline.models import Call, Outcome, Step, Target

pytestmark = [pytest.mark.slow]


@pytest.fixture
def rows(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    with django_db_blocker.unblock(), apart.database("exchange") as url:  # type: ignore[attr-defined]
        yield url


def test_thirty_callers_press_a_key_and_each_has_a_row(exchange: Exchange, rows: str, tmp_path: Path) -> None:
    async def scene() -> None:
        async with town(exchange, tmp_path, node="sipp") as here:
            callers = Callers(exchange, "caller_one", calls=30, rate=5)
            count = await asyncio.to_thread(callers.wait)
            assert (count.good, count.failed) == (30, 0)
            await here.until(lambda: not Call.objects.exclude(step=Step.ENDED).exists())
            ends = await here.store.do(lambda: list(Call.objects.values_list("outcome", flat=True)))
            assert ends == [Outcome.ABANDONED] * 30, "they pressed 1 and gave up after waiting"
            assert await here.store.do(Target.objects.count) == 30, "each is called back"
        assert exchange.ask("/channels") == b"[]"
        assert exchange.ask("/bridges") == b"[]"

    asyncio.run(scene())
