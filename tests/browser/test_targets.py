"""Targets on a phone: the commissioner's board, down to the day; a target proposed and approved by keyboard."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser
from tests import cast
from tests.browser.desk import screen
from tests.browser.town import Town, town
from tests.browser.walk import faults
from tests.monitoring import room

from shramsetu.lib import clock
from shramsetu.monitoring.targets.actions import freezing
from shramsetu.monitoring.targets.models import TargetSet
from shramsetu.offices import queries as offices

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.xdist_group("targets")]
BOARD = "/desk/monitoring/targets/"


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Town]:
    """A site without a past: what this test needs it makes."""
    with django_db_blocker.unblock(), town(cases=0) as built:
        yield built


@pytest.mark.timeout(400)
def test_the_board_is_read_on_a_phone_down_to_the_day(chromium: Browser, site: Town) -> None:
    now = timezone.now()
    today = clock.day(now)
    first = today - timedelta(days=40)
    one = room.target(
        first_on=first, from_on=first, last_on=today + timedelta(days=120), at=clock.moment(first - timedelta(days=1))
    )
    for on in room.working(today - timedelta(days=12), today - timedelta(days=1)):
        room.send([(on, 9)], at=clock.moment(on) + timedelta(hours=12))
    freezing.freeze(at=now)
    kanpur = room.district()
    pages = [
        BOARD,
        f"{BOARD}pm-sym/",
        f"{BOARD}pm-sym/{kanpur.parent_id}/",
        f"{BOARD}pm-sym/{kanpur.pk}/",
        f"{BOARD}pm-sym/{kanpur.pk}/days/",
        f"{BOARD}pm-sym/{kanpur.pk}/days/{room.working(today - timedelta(days=12), today - timedelta(days=1))[-1]}/",
        f"{BOARD}pm-sym/ranking/",
        f"{BOARD}proposals/",
        f"{BOARD}version/{one.pk}/",
        f"{BOARD}figures/",
        f"{BOARD}set/",
    ]
    with screen(chromium, site, room.head(), width=360) as page:
        for address in pages:
            page.goto(f"{site.url}{address}")
            assert (address, faults(page, hindi=True, narrow=True)) == (address, [])
    with screen(chromium, site, room.head()) as page:
        for address in pages:
            page.goto(f"{site.url}{address}")
            assert (address, faults(page, hindi=True)) == (address, [])


@pytest.mark.timeout(400)
def test_a_target_is_previewed_proposed_and_approved(chromium: Browser, site: Town) -> None:
    with screen(chromium, site, room.head()) as page:
        page.goto(f"{site.url}{BOARD}set/")
        page.select_option("[name=indicator]", "pm-lvmy")
        page.fill("[name=number]", "30000")
        page.fill("[name=reason]", "पत्र 42/श्रम/2026")
        with page.expect_navigation():
            page.locator("button[name=preview]").click()
        assert faults(page, hindi=True) == []
        with page.expect_navigation():
            page.locator("button[name=propose]").click()
    made = TargetSet.objects.get(indicator="pm-lvmy")
    with screen(chromium, site, cast.seat(offices.desk("labour.secretary")).actor, width=360) as page:
        page.goto(f"{site.url}{BOARD}version/{made.pk}/")
        assert faults(page, hindi=True, narrow=True) == []
        with page.expect_navigation():
            page.locator("button[value=approve]").click()
        assert faults(page, hindi=True, narrow=True) == []
    made.refresh_from_db()
    assert made.state == "approved"
