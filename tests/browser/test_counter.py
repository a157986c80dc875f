"""Typing beside the scan in a real browser: doubtful words one after the other, the next letter, parting by hand."""

from collections.abc import Iterator

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page
from tests import cast
from tests.browser.desk import screen
from tests.browser.town import Town, town
from tests.browser.walk import faults
from tests.intake import printed

from shramsetu.casework.models import Case
from shramsetu.grievances.models import Grievance
from shramsetu.intake.models import Letter, Scanned
from shramsetu.lib import numbers
from shramsetu.offices.models import Post

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.xdist_group("counter")]
DRAFT = "तीन [महिने?] से मज़दूरी नहीं मिली। ठेकेदार [54,000?] रुपये दबाए बैठा है।"
RIGHT = "तीन महीने से मज़दूरी नहीं मिली। ठेकेदार 54,000 रुपये दबाए बैठा है।"


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Town]:
    """A site without a past."""
    with django_db_blocker.unblock(), town(cases=0) as built:  # type: ignore[attr-defined]
        yield built


@pytest.mark.timeout(400)
def test_a_pile_is_scanned_parted_typed_by_keyboard_and_the_slip_printed(chromium: Browser, site: Town) -> None:
    clerk = cast.seat(Post.objects.get(code="labour.alc.kanpur-nagar")).actor
    with screen(chromium, site, clerk) as page:
        page.goto(f"{site.url}/desk/intake/scanned/")
        assert faults(page, hindi=True) == []
        hand_in(page, printed.scanned(*printed.PAGES, dpi=80))
        first = Scanned.objects.get()
        assert first.pages == 3
        Scanned.objects.filter(pk=first.pk).update(draft=DRAFT, reading="read")

        page.goto(f"{site.url}/desk/intake/scanned/{first.pk}/")
        assert faults(page, hindi=True) == []
        assert page.locator(".typing-scan img").first.evaluate("one => one.complete && one.naturalWidth > 0")
        with page.expect_navigation():
            page.get_by_role("button", name="यहाँ से दूसरा पत्र है").last.click()
        assert sorted(Scanned.objects.values_list("pages", flat=True)) == [1, 2]
        Scanned.objects.filter(pk=first.pk).update(draft=DRAFT, reading="read")
        page.reload()

        # Not compared: it is not taken, and the words stand in the sentence.
        fill(page)
        send(page)
        assert page.locator(".error-summary").is_visible()
        assert "महिने" in page.locator(".error-summary").inner_text()
        assert Case.objects.count() == 0

        doubtful(page)
        fill(page)
        page.get_by_label("मैंने इसे पत्र से शब्द-शब्द मिला लिया है").check()
        send(page)
        case = Case.objects.get(kind="grievance")
        assert Grievance.objects.get(pk=case.pk).text == RIGHT
        other = Scanned.objects.exclude(pk=first.pk).get()
        assert f"/scanned/{other.pk}/?done={case.number}" in page.url
        assert numbers.spaced(case.number) in page.locator(".notice").first.inner_text()
        assert faults(page, hindi=True) == []

        # Slips: A5, and a roll of 80 mm.
        for paper, wide in (("", 148), ("?paper=80", 80)):
            page.goto(f"{site.url}/desk/registered/{case.number}/slip/{paper}")
            sheet = page.pdf(prefer_css_page_size=True)
            assert round(width_of(sheet) * 25.4 / 72) == wide


@pytest.mark.timeout(300)
def test_the_counter_works_on_a_phone(chromium: Browser, site: Town) -> None:
    clerk = cast.seat(Post.objects.get(code="labour.alc.agra")).actor
    with screen(chromium, site, clerk, width=360) as page:
        page.goto(f"{site.url}/desk/intake/scanned/")
        hand_in(page, printed.scanned(printed.PAGES[0], dpi=80))
        row = Scanned.objects.get(office__code="labour.alc.agra")
        for address in ("", f"{row.pk}/"):
            page.goto(f"{site.url}/desk/intake/scanned/{address}")
            assert faults(page, hindi=True, narrow=True) == []


@pytest.mark.timeout(300)
def test_what_was_typed_is_there_after_the_session_was_over(chromium: Browser, site: Town) -> None:
    clerk = cast.seat(Post.objects.get(code="labour.alc.lucknow")).actor
    with screen(chromium, site, clerk) as page:
        address = f"{site.url}/desk/intake/letters/receipt/"
        page.goto(address)
        page.locator("#id_party").fill("सीता देवी")
        page.locator("#id_subject").fill("छुट्टी का पैसा")
        page.locator("#id_way").select_option("speed")
        page.context.clear_cookies()
        with page.expect_navigation():
            page.locator("form.register button[data-key=s]").click()
        assert Letter.objects.filter(party="सीता देवी").count() == 0
        site.seat(page.context, clerk)
        page.goto(address)
        kept = [page.locator(f"#id_{name}").input_value() for name in ("party", "subject", "way")]
        assert kept == ["सीता देवी", "छुट्टी का पैसा", "speed"]
        with page.expect_navigation():
            page.locator("form.register button[data-key=s]").click()
        assert Letter.objects.filter(party="सीता देवी").count() == 1
        assert page.locator("#id_party").input_value() == ""
        page.reload()
        assert page.locator("#id_party").input_value() == ""


def hand_in(page: Page, content: bytes) -> None:
    page.locator("[name=pages]").set_input_files([{"name": "a.pdf", "mimeType": "application/pdf", "buffer": content}])
    page.get_by_label("सभी पन्ने एक ही पत्र के हैं").check()
    with page.expect_navigation():
        page.get_by_role("button", name="जमा करें").click()


def doubtful(page: Page) -> None:
    """Walk through the doubtful words: the first is typed anew, the second stays as it is."""
    button = page.locator("[data-doubtful]")
    button.click()
    page.keyboard.type("महीने")
    page.keyboard.press("F2")
    page.keyboard.press("F2")
    assert page.locator("#id_text").input_value() == RIGHT
    assert button.is_disabled()


def fill(page: Page) -> None:
    page.locator("#id_name").fill("रमेश कुमार")
    page.locator("#id_phone").fill("9999900001")
    page.locator("#id_category").select_option(cast.WAGES)
    page.locator("#id_place_word").fill("कानपुर नगर")
    page.locator("#id_place_unknown").check()


def send(page: Page) -> None:
    with page.expect_navigation():
        page.locator("#register button[data-key=s]").click()


def width_of(sheet: bytes) -> float:
    return float(pypdfium2.PdfDocument(sheet)[0].get_width())


def test_the_fields_of_a_register_take_the_width_of_the_desk(chromium: Browser, site: Town) -> None:
    clerk = cast.seat(Post.objects.get(code="labour.alc.kanpur-nagar")).actor
    with screen(chromium, site, clerk) as page:
        page.goto(f"{site.url}/desk/intake/letters/despatch/")
        form, rows = page.locator("form.register").bounding_box(), page.locator("form.register .register-row")
        assert form is not None
        widths = [row.bounding_box() for row in rows.all()]
        assert [round(one["width"]) for one in widths if one] == [round(form["width"])] * 2
