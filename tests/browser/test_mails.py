"""E-mails at the desk: the list, one mail, quarantine and the answer, on a wide screen and a narrow one."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser
from tests import cast
from tests.browser.desk import screen
from tests.browser.town import Town, town
from tests.browser.walk import faults
from tests.intake.mail import post

from shramsetu.demo import mails
from shramsetu.intake.mail.models import Mail
from shramsetu.messages.models import Message
from shramsetu.offices.models import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.xdist_group("mails")]


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Town]:
    """A site without a past: what this test needs it makes."""
    with django_db_blocker.unblock(), town(cases=0) as built:
        yield built


@pytest.mark.timeout(400)
def test_mails_are_worked_on_a_narrow_and_a_wide_screen(chromium: Browser, site: Town, settings: Any) -> None:
    settings.MAIL_ADDRESS = post.OURS
    assert mails.grow(at=timezone.now()) == 7
    waiting = Mail.objects.filter(state="waiting").order_by("pk")
    filed = Mail.objects.get(state="filed")
    assert filed.case is not None
    known = filed.case.parties.get(part="complainant").person
    assert known is not None
    long = post.raw(text=f"{'क' * 300} मेरा नंबर {known.phone}", sender=f"{'a' * 60}@{'b' * 60}.example")
    alike = post.came(long, at=timezone.now() - timedelta(hours=1))
    pages = ["/desk/mail/", "/desk/mail/?list=quarantined", "/desk/mail/?list=joined", f"/desk/mail/{alike.pk}/"]
    pages += [f"/desk/case/{filed.case.number}/answer/{filed.pk}/"]
    pages += [f"/desk/case/{filed.case.number}/part/{Mail.objects.get(state='joined').pk}/"]
    for width in (360, 1280):
        with screen(chromium, site, cast.desk(Role.OPERATOR), width=width) as page:
            for address in pages:
                page.goto(site.url + address)
                assert (address, width, faults(page, hindi=True, narrow=width == 360)) == (address, width, [])

    with screen(chromium, site, cast.desk(Role.OPERATOR), width=360) as page:
        page.goto(f"{site.url}/desk/mail/{alike.pk}/")
        with page.expect_navigation():
            page.locator(f"form:has(input[value='{filed.case.number}']) button").first.click()
        alike.refresh_from_db()
        assert (alike.state, alike.case) == ("joined", filed.case)
        page.goto(f"{site.url}/desk/mail/{waiting[0].pk}/")
        page.fill("[name=reason]", "विज्ञापन")
        with page.expect_navigation():
            page.locator("form[action$='put-away/'] button").click()
        page.goto(f"{site.url}/desk/case/{filed.case.number}/answer/{filed.pk}/")
        page.fill("[name=text]", "आपकी बात दर्ज है।")
        with page.expect_navigation():
            page.locator("form:has([name=text]) .actions button").click()
    assert Message.objects.filter(template="case-answer").count() == 2
