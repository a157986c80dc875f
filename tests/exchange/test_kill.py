"""The controller is killed in the middle of calls, and hangs; on a real Asterisk nobody is lost."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests import apart
from tests.exchange.town import AGENT_HZ, CALLER_HZ, PATIENCE, Town, hears, hears_sound, town
from tools.pbx.launch import Exchange
from tools.pbx.media import tone
from tools.pbx.phone import Phone, Talk

from shramsetu.helpline.models import Call, Outcome, Recording, Step

pytestmark = [pytest.mark.kill, pytest.mark.slow]
NODE = "kill"
ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 90.0  # a process starts, on a machine that does other things too


@pytest.fixture
def rows(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    with django_db_blocker.unblock(), apart.database("exchange") as url:  # type: ignore[attr-defined]
        yield url


class Controller:
    """`shramsetu telephony` as a process that can be killed."""

    def __init__(self, exchange: Exchange, rows: str, folder: Path) -> None:
        own = {"DATABASE_URL": rows, "TELEPHONY": "asterisk", "ASTERISK_ARI_URL": exchange.ari_url}
        self.environment = os.environ | own | {"VAR": str(folder), "PYTHONPATH": str(ROOT / "src"), "TESTING": "yes"}
        self.log = folder / "controller.log"
        self.exchange = exchange
        self.process: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        """Start it; the first time, wait until it is connected."""
        command = [sys.executable, "-m", "shramsetu.web.cli", "telephony", "--node", NODE]
        with self.log.open("ab") as words:
            self.process = subprocess.Popen(command, env=self.environment, stdout=words, stderr=words, cwd=ROOT)
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise AssertionError(self.log.read_text()[-2000:])
            if f'"helpline-{NODE}"'.encode() in (self.exchange.ask("/applications") or b""):
                return
            await asyncio.sleep(0.05)
        raise AssertionError(f"the controller did not connect: {self.log.read_text()[-2000:]}")

    def end(self, number: signal.Signals) -> None:
        """End it by a signal."""
        assert self.process is not None
        self.process.send_signal(number)
        self.process.wait(15)

    def stop_for_a_while(self, number: signal.Signals) -> None:
        """SIGSTOP: it is there, its socket is open, it does nothing. SIGCONT: it goes on."""
        assert self.process is not None
        self.process.send_signal(number)


@contextmanager
def controller(exchange: Exchange, rows: str, folder: Path) -> Iterator[Controller]:
    one = Controller(exchange, rows, folder)
    try:
        yield one
    finally:
        if one.process is not None and one.process.poll() is None:
            one.process.kill()
            one.process.wait()


async def caller(here: Town, phone: Phone, number: int, keys: str, step: Step) -> Talk:
    """A call that has come as far as `step`."""
    talk = await phone.call("1076", here.exchange.sip, caller=f"+91999990000{number}")
    await here.presses(talk, keys, until=step)
    return talk


@contextmanager
def impatient(exchange: Exchange) -> Iterator[None]:
    """Let the exchange ask but once for a controller; all other tests have the same exchange."""
    exchange.cli("dialplan set global TRIES 1")
    try:
        yield
    finally:
        exchange.cli(f"dialplan set global TRIES {exchange.node.tries}")


def left_at(exchange: Exchange) -> list[str]:
    """The messages that the exchange took by itself and still has."""
    return [one.name for one in exchange.recordings.iterdir() if one.name.startswith("fallback-")]


def test_a_killed_controller_costs_no_call_no_place_and_no_recording(
    exchange: Exchange, rows: str, tmp_path: Path
) -> None:
    async def scene(helper: Controller) -> None:
        async with (
            town(exchange, tmp_path, node=NODE, with_controller=False) as here,
            Phone(exchange.network.carrier, voice=tone(CALLER_HZ)) as phone,
        ):
            await helper.start()
            _, desk = await here.agent(voice=tone(AGENT_HZ))
            talking = await caller(here, phone, 1, "1", Step.TALK)
            first = await caller(here, phone, 2, "1", Step.QUEUE)
            second = await caller(here, phone, 3, "1", Step.QUEUE)
            in_menu = await phone.call("1076", exchange.sip, caller="+919999900004")
            await here.is_at(Step.MENU)
            there = desk.taken.get_nowait()

            helper.end(signal.SIGKILL)
            late = await phone.dial("1076", exchange.sip, caller="+919999900005")
            await asyncio.sleep(1)
            await hears(talking, AGENT_HZ)
            await hears_sound(first, 0.003)  # the music goes on
            assert not late.answered.is_set(), "it rings until a controller is there"
            await helper.start()
            await here.until(lambda: Call.objects.filter(phone__endswith="00005").exists(), START_SECONDS)
            await asyncio.wait_for(late.answered.wait(), PATIENCE)

            await here.insists(in_menu, "1", Call.objects.filter(phone__endswith="00004", step=Step.QUEUE).exists)
            await hears(talking, AGENT_HZ)
            there.hang_up()
            await asyncio.wait_for(talking.ended.wait(), PATIENCE)
            await here.until(lambda: Call.objects.filter(step=Step.ENDED, outcome=Outcome.ANSWERED).count() == 1)
            places = await here.store.do(
                lambda: list(Call.objects.filter(step=Step.QUEUE).order_by("queued_at").values_list("phone", flat=True))
            )
            assert [phone[-1] for phone in places] == ["2", "3", "4"], "the places in the queue are kept"
            for one in (first, second, in_menu, late):
                one.hang_up()
            await here.until(lambda: not Call.objects.exclude(step=Step.ENDED).exists())
            await here.until(lambda: Recording.objects.exclude(attachment=None).count() == 1)
            recording = await here.store.do(Recording.objects.get)
            assert recording.seconds is not None
            assert recording.seconds >= 2
        assert exchange.ask("/channels") == b"[]", "no channel is left behind"

    with controller(exchange, rows, tmp_path) as helper:
        asyncio.run(scene(helper))


def test_a_hung_controller_swallows_no_call_and_what_is_left_is_taken_in(
    exchange: Exchange, rows: str, tmp_path: Path
) -> None:
    async def scene(helper: Controller) -> None:
        async with (
            town(exchange, tmp_path, node=NODE, with_controller=False) as here,
            Phone(exchange.network.carrier, voice=tone(CALLER_HZ)) as phone,
        ):
            await helper.start()
            helper.stop_for_a_while(signal.SIGSTOP)
            talk = await phone.call("1076", exchange.sip, caller="+919999900007")
            assert talk.answered.is_set(), "the exchange takes the call by itself"
            await hears_sound(talk, 0.01)  # its words
            await here.until(lambda: bool(left_at(exchange)), 60)
            await asyncio.sleep(2)  # something is spoken
            talk.hang_up()
            helper.stop_for_a_while(signal.SIGCONT)
            helper.end(signal.SIGTERM)
            await helper.start()
            await here.until(lambda: Recording.objects.exclude(attachment=None).exists(), START_SECONDS)
            await here.until(lambda: Call.objects.filter(phone__endswith="9999900007", step=Step.ENDED).exists())
            await here.until(lambda: not left_at(exchange))

    with impatient(exchange), controller(exchange, rows, tmp_path) as helper:
        asyncio.run(scene(helper))
