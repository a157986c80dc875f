"""The registry at its screens: a mason registers on a phone, an officer registers him, a steward merges and undoes."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from tests import cast
from tests.browser.desk import screen, take
from tests.browser.town import Town, town
from tests.browser.walk import faults
from tests.files import file_samples as samples
from tests.portal.portal_steps import sent_code
from tests.workers import room
from tests.workers.test_double_pages import steward
from tests.workers.test_public_pages import POSTED, SCREENS

from shramsetu.casework.models import Case
from shramsetu.workers.actions import pairing
from shramsetu.workers.models import Membership, Pair, Worker
from shramsetu.workers.queries import likely

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.xdist_group("claims")]


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Town]:
    """A site without a past: what these tests need they make."""
    with django_db_blocker.unblock(), town(cases=0) as built:
        yield built


@pytest.mark.timeout(400)
def test_a_mason_registers_on_a_phone_and_an_officer_registers_him(chromium: Browser, site: Town) -> None:
    with screen(chromium, site, width=360) as page:
        page.goto(f"{site.url}/shramik/panjiyan/")
        page.fill("[name=phone]", room.PHONE[3:])
        go_on(page)
        page.fill("[name=code]", sent_code(room.PHONE))
        go_on(page)
        for name in SCREENS:
            assert page.url.endswith(f"/form/{name}/")
            assert (name, faults(page, hindi=True, narrow=True)) == (name, [])
            fill(page)
            go_on(page)
        assert faults(page, hindi=True, narrow=True) == []
        page.set_input_files(
            "[name=photo]", {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": samples.jpeg(samples.scene())}
        )
        with page.expect_navigation():
            page.locator("form:has([name=photo]) button").click()
        assert page.locator("img.portrait").evaluate("one => one.naturalWidth") == 300
        assert faults(page, hindi=True, narrow=True) == []
        page.fill("[name=reference]", "RAJ-1")
        page.check("[name=declared]")
        with page.expect_navigation():
            page.locator("form[action$='/panjiyan/send/'] .button-primary").click()
        assert faults(page, hindi=True, narrow=True) == []
        case = Case.objects.get(kind="wk_registration")
        with screen(chromium, site, cast.holder_of(case)) as other:
            other.goto(f"{site.url}/desk/case/{case.number}/")
            assert faults(other, hindi=True) == []
            take(other, site, case, "register", work_seen="yes")
            assert other.locator(".pane form[action*='/card/'] button, main form[action*='/card/'] button").count() == 1
            assert faults(other, hindi=True) == []
        page.goto(f"{site.url}/shramik/mera/")
        assert faults(page, hindi=True, narrow=True) == []
        prints_well(page)
    assert (case.state, Membership.objects.get().registered_on is not None) == ("registered", True)
    worker = Worker.objects.get()
    with screen(chromium, site, room.clerk()) as page:
        page.goto(f"{site.url}/desk/workers/find/")
        page.fill("main [name=q]", "Ramdeo Nishaad")
        with page.expect_navigation():
            page.press("main [name=q]", "Enter")
        assert faults(page, hindi=True) == []
        with page.expect_navigation():
            page.locator(f"main a[href*='/desk/workers/{worker.number}/']").first.click()
        assert faults(page, hindi=True) == []


@pytest.mark.timeout(400)
def test_a_steward_merges_two_rows_and_takes_it_back(chromium: Browser, site: Town) -> None:
    first = room.worker(name="छोटेलाल कश्यप", parent="मंगरू कश्यप", phone="", key="double:1")
    second = room.worker(name="Chhotelal Kashyap", parent="Mangru Kashyap", phone="", key="double:2")
    pairing.note(second, [other for other in likely.same_as(second) if other.worker == first], at=room.AT)
    one = Pair.objects.get(second=second)
    with screen(chromium, site, steward()) as page:
        page.goto(f"{site.url}/desk/workers/doubles/{one.pk}/")
        assert faults(page, hindi=True) == []
        with page.expect_navigation():
            page.locator("form[action$='/merge/'] button").click()
        one.refresh_from_db()
        assert one.verdict == Pair.Verdict.SAME
        page.goto(f"{site.url}/desk/workers/doubles/merged/")
        assert faults(page, hindi=True) == []
        with page.expect_navigation():
            page.locator("form[action$='/undo/'] button").first.click()
    assert Worker.objects.get(pk=one.second_id).merged_into_id is None


def prints_well(page: Page) -> None:
    """See that paper shows what is held and the date, and nothing that is pressed."""
    date, pressed = page.locator(".print-only"), page.locator("button, form, nav, .portal-foot, .skip")
    assert (date.is_visible(), page.locator("[data-print]").is_visible()) == (False, True)
    page.emulate_media(media="print")
    assert date.is_visible()
    assert [one.inner_text() for one in pressed.all() if one.is_visible()] == []
    assert page.locator("dl.facts").is_visible()


def fill(page: Page) -> None:
    """Answer what the screen asks, as the counter's form is answered in other tests."""
    for name, value in POSTED.items():
        field = page.locator(f"main [name='{name}']")
        if not field.count():
            continue
        kind = field.first.get_attribute("type")
        if kind == "radio":
            page.locator(f"main [name='{name}'][value='{value}']").check()
        elif field.first.evaluate("one => one.tagName") == "SELECT":
            field.first.select_option(value)
        else:
            field.first.fill(value)


def go_on(page: Page) -> None:
    """Press the button of the screen."""
    with page.expect_navigation():
        page.locator("main form .button-primary, main form button").first.click()
