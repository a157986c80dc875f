"""Complaints are written without a network on a small phone, and arrive once."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.town import Town

from shramsetu.casework.models import Case
from shramsetu.grievances.models import Grievance

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.timeout(180)]

NOTE = Path(__file__).parents[1] / "files" / "spoken" / "handset.amr"
WORDS = "पिता जी को चार महीने से मज़दूरी नहीं मिली, ठेकेदार फ़ोन नहीं उठाता।"
ARRIVAL = 60_000  # how long a busy machine may take to register
KEPT = """async () => {
  const wait = () => new Promise((go) => setTimeout(go, 100));
  while (!navigator.serviceWorker.controller) await wait();
  const scripts = ["offline/box.js", "offline/sync.js", "portal/unplugged.js", "portal/kept.js"];
  const kept = ["/file/offline/", "/kept/", ...scripts.map((name) => `/static/${name}`)];
  for (const address of kept) while (!(await caches.match(address))) await wait();
}"""


def ready(phone: Page, site: Town) -> None:
    phone.goto(f"{site.url}/")
    phone.evaluate(KEPT)


def offline(phone: Page, gone: bool) -> None:
    phone.context.set_offline(gone)


def go_on(phone: Page) -> None:
    phone.locator("[data-go]").click()


def who_and_where(phone: Page) -> None:
    phone.select_option("#id_district", index=5)
    go_on(phone)
    phone.get_by_label("किसी और की").check()
    phone.fill("#id_name", "रामदीन")
    phone.fill("#id_filer_name", "सीता")
    phone.locator("#id_consent_0").check()
    go_on(phone)


def narrow(phone: Page) -> None:
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_daughters_complaint_outlasts_the_network(site: Town, phone: Page) -> None:
    before = Case.objects.count()
    ready(phone, site)
    phone.goto(f"{site.url}/file/what/")
    phone.fill("#id_text", WORDS)
    phone.locator("#id_kind_0").check()
    phone.wait_for_timeout(600)  # what is typed is laid into the store a moment after the last key
    offline(phone, True)
    phone.locator("button.button-primary").click()  # the answer never comes
    expect(phone.locator("#unplugged")).to_be_visible()
    expect(phone.locator("#id_text")).to_have_value(WORDS)
    narrow(phone)
    phone.locator("#id_category summary").first.click()
    phone.locator("#id_category details[open] input").first.check()
    go_on(phone)
    phone.reload()  # the page is lost, the draft is not
    who_and_where(phone)
    narrow(phone)
    phone.locator("[data-send]").click()
    expect(phone.locator("#rows .state")).to_have_text("नेटवर्क के इंतज़ार में")
    narrow(phone)
    assert Case.objects.count() == before
    offline(phone, False)
    expect(phone.locator("#rows .state")).to_have_text("हम तक पहुँच गई", timeout=ARRIVAL)
    assert Case.objects.count() == before + 1
    assert Grievance.objects.filter(text=WORDS).count() == 1
    number = phone.locator("#rows h2").inner_text().replace(" ", "")
    assert Case.objects.filter(number=number).exists()
    offline(phone, True)
    phone.goto(f"{site.url}/track/{number}/")  # followed without a network, as it stood
    expect(phone.locator("#rows [data-words]")).to_contain_text("तब की स्थिति")
    offline(phone, False)


def test_a_voice_note_without_a_word_waits_for_the_network_too(site: Town, phone: Page) -> None:
    ready(phone, site)
    offline(phone, True)
    phone.goto(f"{site.url}/file/offline/")
    phone.locator("#id_kind_0").check()
    go_on(phone)
    expect(phone.locator(".error-summary")).to_be_visible()  # neither a word nor a voice
    phone.set_input_files("#id_files", str(NOTE))
    expect(phone.locator("#papers li")).to_have_count(1)
    go_on(phone)
    who_and_where(phone)
    phone.locator("[data-send]").click()
    expect(phone.locator("#rows .state")).to_have_text("नेटवर्क के इंतज़ार में")
    offline(phone, False)
    expect(phone.locator("#rows .state")).to_have_text("हम तक पहुँच गई", timeout=ARRIVAL)
    number = phone.locator("#rows h2").inner_text().replace(" ", "")
    assert Case.objects.get(number=number).state == "typing"


def lay(phone: Page, key: str, words: str) -> None:
    """Lay a complaint into the queue by the store itself, as the page does."""
    phone.evaluate(
        """async ([key, text]) => {
          const { box } = await import("/static/offline/box.js");
          const who = { whom: "me", name: "रामदीन", safe_to_call: "yes" };
          const body = { text, kind: "grievance", category: "wages-not-paid", unknown: "yes", ...who };
          await (await box()).add(key, "complaint", body);
        }""",
        [key, words],
    )


SYNC = """async () => {
  const [{ box }, { sync }] = [await import("/static/offline/box.js"), await import("/static/offline/sync.js")];
  return sync(await box(), { at_once: true });
}"""


def test_an_answer_that_is_lost_doubles_nothing_and_a_late_change_is_asked_about(site: Town, phone: Page) -> None:
    key, before = "5b0d9a52-6c1f-4f8e-8a52-0d3f7c9e1a44", Case.objects.count()
    phone.goto(f"{site.url}/offline/")
    lay(phone, key, WORDS)
    phone.route("**/offline/sync/", lambda route: (route.fetch(), route.abort()))  # it arrives, the answer does not
    phone.evaluate(SYNC)
    assert Case.objects.count() == before + 1
    phone.unroute("**/offline/sync/")
    lay(phone, key, WORDS + " अब धमकी भी दी।")
    phone.goto(f"{site.url}/kept/")
    expect(phone.locator("#rows .state").first).to_have_text("हमारे पास कुछ और दर्ज है", timeout=ARRIVAL)
    narrow(phone)
    phone.get_by_role("button", name="हाँ: इसे अलग शिकायत बनाकर भेजें").click()
    expect(phone.locator("#rows .state").first).to_have_text("हम तक पहुँच गई", timeout=ARRIVAL)
    assert Case.objects.count() == before + 2


def test_signing_out_forgets_what_lies_on_the_phone(site: Town, phone: Page) -> None:
    ready(phone, site)
    lay(phone, "9c1f0d3a-2b7e-4c55-9f10-7a8b6c5d4e3f", WORDS)
    raw = """async () => new Promise((done) => {
      indexedDB.open("shramsetu-offline").onsuccess = ({ target }) => {
        const table = target.result.transaction(["entries", "keys"]);
        const [entries, keys] = [table.objectStore("entries").getAll(), table.objectStore("keys").getAll()];
        table.oncomplete = () => {
          const text = entries.result.map((one) => new TextDecoder().decode(one.bytes)).join();
          done([text, keys.result.length, keys.result.some((one) => one.key.extractable)]);
        };
      };
    })"""
    text, keys, is_open = phone.evaluate(raw)
    assert (keys, is_open) == (1, False)
    assert not re.search("रामदीन|मज़दूरी|grievance", text)
    offline(phone, True)
    phone.goto(f"{site.url}/kept/")
    phone.once("dialog", lambda dialog: dialog.accept())
    phone.locator("#forget button").click()
    expect(phone.locator("#nothing")).to_be_visible()
    assert phone.evaluate(raw)[0] == ""
    offline(phone, False)
