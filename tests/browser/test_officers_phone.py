"""Officers on the phone: what waits for approval and the day's round, by touch on a screen of 360 points."""

import re
from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect
from tests import cast
from tests.browser.town import Town, town
from tests.browser.walk import Ear, faults

from shramsetu.casework.models import Case
from shramsetu.journal.models import Entry
from shramsetu.lib import globe, numbers
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Post
from shramsetu.places.models import Place

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.xdist_group("officers-phone")]
TARGET = 32  # points: what a finger meets at the desk
WHY = "दोनों पक्षों के बयान नहीं हैं"


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Town]:
    """A site without a past: what this test needs it makes."""
    with django_db_blocker.unblock(), town(cases=0) as built:  # type: ignore[attr-defined]
        yield built


def marked(place: Place | None = None) -> tuple[Case, Post]:
    """Return a complaint whose holder sent the post below out to look."""
    at = timezone.now()
    where = {"place": place, "district": place.district} if place else {}
    case = cast.complaint(at=at, **where)
    cast.take(case, "open", at=at)
    assert case.holder is not None
    below = offices.subordinates(case.holder)[0]
    cast.take(case, "mark", at=at, post=below, text="स्थल देखें")
    return case, below


def enquired() -> Case:
    """Return a complaint whose enquiry has come in with its evidence."""
    case, below = marked()
    actor, at = cast.seat(below).actor, timezone.now()
    cast.attach(case, by=actor, at=at)
    cast.take(case, "submit_enquiry", by=actor, at=at, text=cast.REPORTED, **cast.EVIDENCE)
    case.refresh_from_db()
    return case


def right(page: Page, ear: Ear) -> None:
    """A page owes an officer on the phone: no barrier, no English, nothing sideways, buttons a finger meets."""
    assert faults(page, hindi=True, narrow=True) + ear.heard == []
    small = [one.inner_text() for one in page.locator("main .actions .button:visible").all() if height(one) < TARGET]
    assert small == []


def height(one: Locator) -> float:
    box = one.bounding_box()
    return box["height"] if box else 0


def touch(one: Locator) -> None:
    with one.page.expect_navigation():
        one.tap()


def test_an_officer_approves_one_and_gives_the_other_back_by_touch(site: Town, phone: Page) -> None:
    first, second = enquired(), enquired()
    site.seat(phone.context, cast.holder_of(first))
    ear = Ear(phone)
    phone.goto(f"{site.url}/desk/sign/")
    right(phone, ear)
    expect(phone.locator("#case-title")).to_have_text(numbers.spaced(first.number))
    expect(phone.locator("main")).to_contain_text(cast.REPORTED)

    touch(phone.get_by_role("link", name="छोड़ें, अगला"))  # passed over, and come back to
    expect(phone.locator("#case-title")).to_have_text(numbers.spaced(second.number))
    touch(phone.locator("main nav.actions a[href='?n=0']"))

    touch(phone.locator("article .button-now"))
    assert phone.url.endswith(f"/desk/sign/?done={first.number}")
    right(phone, ear)
    expect(phone.locator("main .notice-good")).to_contain_text(numbers.spaced(first.number))
    expect(phone.locator("#case-title")).to_have_text(numbers.spaced(second.number))

    touch(phone.locator(f"a[href$='/{second.number}/step/return_enquiry/?from=sign']"))
    right(phone, ear)
    phone.locator("[name=reason]").tap()
    phone.keyboard.type(WHY)
    touch(phone.locator("form[data-draft] .actions button"))
    assert phone.url.endswith(f"/desk/sign/?done={second.number}")
    right(phone, ear)
    expect(phone.locator("main")).to_contain_text("आपके अनुमोदन के लिए कुछ नहीं है")
    last = {one.pk: Entry.objects.filter(stream=one.stream).latest("seq").verb for one in (first, second)}
    second.refresh_from_db()
    assert (last, second.state) == ({first.pk: "approve_enquiry", second.pk: "return_enquiry"}, "marked")


def test_the_round_leads_from_site_to_site_and_to_map_and_telephone(site: Town, phone: Page) -> None:
    spots = places_apart()
    (near, below), (far, _), (middle, _) = (marked(spots[at]) for at in (0, 2, 1))
    site.seat(phone.context, cast.seat(below).actor)
    phone.context.grant_permissions(["geolocation"])
    here = spots[0]
    phone.context.set_geolocation({"latitude": here.lat or 0, "longitude": here.lon or 0})
    ear = Ear(phone)
    phone.goto(f"{site.url}/desk/route/")
    right(phone, ear)
    expect(phone.locator("main")).to_contain_text("आपके कार्यालय से")

    touch(phone.locator("form[data-here] button"))
    right(phone, ear)
    expect(phone.locator("main")).to_contain_text("आप जहाँ हैं वहाँ से")
    rows = phone.locator("ol.list-plain > li")
    shown = [re.sub(r"\D", "", one) for one in rows.locator("h2").all_inner_texts()]
    assert shown == [near.number, middle.number, far.number]
    maps = [one.get_attribute("href") for one in rows.locator("a[href^='geo:']").all()]
    assert maps == [f"geo:{one.lat},{one.lon}?q={one.lat},{one.lon}" for one in spots]

    touch(rows.first.locator(f"a[href^='/desk/case/{near.number}/phone/']"))
    right(phone, ear)
    assert phone.locator("a[href^='tel:']").count() == 0
    phone.fill("#reason", "मौक़े पर आने का समय तय करने के लिए")
    touch(phone.locator("main form .button-now"))
    right(phone, ear)
    expect(phone.locator("main a[href^='tel:']")).to_have_attribute("href", f"tel:{cast.RAMESH.phone}")
    assert Entry.objects.filter(stream=f"reads:{near.number}", verb="reveal").count() == 1


def places_apart() -> list[Place]:
    """Return three places of a district along a way, each nearer to the one before than to any other."""
    district = Place.objects.get(kind="district", name_en="Agra")
    known = list(Place.objects.filter(district=district, lat__isnull=False).exclude(kind="district").order_by("pk"))
    start = min(known, key=lambda one: (one.lon, one.lat))

    def away(one: Place) -> float:
        return globe.kilometres((start.lon or 0, start.lat or 0), (one.lon or 0, one.lat or 0))

    end = max(known, key=away)
    between = min(known, key=lambda one: abs(away(one) - away(end) / 3))
    return [start, between, end]
