"""Bonded labour by role in real browsers: a finding on paper, money by two, a clerk's one line, another district."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from tests.bonded import later_room, purse, room
from tests.bonded import transfer_world as world
from tests.browser.desk import screen, take
from tests.browser.town import Town, town
from tests.browser.walk import faults

from shramsetu.bonded.models import BondedDuty, Paper, Transfer
from shramsetu.bonded.papers import scan
from shramsetu.bonded.views.public import code_of
from shramsetu.casework.models import Case

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.xdist_group("bonded")]
HOME = "/desk/bonded/"
SLOW = 120_000  # milliseconds: the first PDF of a process reads its fonts, and the machine may be busy


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Town]:
    """A site without a past: what these tests need they make."""
    with django_db_blocker.unblock(), town(cases=0) as built:  # type: ignore[attr-defined]
        yield built


def choose(page: Page, words: str) -> None:
    """Follow the link that says this."""
    with page.expect_navigation():
        page.get_by_role("link", name=words).first.click()


def test_a_magistrate_signs_a_finding_and_its_order_comes_back_by_scan(chromium: Browser, site: Town) -> None:
    found = room.freed()
    room.empower()
    room.take(found, "secure")
    room.stated(found)
    room.drafted(found, "bonded", room.WHY)
    number = found.case.number
    with screen(chromium, site, room.officer("sdm"), width=360) as page:
        page.goto(site.url + HOME)
        assert faults(page, hindi=True, narrow=True) == []
        choose(page, "हस्ताक्षर के लिए निर्णय")
        choose(page, found.code)
        assert room.NAME not in page.content()
        page.goto(f"{site.url}{HOME}person/{number}/finding/")
        assert faults(page, hindi=True, narrow=True) == []
        page.locator("[name=verdict][value=bonded]").check()
        page.fill("[name=text]", room.WHY)
        with page.expect_navigation():
            page.click("button[value=sign]")
        assert page.locator(".error-summary").count() == 0, page.inner_text("main")

        papers = f"{site.url}{HOME}papers/case/{number}/"
        page.goto(papers)
        assert faults(page, hindi=True, narrow=True) == []
        asked = {"kind": "finding-order", **_token(page)}
        sheet = page.request.post(papers, form=asked, headers={"Referer": papers}, timeout=SLOW)
        assert sheet.headers["content-type"] == "application/pdf"
        page.reload()
        signed = {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": scan.pictured(sheet.body())}
        page.locator("form[action$='/scan/'] [name=pages]").first.set_input_files([signed])
        with page.expect_navigation(timeout=SLOW):
            page.locator("form[action$='/scan/'] button").first.click()
        order = Paper.objects.get(case=found.case, kind="finding-order")
        assert order.number in page.inner_text("main")
        assert order.state == Paper.State.RECEIVED
        page.goto(f"{site.url}{HOME}papers/{order.pk}/confirm/")
        assert faults(page, hindi=True, narrow=True) == []
        with page.expect_navigation():
            page.click("button[value=yes]")
        order.refresh_from_db()
        assert order.state == Paper.State.SCANNED
    found.case.refresh_from_db()
    assert found.case.state == "bonded"


def _token(page: Page) -> dict[str, str]:
    value = page.locator("[name=csrfmiddlewaretoken]").first.get_attribute("value")
    assert value
    return {"csrfmiddlewaretoken": value}


def test_an_officer_proposes_and_another_person_sanctions(chromium: Browser, site: Town) -> None:
    purse.opened_fund()
    payment = purse.freed()
    address = f"{HOME}money/payment/{payment.pk}/"
    ledger = f"{site.url}{HOME}money/person/{payment.survivor.code}/"
    with screen(chromium, site, room.officer("labour_officer"), width=360) as page:
        page.goto(site.url + HOME)
        choose(page, "प्रस्ताव के लिए भुगतान")
        assert payment.survivor.code in page.inner_text("main")
        page.goto(f"{site.url}{address}propose/")
        page.fill("[name=amount]", "30,000")
        submit(page)
        assert faults(page, hindi=True, narrow=True) == []
        page.goto(ledger)
        assert page.locator(f"a[href='{address}sanction/']").count() == 0
        assert room.NAME not in page.content()
    with screen(chromium, site, room.officer("sdm"), width=360) as page:
        page.goto(site.url + HOME)
        choose(page, "स्वीकृति के लिए भुगतान")
        page.goto(ledger)
        with page.expect_navigation():
            page.click(f"a[href='{address}sanction/']")
        page.fill("[name=number]", purse.ORDER)
        submit(page)
    payment.refresh_from_db()
    assert payment.stage == "sanctioned"
    assert payment.proposed_by_id != payment.sanctioned_by_id


def submit(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main form[method=post] .actions button").first.click()
    assert page.locator(".error-summary").count() == 0, page.inner_text("main")


def test_a_clerk_sees_one_line_and_a_code_and_ends_it_with_its_proof(chromium: Browser, site: Town) -> None:
    person = later_room.planned("pension")
    duty = BondedDuty.objects.select_related("case").get(parent=person.case, clock="rehabilitation-line")
    with screen(chromium, site, room.officer(duty.owner, "Chitrakoot"), width=360) as page:
        page.goto(site.url + HOME)
        assert page.locator("main .doors a").count() == 1
        choose(page, "मेरे पास के काम")
        assert person.code in page.inner_text("main")
        answer = page.goto(f"{site.url}/desk/case/{person.case.number}/")
        assert answer is not None
        assert answer.status in (403, 404)
        page.goto(f"{site.url}/desk/case/{duty.case.number}/")
        assert faults(page, hindi=True, narrow=True) == []
        assert room.NAME not in page.content()
        case = Case.objects.get(pk=duty.pk)
        take(page, site, case, "complete", text="पेंशन स्वीकृत", files="proof")
    assert case.state == "done"


def test_the_home_district_answers(chromium: Browser, site: Town) -> None:
    transfer = world.sent()
    with screen(chromium, site, world.officer(world.aligarh()), width=360) as page:
        page.goto(site.url + HOME)
        choose(page, "उत्तर के लिए हस्तांतरण")
        assert faults(page, hindi=True, narrow=True) == []
        choose(page, transfer.code)
        assert "सुरेश" not in page.content()
        assert faults(page, hindi=True, narrow=True) == []
        choose(page, "स्वीकार")
        submit(page)
    assert Transfer.objects.get(pk=transfer.pk).stage == Transfer.Stage.ACCEPTED


def test_a_neighbour_tells_on_a_phone_without_a_name(chromium: Browser, site: Town) -> None:
    with screen(chromium, site, width=360) as page:
        page.goto(f"{site.url}/bandhua/soochna/")
        assert faults(page, hindi=True, narrow=True) == []
        page.locator("[name=informant]").first.check()
        page.fill("[name=text]", "भट्ठे पर परिवार बंद हैं")
        page.locator("[name=risk_to_life][value=no]").check()
        page.select_option("[name=district]", str(room.district().lgd_code))
        page.fill("[name=landmark]", "नैनी, नहर के पास")
        with page.expect_navigation():
            page.locator("main form[method=post] button.button-primary").click()
        told = Case.objects.filter(kind="bl_info").latest("pk")
        assert code_of(told.number) in page.inner_text("main")
        assert faults(page, hindi=True, narrow=True) == []


def test_the_police_decide_on_a_report_and_the_commissioner_sees_who_is_not_paid(chromium: Browser, site: Town) -> None:
    survivor = purse.freed(7).survivor
    duty = BondedDuty.objects.select_related("case").get(parent=survivor.case, clock="fir", is_open=True)
    with screen(chromium, site, room.officer("police"), width=360) as page:
        page.goto(site.url + HOME)
        choose(page, "मेरे पास के काम")
        assert survivor.code in page.inner_text("main")
        page.goto(f"{site.url}{HOME}fir/{duty.case.number}/")
        assert faults(page, hindi=True, narrow=True) == []
        assert room.NAME not in page.content()
        page.locator("[name=persons]").first.check()
        page.locator("[name=registered][value=no]").check()
        page.fill("[name=reason]", "वही घटना दूसरे थाने की प्राथमिकी 44/2026 में दर्ज है")
        submit(page)
    duty.refresh_from_db()
    assert not duty.is_open
    with screen(chromium, site, room.officer("commissioner"), width=360) as page:
        page.goto(f"{site.url}{HOME}money/unpaid/")
        assert faults(page, hindi=True, narrow=True) == []
        assert survivor.code in page.inner_text("main")
        assert room.NAME not in page.content()
