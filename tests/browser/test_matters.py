"""A matter on a small phone: brought over a network that drops, answered, followed; the registry's pages."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from tests import cast
from tests.browser.desk import screen
from tests.browser.town import Town, town
from tests.browser.walk import faults
from tests.hearings import court

from shramsetu.casework import queries as casework
from shramsetu.casework.models import Case, Party
from shramsetu.hearings.models import Forum, Matter, Notice
from shramsetu.lib import clock
from shramsetu.offices.models import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.xdist_group("matters")]
SHOTS = os.environ.get("SHOTS", "")


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Town]:
    """A site without a past: what this test needs it makes."""
    with django_db_blocker.unblock(), town(cases=0) as built:
        yield built


def look(page: Page, name: str, *, narrow: bool = False) -> None:
    """Ask of the page what it owes everybody."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)
    assert (name, faults(page, hindi=True, narrow=narrow)) == (name, [])


def go_on(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main form button.button-primary").click()


def on(page: Page, name: str) -> None:
    assert page.url.endswith(f"/naya/{name}/")
    look(page, f"phone-{name}", narrow=True)


@pytest.mark.timeout(400)
def test_a_claim_is_brought_on_a_phone_whose_network_drops(chromium: Browser, site: Town) -> None:
    day = (clock.day(timezone.now()) - timedelta(days=60)).isoformat()
    with screen(chromium, site, width=360) as page:
        page.goto(f"{site.url}/sunvai/")
        look(page, "phone-start", narrow=True)
        page.locator("form[action='/sunvai/naya/'] button").click()
        on(page, "what")
        page.check("input[value=wages-unpaid]")
        go_on(page)
        on(page, "when")
        page.fill("[name=cause_on]", day)
        go_on(page)
        on(page, "words")
        _dropped(page, court.WORDS)
        go_on(page)
        on(page, "money")
        page.fill("[name=amount]", "27,000")
        go_on(page)
        on(page, "wishes")
        page.check("input[value=wages]")
        go_on(page)
        on(page, "against")
        page.fill("[name=opposite]", "शिव शक्ति ईंट उद्योग")
        page.fill("[name=opposite_address]", "बिठूर रोड, कानपुर नगर")
        page.check("input[name=is_contractor][value=no]")
        go_on(page)
        on(page, "where")
        page.select_option("[name=district]", str(cast.KANPUR))
        page.check("input[name=is_central][value=no]")
        go_on(page)
        on(page, "who")
        page.check("input[name=part][value=worker]")
        page.fill("[name=name]", "रमेश कुमार")
        page.fill("[name=phone]", "9999900001")
        go_on(page)
        on(page, "private")
        page.check("input[name=published][value=yes]")
        go_on(page)
        look(page, "phone-review", narrow=True)
        assert page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('keep:')).length") == 0
        with page.expect_navigation():
            page.locator("main form button.button-primary").click()
        look(page, "phone-filed", narrow=True)
        case = Case.objects.get(kind="hg_matter")
        assert Matter.objects.get(pk=case.pk).text == court.WORDS
        page.goto(f"{site.url}/sunvai/?number={case.number}")
        page.fill("[name=phone]", "9999900001")
        with page.expect_navigation():
            page.locator("form[action='/sunvai/'] button").click()
        look(page, "phone-matter", narrow=True)


def _dropped(page: Page, words: str) -> None:
    """Type, send without a network, open the question again: what was typed is still there."""
    asked = page.url
    page.fill("[name=text]", words)
    page.context.set_offline(True)
    page.locator("main form button.button-primary").click(no_wait_after=True)
    page.wait_for_timeout(500)
    page.context.set_offline(False)
    page.goto(asked)
    expect(page.locator("[name=text]")).to_have_value(words)


@pytest.mark.timeout(400)
def test_the_registry_and_the_other_side(chromium: Browser, site: Town) -> None:
    now = timezone.now()
    court.filed(at=now, cause_on=clock.day(now) - timedelta(days=700), cause_until=clock.day(now) - timedelta(days=60))
    late = court.filed(at=now, cause_on=clock.day(now) - timedelta(days=500), late_reason="बीमार था।")
    case = court.noticed(at=now)
    other = Case.objects.filter(kind="hg_matter", state="scrutiny").exclude(pk=late.pk).latest("pk")
    pages = {
        "list": "/desk/hearings/",
        "new": "/desk/hearings/new/",
        "case": f"/desk/case/{other.number}/",
        "late": f"/desk/case/{late.number}/",
        "called": f"/desk/case/{case.number}/",
        "defects": f"/desk/hearings/{other.number}/defects/",
        "notices": f"/desk/hearings/{case.number}/notices/",
        "parties": f"/desk/hearings/{case.number}/parties/",
        "forums": "/desk/hearings/forums/",
        "forum": "/desk/hearings/forums/authority-kanpur-nagar/",
    }
    for width in (1280, 360):
        with screen(chromium, site, court.registry(), width=width) as page:
            for name, address in pages.items():
                page.goto(f"{site.url}{address}")
                look(page, f"desk-{width}-{name}", narrow=width == 360)
    with screen(chromium, site, cast.desk(Role.ADMINISTRATOR)) as page:
        for name in ("new", "authority-agra/change", "authority-agra/areas"):
            page.goto(f"{site.url}/desk/hearings/forums/{name}/")
            look(page, f"desk-forum-{name.replace('/', '-')}")
    with screen(chromium, site, width=360) as page:
        _answer(page, site, case)
    assert Forum.objects.exists()
    assert Notice.objects.filter(matter=case.pk).count() == 3


def _answer(page: Page, site: Town, case: Case) -> None:
    party = Party.objects.get(case=case, part="opposite")
    page.goto(f"{site.url}/sunvai/?number={case.number}")
    page.fill("[name=code]", casework.slip_code(party, case))
    with page.expect_navigation():
        page.locator("form[action='/sunvai/'] button").click()
    look(page, "phone-other-side", narrow=True)
    page.locator("a[href$='/jawab/']").click()
    page.wait_for_url("**/jawab/")
    look(page, "phone-answer", narrow=True)
    page.fill("[name=text]", "मज़दूरी 3 नवंबर को नक़द दी गई; रसीद साथ है।")
    with page.expect_navigation():
        page.locator("main form button.button-primary").click()
    look(page, "phone-answered", narrow=True)
    assert "नक़द दी गई" in page.inner_text("main")
