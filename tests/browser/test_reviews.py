"""A review on a phone: the officer answers, the chair holds it and issues the minutes; the day of the commissioner."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page
from tests.browser.desk import screen
from tests.browser.town import Town, town
from tests.browser.walk import faults
from tests.monitoring import room
from tests.monitoring.reviews import meet

from shramsetu.lib import clock
from shramsetu.monitoring.reviews.actions import agendas, planning
from shramsetu.monitoring.reviews.actions.planning import Call
from shramsetu.monitoring.reviews.models import Decision, Minutes, Remark, Review
from shramsetu.monitoring.targets.actions import freezing, setting

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.xdist_group("reviews")]
DESK = "/desk/monitoring/"


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Town]:
    """A site without a past, but for its targets: every district is red against one this morning."""
    with django_db_blocker.unblock(), town(cases=0) as built:
        red()
        yield built


def red() -> None:
    """Let every district be red against its pension target this morning."""
    today = clock.day(timezone.now())
    first = today - timedelta(days=40)
    room.target(
        first_on=first, from_on=first, last_on=today + timedelta(days=60), at=clock.moment(first) - timedelta(hours=1)
    )
    freezing.freeze(at=timezone.now())


def called() -> Review:
    """Return a review that the Commissioner called for in twenty minutes, with its agenda."""
    now = timezone.now()
    review = planning.call(Call("पेंशन लक्ष्य", now + timedelta(minutes=20), 45), by=meet.chair(), at=now)
    agendas.lay(review, "कार्यालय में दो लिपिक कम हैं", by=meet.chair(), at=now)
    agendas.build(review, at=now)
    return meet.fresh(review)


def press(page: Page, form: str) -> None:
    """Press the button of the form that goes to this address."""
    with page.expect_navigation():
        page.locator(f"form[action$='{form}'] button").first.click()


@pytest.mark.timeout(400)
def test_a_review_is_held_on_a_phone(chromium: Browser, site: Town) -> None:
    review = called()
    address = f"{site.url}{DESK}reviews/{review.pk}/"
    item = review.items.filter(why="target").select_related("owner")[0]
    assert item.owner is not None
    with screen(chromium, site, meet.by(item.owner.code), width=360) as page:
        page.goto(address)
        assert faults(page, hindi=True, narrow=True) == []
        page.fill(f"[name='item{item.pk}-text']", "शिविर की तिथियाँ तय हैं")
        press(page, f"answer/{item.pk}/")
        assert page.get_by_text("शिविर की तिथियाँ तय हैं").first.is_visible()

    with screen(chromium, site, meet.chair(), width=360) as page:
        page.goto(address)
        press(page, "begin/")
        assert faults(page, hindi=True, narrow=True) == []
        page.fill("#decide [name=text]", meet.TEXT)
        page.select_option("#decide [name=owner]", item.owner.code)
        page.fill("#decide [name=proof]", meet.PROOF)
        page.select_option("#decide [name=item]", str(item.pk))
        press(page, "decide/")
        assert faults(page, hindi=True, narrow=True) == []
        press(page, "end/")
        press(page, "minutes/")
        assert faults(page, hindi=True, narrow=True) == []
    decision = Decision.objects.get(review=review)
    assert (decision.owner, decision.item_id) == (item.owner, item.pk)
    assert Minutes.objects.get(review=review).text.count(meet.TEXT) == 1


@pytest.mark.timeout(400)
def test_the_day_and_the_lists_are_read_on_a_phone(chromium: Browser, site: Town) -> None:
    with screen(chromium, site, meet.chair(), width=360) as page:
        for address in ("today/", "reviews/", "reviews/call/", "reviews/decisions/", "reviews/put-off/"):
            page.goto(f"{site.url}{DESK}{address}")
            assert (address, faults(page, hindi=True, narrow=True)) == (address, [])
        page.goto(f"{site.url}{DESK}today/")
        page.locator("article details summary").first.click()
        page.locator("article details textarea").first.fill("आज शाम तक कारण बताएँ")
        press(page, "today/remark/")
        assert page.get_by_text("आज शाम तक कारण बताएँ").first.is_visible()
    assert Remark.objects.count() == 1
    with screen(chromium, site, meet.chair()) as page:
        for address in ("today/", "reviews/", "reviews/decisions/"):
            page.goto(f"{site.url}{DESK}{address}")
            assert (address, faults(page, hindi=True)) == (address, [])


@pytest.mark.timeout(400)
def test_a_target_is_approved_and_a_district_officer_reads_the_day_on_a_phone(chromium: Browser, site: Town) -> None:
    today = clock.day(timezone.now())
    first = today + timedelta(days=90)
    draft = room.draft(first_on=first, from_on=first, last_on=first + timedelta(days=60))
    waiting = setting.propose(draft, by=room.head(), at=timezone.now())
    with screen(chromium, site, room.secretary(), width=360) as page:
        page.goto(f"{site.url}{DESK}today/")
        assert faults(page, hindi=True, narrow=True) == []
        with page.expect_navigation():
            page.locator(f"form[action$='version/{waiting.pk}/decide/'] button[value=approve]").click()
    waiting.refresh_from_db()
    assert waiting.state == "approved"
    with screen(chromium, site, meet.owner(), width=360) as page:
        for address in ("today/", "reviews/", "reviews/decisions/"):
            page.goto(f"{site.url}{DESK}{address}")
            assert (address, faults(page, hindi=True, narrow=True)) == (address, [])
