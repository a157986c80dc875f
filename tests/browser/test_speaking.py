"""A daughter files for her father with a voice note on 2G and follows it to the answer; with a made microphone."""

import asyncio
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, CDPSession, Page, expect, sync_playwright
from tests import cast
from tests.browser.conftest import QUIET
from tests.browser.desk import screen, take
from tests.browser.test_story import go_on
from tests.browser.town import Town
from tests.browser.walk import faults

from shramsetu.casework import actions as casework
from shramsetu.casework.models import Case
from shramsetu.files.models import Attachment
from shramsetu.messages.models import Message

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.xdist_group("speaking")]
SAID = "मेरे पिता को ठेकेदार ने तीन महीने की मज़दूरी नहीं दी"
MICROPHONE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
EDGE = {"offline": False, "latency": 300, "downloadThroughput": 50_000 // 8, "uploadThroughput": 20_000 // 8}
FILER = "9999900302"
expect.set_options(timeout=30_000)


@pytest.fixture
def speaker(chromium: Browser, tmp_path: Path) -> Iterator[Browser]:
    """A browser whose microphone hears a Hindi sentence, over and over."""
    del chromium  # its loop runs already
    heard = tmp_path / "said.wav"
    if shutil.which("espeak-ng"):
        subprocess.run(["espeak-ng", "-v", "hi", "-w", heard, SAID], check=True, timeout=30)
    file = [f"--use-file-for-fake-audio-capture={heard}"] if heard.exists() else []
    loop = asyncio._get_running_loop()  # noqa: SLF001 - made for who runs loops
    asyncio._set_running_loop(None)  # noqa: SLF001
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=[*QUIET, *MICROPHONE, *file])
        yield browser
        browser.close()
    asyncio._set_running_loop(loop)  # noqa: SLF001


def slow(page: Page) -> CDPSession:
    """Give the page a network of 2G; through the same wire it can be taken away."""
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", EDGE)
    return wire


def speaks(page: Page, site: Town) -> None:
    """Record, rest, go on, hear it, keep it, with a network that goes away in between."""
    page.goto(f"{site.url}/file/what/")
    assert faults(page, hindi=True, narrow=True) == []
    wire = slow(page)
    page.get_by_role("button", name="बोलिए", exact=True).click()
    expect(page.locator(".recorder-time")).to_contain_text("0:02")
    page.get_by_role("button", name="थोड़ा रुकिए").click()
    page.get_by_role("button", name="आगे बोलिए").click()
    expect(page.locator(".recorder-time")).to_contain_text("0:04")
    page.get_by_role("button", name="बोलना ख़त्म").click()
    player = page.locator(".recorder audio")
    expect(player).to_be_visible()
    page.wait_for_function("() => document.querySelector('.recorder audio').readyState > 1")  # it can be heard
    wire.send("Network.emulateNetworkConditions", {**EDGE, "offline": True})
    page.get_by_role("button", name="यह रिकॉर्डिंग रखें").click()
    expect(page.locator(".recorder-state")).to_contain_text("अभी नेटवर्क नहीं है")
    wire.send("Network.emulateNetworkConditions", EDGE)
    page.locator("[data-voice-notes] audio").wait_for(timeout=60_000)


def files_for_her_father(page: Page, site: Town) -> tuple[str, str]:
    page.check("[name=kind][value=grievance]")
    go_on(page)
    page.check("#unsure")
    go_on(page)
    page.select_option("[name=district]", str(cast.KANPUR))
    go_on(page)
    page.check("[name=whom][value=other]")
    go_on(page)
    page.fill("[name=name]", "रामसेवक")
    page.fill("[name=filer_name]", "सुनीता")
    page.fill("[name=filer_phone]", FILER)
    page.fill("[name=relation]", "बेटी")
    page.check("[name=consent][value=yes]")
    page.check("[name=safe_to_call][value=yes]")
    go_on(page)
    go_on(page)
    assert faults(page, hindi=True, narrow=True) == []
    expect(page.locator("#papers audio")).to_be_visible()
    page.locator("form[action='/file/send/'] button").click()
    page.wait_for_url("**/file/done/**", timeout=60_000)
    return re.sub(r"\D", "", page.inner_text(".slip-number")), page.inner_text(".slip b.number")


def test_a_daughter_files_for_her_father_and_follows_it_to_the_answer(
    chromium: Browser, speaker: Browser, site: Town
) -> None:
    context = speaker.new_context(
        locale="hi-IN", viewport={"width": 360, "height": 640}, permissions=["microphone"], service_workers="block"
    )
    context.set_default_timeout(60_000)
    page = context.new_page()
    speaks(page, site)
    number, code = files_for_her_father(page, site)
    case = Case.objects.get(number=number)
    note = Attachment.objects.get(stream=case.stream)
    assert (case.state, note.media_type, note.size < 20_000) == ("typing", "audio/webm", True)

    with screen(chromium, site, cast.holder_of(case)) as desk:
        desk.goto(f"{site.url}/desk/case/{number}/")
        desk.locator("[data-player-buttons]").wait_for()
        desk.keyboard.press(",")
        assert desk.evaluate("document.querySelector('[data-player] audio').playbackRate") < 1
        desk.keyboard.press("p")
        desk.wait_for_function("() => document.querySelector('[data-player] audio').currentTime > 0.2")
        take(desk, site, case, "type_words", text=SAID, category=cast.WAGES)
    case.refresh_from_db()
    assert (case.state, case.category) == ("reading_back", cast.WAGES)
    assert Message.objects.filter(stream=case.stream, template="words-read-back").exists()

    page.goto(f"{site.url}/track/{number}/")
    page.fill("[name=code]", code)
    page.locator("form[action$='/code/'] button").click()
    expect(page.locator("main")).to_contain_text("क्या आपने यह कहा था?")
    expect(page.locator("main")).to_contain_text(SAID)
    assert faults(page, hindi=True, narrow=True) == []
    page.get_by_role("link", name="हाँ, मैंने यही कहा था").click()
    page.locator("form .button-primary").click()
    page.wait_for_url("**/done/")
    case.refresh_from_db()
    assert (case.state, case.grievance.text) == ("unmarked", SAID)

    report = {"text": cast.REPORTED}
    for verb, detail in (("open", {}), ("interim", {**report, "expected_on": timezone.now().date()})):
        by, now = cast.holder_of(case), timezone.now()
        casework.take(case, verb, seen=case.revision, by=by, at=now, detail=detail)
        case.refresh_from_db()
    page.goto(f"{site.url}/track/{number}/")
    expect(page.locator("main")).to_contain_text(cast.REPORTED)
    context.close()
