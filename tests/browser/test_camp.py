"""A day without a network in a real browser at 360 px: loaded, typed with the network off, handed in."""

import io

import pytest
import zxingcpp
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from tests import cast
from tests.browser.desk import screen
from tests.browser.town import Town

from shramsetu.casework.models import Case
from shramsetu.intake.camps import actions
from shramsetu.intake.camps.actions import Plan
from shramsetu.intake.camps.models import Day, Line
from shramsetu.lib import clock
from shramsetu.offices.models import Post
from shramsetu.places import queries as places

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.timeout(300)]
LINES = 12
LOADED = "दिवस लोड हो गया; अब यह बिना नेटवर्क चलता है।"
HOLDER = "श्रम प्रवर्तन अधिकारी, कानपुर नगर"  # unpaid wages of the day's own place


def alc() -> cast.Seat:
    return cast.seat(Post.objects.get(code="labour.alc.kanpur-nagar"))


def day() -> Day:
    at = timezone.now()
    plan = Plan("jan-sunwai", clock.day(at), places.district(cast.KANPUR), "सभागार")
    return actions.open_day(plan, office=alc().post, by=alc().actor, at=at)


def unlock(page: Page, said: str = "धूप में सूखता गेहूँ") -> None:
    page.fill("#id_pass", said)
    page.locator("#lock button").click()


def type_line(page: Page, place: int) -> str:
    page.fill("#id_name", f"मज़दूर {place}")
    page.fill("#id_phone", f"98765000{place:02d}")
    page.select_option("#id_category", "wages-not-paid")
    page.fill("#id_text", f"ठेकेदार ने {place} महीने की मज़दूरी रोक रखी है।")
    page.locator("#line .button-primary").click()
    expect(page.locator("#slip [data-name]")).to_have_text(f"मज़दूर {place}")
    return page.locator("#slip [data-number]").inner_text().replace(" ", "")


def read_code(page: Page) -> str:
    """What a phone reads off the printed slip."""
    drawn = Image.open(io.BytesIO(page.locator("#slip [data-qr]").screenshot()))
    (found,) = zxingcpp.read_barcodes(drawn.convert("L").resize((444, 444)))
    return found.text


def test_a_day_is_held_with_the_network_off(chromium: Browser, site: Town) -> None:
    of, before = day(), Case.objects.count()
    with screen(chromium, site, alc().actor, width=360) as page:
        page.goto(f"{site.url}/offline/camp/?day={of.pk}")
        unlock(page)
        expect(page.locator("#work")).to_be_visible(timeout=20_000)
        expect(page.locator("#how")).to_have_text(LOADED)  # nothing waited, and nothing is said to be handed in
        page.wait_for_function("navigator.serviceWorker.controller !== null")
        page.context.set_offline(True)
        page.goto(f"{site.url}/offline/camp/")  # opened anew where there is no network
        unlock(page, "कुछ और ही शब्द")
        expect(page.locator("#how")).to_have_text("इस गुप्त वाक्य से नहीं खुलता।")
        unlock(page)
        expect(page.locator("#work")).to_be_visible(timeout=20_000)
        given = [type_line(page, place) for place in range(1, LINES + 1)]
        expect(page.locator("#slip [data-holder]")).to_have_text(HOLDER)
        expect(page.locator("#slip [data-until]")).not_to_be_empty()
        assert read_code(page) == f"{site.url}/track/{given[-1]}/"
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert Case.objects.count() == before
        page.context.set_offline(False)
        expect(page.locator("#how")).to_have_text("नेटवर्क है। जो रुका था वह जमा हो गया।", timeout=60_000)
        page.reload()
        unlock(page)
        expect(page.locator("#work")).to_be_visible(timeout=20_000)
        expect(page.locator("#how")).to_have_text("नेटवर्क है। यहाँ जमा करने को कुछ नहीं रुका है।")
    assert sorted(Line.objects.filter(day=of).values_list("case__number", flat=True)) == sorted(given)
    assert len(set(given)) == LINES
