"""A card is checked in the browser, with a network and without one."""

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect
from tests.browser.town import Town
from tests.workers import room

from shramsetu.workers import card_paper
from shramsetu.workers.actions import boards, cards

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

# The page is ready to be without a network: its keeper watches over it and holds it.
KEPT = """async () => {
  const wait = () => new Promise((go) => setTimeout(go, 100));
  while (!navigator.serviceWorker.controller) await wait();
  const kept = ["/shramik/card/", "/static/npm/@noble/ed25519/index.js"];
  for (const address of kept) while (!(await caches.match(address))) await wait();
}"""


@pytest.mark.timeout(180)
def test_a_card_is_checked_without_a_network(site: Town, phone: Page) -> None:
    membership = boards.admit(room.worker(), "bocw", years=3, on=room.TODAY, by=room.clerk(), at=room.AT)
    card = cards.issue(membership, by=room.clerk(), at=room.AT)
    address = card_paper.address(card).replace(settings.SITE_URL, site.url)
    phone.goto(f"{site.url}/shramik/card/")
    phone.evaluate(KEPT)
    phone.context.set_offline(True)
    phone.goto(address)
    phone.reload()
    expect(phone.locator("#card-good")).to_be_visible()
    expect(phone.locator("[data-say=w]")).to_have_text("रामदेव निषाद")
    phone.goto(address[:-6] + "AAAAAA")
    expect(phone.locator("#card-forged")).to_be_visible()
    expect(phone.locator("#card-facts")).to_be_hidden()
    phone.context.set_offline(False)
    cards.revoke(card, cards.Why.LOST, by=room.clerk(), at=room.AT)
    phone.goto(f"{site.url}/shramik/card/?anew")
    phone.goto(address)
    expect(phone.locator("#card-revoked")).to_be_visible()
