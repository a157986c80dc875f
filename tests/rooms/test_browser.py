"""A meeting in two real Chromium pages with cameras and microphones that are not real, over a real video server."""

import os
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright
from tests import apart
from tests.browser.town import served
from tests.browser.walk import faults
from tests.cast import Seat as Officer
from tests.room import at_desk
from tests.rooms.meeting import SUBJECT, officers, opened
from tools.video.launch import VideoServer

from shramsetu.rooms import queries
from shramsetu.rooms.models import Attendance, How, Room

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.xdist_group("rooms")]  # one site for both
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox --disable-gpu --no-first-run --disable-background-networking "
    "--use-fake-device-for-media-stream --autoplay-policy=no-user-gesture-required "
    "--auto-select-desktop-capture-source=Entire"
).split()
ALLOWS = "--use-fake-ui-for-media-stream"
PATIENCE = 15_000
# What the picture of a seat is in this page: its width, and how many of its frames were decoded.
PICTURE = """async (own) => {
  const tile = document.querySelector(`.meeting-tile[data-own=${own}]`);
  const video = tile?.querySelector("video");
  let frames = 0;
  for (const one of (await window.meeting.me.wire?.subscriber?.webrtcStuff.pc?.getStats())?.values() ?? []) {
    if (one.type === "inbound-rtp" && one.kind === "video") frames += one.framesDecoded ?? 0;
  }
  return {width: video?.videoWidth ?? 0, frames};
}"""


