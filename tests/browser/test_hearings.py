"""The e-court in a browser: a list published and read on a phone, a date put off, an order signed, money recovered."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page
from tests import cast
from tests.browser.desk import screen, take
from tests.browser.town import Town, town
from tests.browser.walk import faults
from tests.hearings import bench, court

from shramsetu.casework.models import Case
from shramsetu.hearings.models import CauseList, Exhibit, Hearing, Order
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.xdist_group("hearings")]
DESK, SLUG = "/desk/hearings/", "authority-kanpur-nagar"


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Town]:
    """A site without a past: what this test needs it makes."""
    with django_db_blocker.unblock(), town(cases=0) as built:
        yield built


def past(**changes: object) -> Case:
    """Return a matter whose first date lies behind us."""
    now = timezone.now()
    return court.noticed(at=now - timedelta(days=40), cause_on=clock.day(now) - timedelta(days=90), **changes)


def day_of(case: Case) -> str:
    return clock.day(bench.fixed(case).on_at).isoformat()


def checked(page: Page, address: str, *, narrow: bool = False) -> None:
    """Open a page and ask of it what a page owes everybody."""
    page.goto(address)
    assert (address, faults(page, hindi=True, narrow=narrow)) == (address, [])


def press(page: Page, form: str) -> None:
    """Press the button of the form that goes to this address."""
    with page.expect_navigation():
        page.locator(f"form[action$='{form}'] button").first.click()


@pytest.mark.timeout(400)
def test_a_list_is_published_at_the_desk_and_read_by_everybody_on_a_phone(chromium: Browser, site: Town) -> None:
    case, hidden = court.noticed(at=timezone.now()), court.noticed(at=timezone.now(), masked=True)
    on = day_of(case)
    with screen(chromium, site, court.registry()) as page:
        checked(page, f"{site.url}{DESK}lists/{SLUG}/{on}/")
        press(page, f"/{on}/draft/")
        assert page.get_by_text("रमेश कुमार बनाम शिव शक्ति ईंट उद्योग").first.is_visible()
        assert faults(page, hindi=True) == []
        press(page, f"/{on}/publish/")
        assert faults(page, hindi=True) == []
    assert CauseList.objects.get(forum__slug=SLUG, on=on).published_at is not None
    with screen(chromium, site, width=360) as page:
        checked(page, f"{site.url}/vaad/", narrow=True)
        page.select_option("#forum", SLUG)
        page.fill("#on", on)
        with page.expect_navigation():
            page.locator("form:has(#forum) button").click()
        assert faults(page, hindi=True, narrow=True) == []
        seen = page.inner_text("main")
        assert "रमेश कुमार बनाम शिव शक्ति ईंट उद्योग" in seen
        assert "र… बनाम शिव शक्ति ईंट उद्योग" in seen
        checked(page, f"{site.url}/vaad/?number={hidden.number}", narrow=True)
        assert "रमेश" not in page.inner_text("main")


@pytest.mark.timeout(400)
def test_the_bench_puts_a_date_off_marks_a_paper_and_signs(chromium: Browser, site: Town) -> None:
    case = past()
    held = bench.fixed(case)
    with screen(chromium, site, court.authority()) as page:
        checked(page, f"{site.url}{DESK}today/?on={day_of(case)}")
        checked(page, f"{site.url}{DESK}{case.number}/hear/")
        page.check("[name=result][value=adjourned]")
        page.select_option("[name=side]", "respondent")
        page.select_option("[name=cause]", "time-for-reply")
        page.select_option("[name=free]", index=1)
        page.select_option("[name=purpose]", "reply")
        with page.expect_navigation():
            page.locator("form:has([name=result]) button.button-primary").click()
        assert page.get_by_text("लिखित कथन हेतु समय माँगा").first.is_visible()
        assert faults(page, hindi=False) == []
        checked(page, f"{site.url}{DESK}{case.number}/exhibits/")
        page.check("[name=claims][value=yes]")
        page.fill("[name=what]", "हाज़िरी रजिस्टर की प्रति")
        page.check("[name=original][value=kept]")
        with page.expect_navigation():
            page.locator("form:has([name=what]) button").click()
        assert faults(page, hindi=True) == []
    held.refresh_from_db()
    assert (held.adjourned_by, held.cause) == ("respondent", "time-for-reply")
    assert Exhibit.objects.get(matter=case.pk).what == "हाज़िरी रजिस्टर की प्रति"
    other = past()
    bench.reserve(other)
    with screen(chromium, site, court.authority()) as page:
        checked(page, f"{site.url}{DESK}{other.number}/order/")
        checked(page, f"{site.url}{DESK}{other.number}/order/?template=award")
        page.fill("[name=text]", bench.REASONS)
        page.fill("[name=operative]", bench.ORDERED)
        page.fill("[name=amount]", "27000")
        with page.expect_navigation():
            page.locator("button[name=sign]").click()
        assert faults(page, hindi=False) == []
        checked(page, f"{site.url}{DESK}registers/")
    order = Order.objects.get(matter=other.pk)
    assert order.signed_at is not None
    assert Hearing.objects.filter(matter=other.pk, state="fixed").count() == 0
    with screen(chromium, site, width=360) as page:
        checked(page, f"{site.url}/vaad/adesh/", narrow=True)
        checked(page, f"{site.url}/vaad/adesh/{other.number}/{order.seq}/", narrow=True)
        assert bench.ORDERED in page.inner_text("main")


@pytest.mark.timeout(400)
def test_an_award_is_recovered_on_the_pages_of_collector_and_worker(chromium: Browser, site: Town) -> None:
    now = timezone.now()
    case, _ = bench.decided(at=now - timedelta(days=90))
    due = case.due_at
    assert due is not None
    cast.take(case, "default", by=SYSTEM, at=due)
    cast.take(case, "certify", by=court.authority(), at=due, collector="dm.kanpur-nagar", reference="RC-7")
    child = Case.objects.select_related("holder").get(parent=case)
    with screen(chromium, site, bench.collector(), width=360) as page:
        checked(page, f"{site.url}/desk/case/{child.number}/", narrow=True)
        said = {"amount": "27,000", "on": clock.day(now).isoformat(), "reference": "चालान 7"}
        take(page, site, child, "recover", **said)
        assert faults(page, hindi=True, narrow=True) == []
    assert child.state == "recovered"
    with screen(chromium, site, court.authority()) as page:
        take(page, site, child, "hand_over", **{**said, "reference": "UTR7"})
        page.goto(f"{site.url}/desk/case/{case.number}/")
        assert faults(page, hindi=False) == []
    assert Case.objects.get(pk=case.pk).state == "satisfied"
    with screen(chromium, site, width=360) as page:
        checked(page, f"{site.url}/sunvai/?number={case.number}", narrow=True)
        page.fill("[name=phone]", "99999 00001")
        with page.expect_navigation():
            page.locator("form:has([name=phone]) button").click()
        assert faults(page, hindi=True, narrow=True) == []
        assert "₹ 27,000" in page.inner_text("main")
