"""A benefit claimed on a phone, and the same claim on the officer's desk: looked at, papers laid down, recommended."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from tests import cast
from tests.browser.desk import screen, take
from tests.browser.town import Town, town
from tests.browser.walk import faults
from tests.portal.portal_steps import sent_code
from tests.schemes import room

from shramsetu.casework.models import Case, Chunk, Run
from shramsetu.schemes import looking, papers

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.xdist_group("claims")]


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Town]:
    """A site without a past: what this test needs it makes."""
    with django_db_blocker.unblock(), town(cases=0) as built:
        yield built


@pytest.mark.timeout(400)
def test_a_wedding_is_claimed_on_a_phone_and_recommended_at_the_desk(chromium: Browser, site: Town) -> None:
    worker = room.member()
    told = {name: value for name, value in room.WEDDING.items() if name != "wedding_on"}
    with screen(chromium, site, width=360) as page:
        page.goto(f"{site.url}/yojana/")
        page.fill("[name=phone]", worker.phone[3:])
        with page.expect_navigation():
            page.locator("main form button").last.click()
        page.fill("[name=code]", sent_code(worker.phone))
        with page.expect_navigation():
            page.locator("main form button").first.click()
        assert faults(page, hindi=True, narrow=True) == []
        with page.expect_navigation():
            page.locator(f"form[action$='/{room.MARRIAGE}/'] button").click()
        asked = 0
        while page.locator("input[name=fact]").count():
            fact = page.locator("input[name=fact]").get_attribute("value") or ""
            if not asked:
                assert faults(page, hindi=True, narrow=True) == []
            _answer(page, fact, told.get(fact, room.WEDDING["wedding_on"]))
            asked += 1
        assert faults(page, hindi=True, narrow=True) == []
        with page.expect_navigation():
            page.locator("main .actions a.button-primary").click()
        assert faults(page, hindi=True, narrow=True) == []
        with page.expect_navigation():
            page.locator("main form .button-primary").click()
        assert faults(page, hindi=True, narrow=True) == []
    case = Case.objects.get(kind="claim")
    with screen(chromium, site, cast.holder_of(case)) as page:
        page.goto(f"{site.url}/desk/case/{case.number}/")
        assert faults(page, hindi=True) == []
        for document in papers.missing(room.row(case), looking.of_claim(room.row(case))):
            page.goto(f"{site.url}/desk/claims/{case.number}/facts/")
            with page.expect_navigation():
                page.locator(f"form[action$='/papers/{document.slug}/lay/'] button").click()
        assert faults(page, hindi=True) == []
        take(page, site, case, "check", text="सब काग़ज़ देखे।")
    assert (case.state, room.row(case).checked_by != "") == ("sanction", True)


@pytest.mark.timeout(300)
def test_claims_are_ticked_by_keyboard_and_those_alone_are_sanctioned(chromium: Browser, site: Town) -> None:
    cases = [
        room.checked(room.claim(room.member(name=f"राम {n}", key=f"tick:{n}", phone=f"+91987652{n:04d}")))
        for n in range(3)
    ]
    with screen(chromium, site, cast.holder_of(cases[0])) as page:
        page.goto(f"{site.url}/desk/claims/many/")
        boxes, every, count = (
            page.locator(f"[data-ticks] {one}") for one in ("[name=number]", "[data-ticks-all]", "[data-ticks-count]")
        )
        rows = boxes.count()
        assert (rows >= len(cases), count.inner_text()) == (True, f"0 / {rows}")
        page.keyboard.press("a")
        assert (every.is_checked(), count.inner_text()) == (True, f"{rows} / {rows}")
        page.keyboard.press("a")
        page.locator(f"[name=number][value='{cases[1].number}']").focus()
        page.keyboard.press("Space")
        assert count.inner_text() == f"1 / {rows}"
        assert every.evaluate("one => one.indeterminate")
        assert faults(page, hindi=True) == []
        page.check("[name=sure]")
        with page.expect_navigation():
            page.locator("button[name=which][value=ticked]").click()
        assert faults(page, hindi=True) == []
    run = Run.objects.get(kind="sanction-claims")
    assert list(Chunk.objects.filter(run=run).values_list("what", flat=True)) == [{"keys": [cases[1].number]}]


def _answer(page: Page, fact: str, value: object) -> None:
    """Answer the question on the screen."""
    given = ("yes" if value else "no") if isinstance(value, bool) else str(value)
    field = page.locator(f"[name={fact}]").first
    if field.get_attribute("type") == "radio":
        page.locator(f"[name={fact}][value={given}]").check()
    else:
        field.fill(given)
    with page.expect_navigation():
        page.locator("main form .button-primary").click()