@pytest.fixture(scope="module")
def rows(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    with django_db_blocker.unblock(), apart.database("rooms") as url:  # type: ignore[attr-defined]
        yield url


@pytest.fixture(scope="module")
def site(rows: str, video: VideoServer) -> Iterator[str]:
    """The site on a database of its own, with the video server."""
    for name, value in {**video.settings, "JANUS_API_URL": video.url}.items():
        setattr(settings, name, value)
    with served(rows, name=f"rooms-{os.getpid()}", **video.settings) as url:
        yield url
    settings.JANUS_URL = settings.JANUS_API_URL = settings.JANUS_SECRET = ""


@pytest.fixture
def player(monkeypatch: pytest.MonkeyPatch) -> Iterator[Playwright]:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")  # playwright's loop runs in this thread
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture
def browser(player: Playwright) -> Iterator[Browser]:
    started = player.chromium.launch(executable_path=str(CHROMIUM), args=[*FLAGS, ALLOWS])
    yield started
    started.close()


@pytest.fixture
def refusing(player: Playwright) -> Iterator[Browser]:
    """A browser in which nobody allows camera and microphone."""
    started = player.chromium.launch(executable_path=str(CHROMIUM), args=[*FLAGS, f"{ALLOWS}=deny"])
    yield started
    started.close()


def window(browser: Browser, url: str, *, who: Officer | None = None, phone: bool = False) -> BrowserContext:
    """A browser of its own: an officer's, or a guest's phone."""
    size = {"width": 360, "height": 740} if phone else {"width": 1280, "height": 800}
    made = browser.new_context(locale="hi-IN", permissions=["camera", "microphone"], viewport=size)  # type: ignore[arg-type]
    if who is not None:
        made.add_cookies([{"name": "sessionid", "value": at_desk(who.actor).cookies["sessionid"].value, "url": url}])
    return made


def come_in(page: Page) -> None:
    page.get_by_role("button", name="अंदर आएँ").click()
    page.wait_for_function("() => window.meeting.me.said === 'in'", timeout=PATIENCE)


def sees_moving(page: Page) -> None:
    """The other's picture has a size, and more and more of its frames are decoded."""
    page.wait_for_function(f"async () => {{ const p = await ({PICTURE})('no'); return p.width > 0 && p.frames > 0; }}")
    before = page.evaluate(PICTURE, "no")["frames"]
    page.wait_for_function(f"async () => (await ({PICTURE})('no')).frames > {before + 5}", timeout=PATIENCE)


def mutes_and_raises_a_hand(one: Page, other: Page) -> None:
    """What one does with the keyboard is told to the other, in signs and in words."""
    theirs = other.locator(".meeting-tile[data-own=no]")
    one.keyboard.press("m")
    expect(theirs).to_have_attribute("data-mute", "yes", timeout=PATIENCE)
    expect(theirs.locator("[data-sign=mute]")).to_be_visible()
    expect(other.locator("#told")).to_contain_text("माइक बंद")
    one.keyboard.press("m")
    expect(theirs).to_have_attribute("data-mute", "no", timeout=PATIENCE)
    one.keyboard.press("h")
    expect(theirs.locator("[data-sign=hand]")).to_be_visible()
    one.keyboard.press("h")


def takes_the_voice(chair: Page, other: Page) -> None:
    """The chair takes the voice: the server passes no more of it on, and the other reads why."""
    chair.locator(".meeting-tile[data-own=no] [data-chair=mute]").click()
    expect(other.locator("#state")).to_contain_text("हाथ उठाएँ", timeout=PATIENCE)
    expect(chair.locator(".meeting-tile[data-own=no]")).to_have_attribute("data-taken", "yes")
    chair.locator(".meeting-tile[data-own=no] [data-chair=mute]").click()
    expect(other.locator(".meeting-tile[data-own=yes]")).to_have_attribute("data-taken", "no", timeout=PATIENCE)


def shows_the_screen(one: Page, other: Page) -> None:
    """The screen stands where the camera was, and goes again."""
    theirs = other.locator(".meeting-tile[data-own=no]")
    one.keyboard.press("s")
    expect(theirs).to_have_attribute("data-screen", "yes", timeout=PATIENCE)
    sees_moving(other)
    one.keyboard.press("s")
    expect(theirs).to_have_attribute("data-screen", "no", timeout=PATIENCE)


def test_two_browsers_see_and_hear_each_other(site: str, browser: Browser) -> None:
    chair, member = officers()
    room = opened(begins_at=timezone.now(), people=[chair, member])
    one, other = (window(browser, site, who=who).new_page() for who in (chair, member))
    for page in (one, other):
        page.goto(f"{site}/baithak/{room.key}/")
        come_in(page)
    assert faults(one, hindi=True) == []
    for page in (one, other):
        sees_moving(page)
        expect(page.locator("#count")).to_contain_text("2")
    expect(one.locator(".meeting-tile[data-own=no] [data-name]")).to_have_text(queries.name_of(stay(room, 2)))
    mutes_and_raises_a_hand(other, one)
    takes_the_voice(one, other)
    shows_the_screen(other, one)
    other.keyboard.press("c")  # the camera goes off: a letter stands there
    expect(one.locator(".meeting-tile[data-own=no] .meeting-tile-face")).to_be_visible(timeout=PATIENCE)
    other.keyboard.press("l")
    expect(one.locator(".meeting-tile[data-own=no]")).to_have_count(0, timeout=PATIENCE)
    expect(one.locator("#told")).to_contain_text("चले गए")
    other.get_by_role("button", name="फिर अंदर आएँ").click()
    sees_moving(one)
    one.on("dialog", lambda dialog: dialog.accept())
    one.get_by_role("button", name="सबके लिए समाप्त करें").click()
    for page in (one, other):
        expect(page.locator("#after-words")).to_contain_text("समाप्त", timeout=PATIENCE)
    room.refresh_from_db()
    assert (room.ended_at is not None, room.cleared_at is not None) == (True, True)
    hows = Attendance.objects.filter(seat__room=room).order_by("joined_at").values_list("seat__number", "how")
    assert list(hows) == [(1, How.ENDED), (2, How.LEFT), (2, How.ENDED)]
    assert [found.seat.number for found in queries.attended(SUBJECT, at=timezone.now())] == [1, 2]


def test_a_guest_comes_by_number_and_code_on_a_phone_and_back_after_a_lost_network(
    site: str, browser: Browser, video: VideoServer
) -> None:
    chair, member = officers()
    room = opened(begins_at=timezone.now() - timedelta(minutes=1), people=[chair, member], subject="hearing:3")
    door = queries.door_of(room, "party:1")
    assert door is not None
    one = window(browser, site, who=chair).new_page()
    one.goto(f"{site}/baithak/{room.key}/")
    come_in(one)
    phone = window(browser, site, phone=True).new_page()
    phone.goto(f"{site}/baithak/{room.key}/?n={door.number}")
    phone.locator("#id_code").fill(f"{door.code[:3]} {door.code[3:]}")
    phone.get_by_role("button", name="आगे बढ़ें").click()
    assert faults(phone, hindi=True, narrow=True) == []
    phone.get_by_label("धीमा नेटवर्क").check()
    come_in(phone)
    expect(one.locator(".meeting-tile[data-own=no] [data-name]")).to_have_text("वादी", timeout=PATIENCE)
    expect(one.locator(".meeting-tile[data-own=no] .meeting-tile-face")).to_be_visible()
    assert phone.evaluate(PICTURE, "no")["frames"] == 0  # sound only: no picture is fetched
    phone.get_by_role("button", name=re.compile("सिर्फ़ आवाज़")).click()
    sees_moving(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    assert all(
        key["bottom"] <= 740
        for key in phone.evaluate(
            "[...document.querySelectorAll('[data-does]')].map((one) => one.getBoundingClientRect())"
        )
    )
    feed = phone.evaluate("window.meeting.me.feed")
    video.stop()
    for page in (one, phone):
        page.wait_for_function("() => window.meeting.me.said !== 'in'", timeout=PATIENCE)
    video.start()
    for page in (one, phone):
        page.wait_for_function("() => window.meeting.me.said === 'in'", timeout=PATIENCE)
    sees_moving(phone)
    assert phone.evaluate("window.meeting.me.feed") != feed
    expect(one.locator(".meeting-tile[data-own=no]")).to_have_count(1, timeout=PATIENCE)


def test_who_refuses_the_camera_reads_why_and_comes_in_to_listen(
    site: str, browser: Browser, refusing: Browser
) -> None:
    chair, member = officers()
    room = opened(begins_at=timezone.now(), people=[chair, member], subject="review:9")
    one = window(browser, site, who=chair).new_page()
    one.goto(f"{site}/baithak/{room.key}/")
    come_in(one)
    context = refusing.new_context(locale="hi-IN", viewport={"width": 360, "height": 740})
    cookie = at_desk(member.actor).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
    other = context.new_page()
    other.goto(f"{site}/baithak/{room.key}/")
    other.get_by_role("button", name="अंदर आएँ").click()
    expect(other.locator("#fault")).to_contain_text("अनुमति", timeout=PATIENCE)
    expect(other.locator("#stage")).to_be_hidden()
    expect(other.locator("#with-picture")).not_to_be_checked(timeout=PATIENCE)
    assert faults(other, hindi=True, narrow=True) == []
    come_in(other)
    sees_moving(other)
    expect(one.locator(".meeting-tile[data-own=no]")).to_have_attribute("data-mute", "yes", timeout=PATIENCE)


def stay(room: Room, number: int) -> Attendance:
    return queries.present(room).get(seat__number=number)
