"""A visit to a school on a phone: a photograph with the place and without; the desk; what everybody sees."""

from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page
from tests.browser.desk import screen
from tests.browser.town import Town, town
from tests.browser.walk import faults
from tests.monitoring.works import building

from shramsetu.lib.clock import day
from shramsetu.monitoring.works.models import Work
from shramsetu.monitoring.works.records import Photo
from shramsetu.monitoring.works.rules.flags import Flag

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.xdist_group("works")]
LON, LAT = building.KARSADA
VARANASI = "atal-varanasi"


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Town]:
    """A site without a past but one school with its plan."""
    with django_db_blocker.unblock(), town(cases=0) as built:
        building.planned()
        yield built


@pytest.mark.timeout(400)
def test_a_visit_on_a_phone_with_its_place_and_without(chromium: Browser, site: Town) -> None:
    work = Work.objects.get(slug=VARANASI)
    building.measure(work, "academic", 40)
    spot = building.point(work)
    with screen(chromium, site, building.people().agency, width=360) as page:
        page.context.grant_permissions(["geolocation"], origin=site.url)
        page.context.set_geolocation({"longitude": LON, "latitude": LAT})
        begin(page, site, work)
        page.wait_for_function("document.querySelector('[name=lat]').value !== ''")
        assert faults(page, hindi=True, narrow=True) == []
        send(page, spot.number, seed=1)
        assert faults(page, hindi=True, narrow=True) == []
    first = Photo.objects.get(work=work)
    assert (first.flags, first.place) == ([], (LON, LAT))

    # The phone refuses to tell its place: the visit is taken all the same, its photograph is marked.
    with screen(chromium, site, building.people().agency, width=360) as page:
        begin(page, site, work)
        page.get_by_text("फ़ोन जगह नहीं बता रहा").wait_for()
        send(page, spot.number, seed=2)
        assert page.get_by_text("फ़ोन ने जगह नहीं बताई").first.is_visible()
        page.goto(f"{site.url}/desk/monitoring/works/{work.slug}/photos/")
        assert page.locator("figure img").count() == 2
        assert faults(page, hindi=True, narrow=True) == []
    assert Photo.objects.order_by("-pk")[0].flags == [Flag.NO_POSITION]
    assert day(first.at) == first.visit.on

    with screen(chromium, site, width=360) as page:
        for address in ("/nirman/", f"/nirman/{work.slug}/"):
            page.goto(site.url + address)
            assert faults(page, hindi=True, narrow=True) == []
        assert page.locator("figure.chart svg").first.is_visible()


@pytest.mark.timeout(300)
def test_the_desk_of_works_is_without_fault_on_a_wide_screen(chromium: Browser, site: Town) -> None:
    work = Work.objects.get(slug=VARANASI)
    with screen(chromium, site, building.people().labour) as page:
        for address in ("", f"{work.slug}/", "new/", f"{work.slug}/write/ready/", f"{work.slug}/write/plan/"):
            page.goto(f"{site.url}/desk/monitoring/works/{address}")
            assert faults(page, hindi=True) == []


def begin(page: Page, site: Town, work: Work) -> None:
    page.goto(f"{site.url}/desk/monitoring/works/{work.slug}/visit/")


def send(page: Page, number: int, *, seed: int) -> None:
    taken = building.picture(seed, taken=timezone.now())
    page.select_option("[name=visitor]", "ee")
    page.check("[name=nobody_seen]")
    page.fill("[name=notes]", "दूसरी मंज़िल की छत पड़ी।")
    page.set_input_files(
        f"[name=photo_{number}]", {"name": "site.jpg", "mimeType": "image/jpeg", "buffer": taken.read()}
    )
    with page.expect_navigation():
        page.locator("main form .button-now").click()
