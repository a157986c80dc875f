"""A call at the operator's screen, from the ring to the result, with a supervisor in the ear."""

from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from tests import cast
from tests.browser.desk import screen
from tests.browser.line import Line, line, until
from tests.browser.town import Town
from tests.browser.walk import OVERFLOW, faults
from tests.helpline import room

from shramsetu.casework.models import Case
from shramsetu.helpline.actions import seats
from shramsetu.helpline.models import Agent, AgentState, Call, CallEvent
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.offices.models import Charge, Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.xdist_group("call")]
PHONE = "/desk/helpline/"
CALLER = "9999900001"
expect.set_options(timeout=20_000)  # a machine may be busy with other tests


def actor_of(agent: Agent) -> Actor:
    return Actor(role=agent.post.role, user_id=agent.user_id, post_id=agent.post_id)


def supervisor() -> Agent:
    charge = Charge.objects.filter(post__role=Role.SUPERVISOR, to_at=None).order_by("id")[0]
    return seats.seat(charge, "4001", skills=seats.Skills(), by=SYSTEM, at=timezone.now())


def sits_down(page: Page, site: Town) -> None:
    """Open the page and log in by key; the simulated phone is plugged in."""
    page.goto(site.url + PHONE)
    expect(page.locator("#pop")).to_contain_text("लॉग आउट")
    page.keyboard.press("i")
    page.locator("[data-state=paused][data-phone-there=yes]").wait_for()
    expect(page.locator("#pop")).to_contain_text("r दबाएँ")


def test_an_operators_whole_call_and_a_supervisor_in_the_ear(chromium: Browser, site: Town, tmp_path: Path) -> None:
    case = cast.complaint(at=timezone.now())
    agent, boss = room.agent(at=timezone.now()), supervisor()
    with (
        line(tmp_path) as citizen,
        screen(chromium, site, actor_of(agent)) as page,
        screen(chromium, site, actor_of(boss)) as other,
    ):
        sits_down(page, site)
        sits_down(other, site)
        page.keyboard.press("r")
        page.locator("[data-state=available]").wait_for()
        call = rings_and_is_answered(page, citizen, case)
        registers_without_asking_twice(page, call)
        holds_and_pauses_the_recording(page)
        listens_and_whispers(other, site, call)
        fits_a_phone(page)
        writes_the_result(page, agent, call)


def rings_and_is_answered(page: Page, citizen: Line, case: Case) -> Call:
    channel = citizen.call(CALLER)
    page.locator("[data-state=ringing]").wait_for()
    expect(page.locator(".pop-who")).to_contain_text("रमेश कुमार")
    expect(page.locator(".pop-answer")).to_contain_text(case.number[:4])
    page.keyboard.press("a")
    page.locator("[data-state=talking]").wait_for()
    return Call.objects.get(key=channel)


def registers_without_asking_twice(page: Page, call: Call) -> None:
    """The form stands beside the caller, knows phone and name, and its keys leave the call's alone."""
    form = page.locator("#register-here")
    expect(form.locator("#id_phone")).to_have_value(CALLER)
    expect(form.locator("#id_name")).to_have_value("रमेश कुमार")
    assert form.locator("[data-key=m], [data-key=c]").count() == 0
    page.keyboard.press("n")
    expect(form.locator("#id_text")).to_be_focused()
    page.keyboard.type("आज मालिक ने बिना हिसाब दिए काम से निकाल दिया।")
    form.locator("#id_category").select_option(cast.WAGES)
    form.locator("[name=place_unknown]").check()
    form.locator("[name=looked_alike]").wait_for(state="attached")  # the caller's open complaint: this one is another
    form.locator(".button-now").click()
    until(lambda: Call.objects.get(pk=call.pk).case_id is not None, "the complaint was not registered")
    expect(page.locator("#id_disposition")).to_have_value("registered")
    page.evaluate("document.activeElement.blur()")


def presses(page: Page, key: str) -> None:
    """Press a key as a person does: not in the very moment in which the bar was drawn anew."""
    page.wait_for_timeout(400)
    page.keyboard.press(key)


def holds_and_pauses_the_recording(page: Page) -> None:
    bar = page.locator("#bar")
    presses(page, "h")
    expect(bar).to_contain_text("होल्ड पर है")
    presses(page, "h")
    expect(bar).not_to_contain_text("होल्ड पर है")
    presses(page, "u")
    expect(bar).to_contain_text("रिकॉर्डिंग रुकी है")
    presses(page, "u")
    expect(bar).to_contain_text("रिकॉर्डिंग चालू है")


def listens_and_whispers(other: Page, site: Town, call: Call) -> None:
    other.goto(f"{site.url}{PHONE}calls/{call.pk}/")
    for verb in ("listen", "whisper"):
        other.locator(f"form[action$='/{call.pk}/{verb}/'] button").click()
        until(lambda wanted=verb: CallEvent.objects.filter(call=call, verb=wanted).exists(), f"no {verb}")  # type: ignore[misc]
    other.locator(f"form[action$='/{call.pk}/stop-listening/'] button").click()


def fits_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate(OVERFLOW) is False
    assert faults(page, hindi=True, narrow=True) == []
    page.set_viewport_size({"width": 1366, "height": 768})


def writes_the_result(page: Page, agent: Agent, call: Call) -> None:
    page.keyboard.press("z")
    page.locator("[data-state=wrap_up]").wait_for()
    page.keyboard.press("w")
    page.locator("[data-state=available]").wait_for()
    expect(page.locator("#pop")).to_contain_text("आज की आपकी कॉल")
    call.refresh_from_db()
    agent.refresh_from_db()
    assert (call.disposition, agent.state) == ("registered", AgentState.AVAILABLE)
