"""A real call: from a SIP phone through the menu to the operator's page in real Chromium, with sound both ways."""

import asyncio
import math
import os
import struct
import wave
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.async_api import Page, async_playwright, expect
from tests import apart, cast
from tests.browser.town import served
from tests.exchange.town import CALLER, CALLER_HZ, PLAIN, Town, hears_sound, town
from tests.helpline import room
from tests.helpline.desk.test_phone import sit
from tools.pbx.launch import Exchange
from tools.pbx.media import tone
from tools.pbx.phone import Phone

from shramsetu.helpline.actions.agents import PHONE_LOST
from shramsetu.helpline.models import Agent, AgentState, Call, Outcome, Step

pytestmark = [pytest.mark.slow, pytest.mark.browser]
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox --disable-gpu --no-first-run --disable-background-networking --use-fake-ui-for-media-stream "
    "--use-fake-device-for-media-stream --allow-loopback-in-peer-connection --autoplay-policy=no-user-gesture-required"
).split()
ENOUGH = 100  # packets: two seconds
PATIENCE = 20
STATS = """async () => {
  const found = {in: 0, out: 0, energy: 0};
  for (const one of (await window.softphone.connection.getStats()).values()) {
    if (one.type === "inbound-rtp") { found.in = one.packetsReceived; found.energy = one.totalAudioEnergy; }
    if (one.type === "outbound-rtp") found.out = one.packetsSent;
  }
  return found;
}"""


@pytest.fixture
def rows(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    with django_db_blocker.unblock(), apart.database("softphone") as url:  # type: ignore[attr-defined]
        yield url


def syllables(path: Path) -> Path:
    """Write a voice for the microphone: a tone in syllables, which no noise filter takes for noise."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48_000)
        for at in range(48_000 * 4):
            loud = 12_000 * max(0.0, math.sin(2 * math.pi * 3 * at / 48_000))
            file.writeframesraw(struct.pack("<h", int(loud * math.sin(2 * math.pi * 300 * at / 48_000))))
    return path


@asynccontextmanager
async def screen(url: str, cookie: str, voice: Path) -> AsyncIterator[Page]:
    """The operator's browser, whose microphone speaks with `voice`."""
    async with async_playwright() as playwright:
        flags = [*FLAGS, f"--use-file-for-fake-audio-capture={voice}"]
        browser = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=flags)
        context = await browser.new_context(locale="hi-IN", permissions=["microphone"])
        await context.add_cookies([{"name": "sessionid", "value": cookie, "url": url}])
        page = await context.new_page()
        yield page
        await browser.close()


async def answers(page: Page, here: Town, caller: Phone, exchange: Exchange) -> None:
    """The operator logs in, a caller comes through the menu, the page pops up, both speak, the operator hangs up."""
    await page.keyboard.press("i")
    await page.wait_for_function("() => window.softphone?.said === 'ready'", timeout=30_000)
    await page.locator("[data-phone-there=yes]").wait_for(timeout=20_000)
    await page.keyboard.press("r")
    await page.locator("[data-state=available]").wait_for(timeout=20_000)
    talk = await caller.call("1076", exchange.sip, caller=CALLER)
    await here.presses(talk, "1", until=Step.RINGING)
    await page.locator("[data-state=ringing]").wait_for(timeout=30_000)
    await expect(page.locator("[data-pop]")).to_contain_text("99XXXXXX01")
    await page.wait_for_function("() => window.softphone.session !== null", timeout=15_000)
    await page.keyboard.press("a")
    await page.locator("[data-state=talking]").wait_for(timeout=30_000)
    for _ in range(PATIENCE):
        await asyncio.sleep(1)
        heard = await page.evaluate(STATS)
        if min(heard["in"], heard["out"]) > ENOUGH and heard["energy"] > 0:
            break
    assert heard["in"] > ENOUGH, heard
    assert heard["out"] > ENOUGH, heard
    assert heard["energy"] > 0, heard
    await hears_sound(talk, PLAIN / 5)
    await registers(page, here)
    await page.keyboard.press("z")
    await asyncio.wait_for(talk.ended.wait(), 15)
    await here.is_at(Step.ENDED, outcome=Outcome.ANSWERED)
    await page.locator("[data-state=wrap_up]").wait_for(timeout=20_000)
    await page.select_option("#id_disposition", "registered")
    await page.locator("#result button").click()
    await page.locator("[data-state=available]").wait_for(timeout=20_000)


async def registers(page: Page, here: Town) -> None:
    """While they talk, the complaint goes in from the form that knows the caller already."""
    form = page.locator("#register-here")
    await expect(form.locator("#id_phone")).to_have_value("9999900001", timeout=20_000)
    await form.locator("#id_name").fill("सुमन देवी")
    await form.locator("#id_text").fill("तीन महीने से मज़दूरी नहीं मिली, ठेकेदार फ़ोन नहीं उठाता।")
    await form.locator("#id_category").select_option(cast.WAGES)
    await form.locator("[name=place_unknown]").check()
    await form.locator(".button-now").click()
    await here.until(lambda: Call.objects.order_by("-pk")[0].case_id is not None, 20)
    await page.evaluate("document.activeElement.blur()")  # the keys belong to the call again


def test_a_sip_caller_and_a_browser_hear_each_other(exchange: Exchange, rows: str, tmp_path: Path) -> None:
    if not CHROMIUM.exists():
        pytest.skip("no chromium here")
    voice = syllables(tmp_path / "voice.wav")
    agent = room.agent(at=timezone.now())
    cookie = sit(agent).cookies["sessionid"].value

    async def scene(url: str) -> None:
        async with (
            town(exchange, tmp_path, node="browser") as here,
            Phone(exchange.network.carrier, voice=tone(CALLER_HZ)) as caller,
        ):
            async with screen(url, cookie, voice) as page:
                await page.goto(f"{url}/desk/helpline/")
                await answers(page, here, caller, exchange)
            lost = Agent.objects.filter(pk=agent.pk, state=AgentState.PAUSED, reason=PHONE_LOST)
            await here.until(lost.exists)  # the browser is closed: no more calls

    address = f"ws://{exchange.node.address}:{exchange.node.http_port}/ws"
    with served(rows, name=f"softphone-{os.getpid()}", TELEPHONY="asterisk", TELEPHONY_WSS=address) as url:
        asyncio.run(scene(url))
