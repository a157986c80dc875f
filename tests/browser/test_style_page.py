"""Every component, in both rooms and both lights: accessible, inside the screen, usable by keyboard."""

import threading
from collections.abc import Iterator
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
VIEWS = [(path, width, "light") for path in ("", "desk/", "page/") for width in (360, 1366)]
VIEWS += [("print/", 1366, "light"), ("auth/", 360, "light"), ("404/", 360, "light")]
VIEWS += [("desk/", 1366, "dark"), ("page/", 1366, "dark")]


class Silent(WSGIRequestHandler):
    def log_message(self, *args: object) -> None: ...


class Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The style pages need no database, so a plain server does."""
    before, settings.DEMO = settings.DEMO, True
    with make_server("127.0.0.1", 0, get_wsgi_application(), Threads, Silent) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/style/"
        server.shutdown()
        thread.join()
    settings.DEMO = before


@pytest.mark.parametrize(("path", "width", "scheme"), VIEWS)
def test_page_has_no_fault_and_no_overflow(chromium: Browser, site: str, path: str, width: int, scheme: str) -> None:
    context = chromium.new_context(locale="hi-IN", viewport={"width": width, "height": 740}, color_scheme=scheme)
    page, complaints = context.new_page(), []
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    page.on("pageerror", lambda fault: complaints.append(str(fault)))
    page.goto(site + path)
    page.evaluate("document.fonts.ready.then(() => true)")
    found = [(fault["id"], fault["nodes"][0]["target"]) for fault in Axe().run(page).response["violations"]]
    assert (found, complaints) == ([], [])
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_desk_is_walked_by_keyboard(page: Page, site: str) -> None:
    page.goto(f"{site}desk/")
    focused = "document.activeElement.getAttribute('href')"
    page.keyboard.press("j")
    assert page.evaluate(focused) == "#c2"  # the first stands open
    page.keyboard.press("k")
    assert page.evaluate(focused) == "#c1"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find"
    page.keyboard.type("jk")
    assert page.input_value("#find") == "jk"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert "आख्या दें" in page.inner_text("#keys")
    page.keyboard.press("Escape")
    assert page.get_attribute("#keys", "open") is None


def test_words_written_and_not_sent_come_back(page: Page, site: str) -> None:
    page.goto(f"{site}desk/")
    page.fill("textarea[name=words]", "मौके पर गया, नियोक्ता से बात हुई।")
    page.reload()
    assert page.input_value("textarea[name=words]") == "मौके पर गया, नियोक्ता से बात हुई।"


def test_devanagari_is_drawn_with_our_own_font(phone: Page, site: str) -> None:
    phone.goto(f"{site}auth/")
    phone.evaluate("document.fonts.ready.then(() => true)")
    loaded = phone.evaluate(
        "[...document.fonts].filter(face => face.status === 'loaded').map(face => face.family).sort()"
    )
    assert [name.strip('"') for name in loaded] == ["Setu Devanagari", "Setu Latin"]


def test_page_works_without_scripts(chromium: Browser, site: str) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(site)
    assert page.locator("[data-listen]").is_hidden()
    assert page.locator("form button.button-primary").is_visible()
    page.goto(f"{site}auth/")
    page.click("button[value=en]")
    assert page.get_attribute("html", "lang") == "en"
    context.close()
