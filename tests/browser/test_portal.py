"""The portal as a person meets it: a small phone, Hindi or English, with and without scripts."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page
from tests import cast
from tests.portal.portal_steps import WORDS, sent_code

from shramsetu.casework import queries as casework
from shramsetu.casework.models import Case, Party

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
WRITTEN = "form:has(#id_text) .button-primary"  # of the forms of the first page the one that takes words
SHOTS = os.environ.get("SHOTS", "")
PAGES = (
    "home track sign_in schemes help helplines figures open_data privacy accessibility about offline file app"
).split()


class Silent(WSGIRequestHandler):
    def log_message(self, *args: object) -> None: ...


class Shared(ThreadingMixIn, WSGIServer):
    """Works in the test's own transaction, one request after the other."""

    daemon_threads = True
    connection: BaseDatabaseWrapper

    def process_request_thread(self, *args: object) -> None:
        connections["default"] = self.connection
        super().process_request_thread(*args)


def in_turn(application: WSGIHandler) -> object:
    lock = threading.Lock()

    def answer(environ: object, start_response: object) -> list[bytes]:
        with lock:
            response = application(environ, start_response)
            body = list(response)
            response.close()
            return body

    return answer


@pytest.fixture
def site(db: None) -> Iterator[str]:
    connection = connections["default"]
    connection.inc_thread_sharing()
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    with make_server("127.0.0.1", 0, in_turn(get_wsgi_application()), Shared, Silent) as server:
        server.connection = connection
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    connection.dec_thread_sharing()


@pytest.fixture
def small(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(locale="hi-IN", viewport={"width": 360, "height": 740}, service_workers="block")
    context.set_default_timeout(15_000)
    yield context
    context.close()


def look(page: Page, name: str) -> list[object]:
    """Return what is wrong with the page as it stands: rules of axe, and whether it is wider than the screen."""
    page.evaluate("document.fonts.ready.then(() => true)")
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)
    faults: list[object] = [(one["id"], one["nodes"][0]["html"]) for one in Axe().run(page).response["violations"]]
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*faults, *(["wider than the screen"] if wide else [])]


@pytest.mark.parametrize("language", ["hi", "en"])
def test_no_page_has_a_fault(small: BrowserContext, site: str, language: str) -> None:
    small.add_cookies([{"name": "django_language", "value": language, "url": site}])
    page, complaints = small.new_page(), []
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    page.on("pageerror", lambda fault: complaints.append(str(fault)))
    found = {}
    for name in PAGES:
        page.goto(site + reverse(f"portal:{name}"))
        found[name] = look(page, f"{language}-{name}")
    page.goto(site + reverse("portal:scheme", args=["bocw-maternity-help"]))
    found["scheme"] = look(page, f"{language}-scheme")
    page.goto(f"{site}/help/?q=labour+card")
    found["found"] = look(page, f"{language}-found")
    assert ({name: faults for name, faults in found.items() if faults}, complaints) == ({}, [])


@pytest.mark.parametrize("language", ["hi", "en"])
def test_a_complaint_is_filed_and_followed_on_a_phone(small: BrowserContext, site: str, language: str) -> None:
    small.add_cookies([{"name": "django_language", "value": language, "url": site}])
    page, found = small.new_page(), {}
    _file(page, site, found, language)
    case = Case.objects.get()
    small.clear_cookies(name="sessionid")
    page.goto(f"{site}/track/{case.number}/")
    found["public"] = look(page, f"{language}-public")
    party = Party.objects.get(case=case, part="complainant")
    page.fill("#id_code", casework.slip_code(party, case))
    page.click("main form button")
    found["own"] = look(page, f"{language}-own")
    page.click(f"a[href$='/{case.number}/add/']")
    found["add"] = look(page, f"{language}-add")
    page.fill("#id_text", "मालिक का नाम गुप्ता है")
    page.click("main form button")
    found["done"] = look(page, f"{language}-done")
    assert {name: faults for name, faults in found.items() if faults} == {}


def _file(page: Page, site: str, found: dict[str, list[object]], language: str) -> None:
    def on(name: str) -> None:
        page.wait_for_url(f"**/file/{name}/")
        found[name] = look(page, f"{language}-file-{name}")

    page.goto(f"{site}/file/")
    on("what")
    page.click(WRITTEN)
    found["wrong"] = look(page, f"{language}-file-wrong")
    page.fill("#id_text", WORDS)
    page.check("input[value=grievance]")
    page.click(WRITTEN)
    on("about")
    page.check("#l-wages-not-paid")
    page.click("main form button")
    on("where")
    page.select_option("#id_district", str(cast.KANPUR))
    page.fill("#id_place_words", "Kidwai Nagar")
    page.click("main form button")
    page.wait_for_load_state()
    if page.url.endswith("/which/"):
        on("which")
        page.check("input[name=place] >> nth=0")
        page.click("main form button")
    on("whose")
    page.check("input[value=me]")
    page.click("main form button")
    on("who")
    page.fill("#id_name", "रमेश कुमार")
    page.fill("#id_phone", "9999900001")
    page.click("main form button")
    on("against")
    page.fill("#id_opposite", "गुप्ता ठेकेदार")
    page.click("main form button")
    on("send")
    page.click(f"form[action='{reverse('portal:file_send')}'] button")
    page.wait_for_url("**/file/done/**")
    found["filed"] = look(page, f"{language}-filed")
    page.goto(page.url.replace("/done/", "/slip/"))
    found["slip"] = look(page, f"{language}-slip")


def test_my_complaints_and_my_data_have_no_fault(small: BrowserContext, site: str) -> None:
    case = cast.complaint(at=timezone.now())
    cast.take(case, "open", at=timezone.now())
    page, found = small.new_page(), {}
    page.goto(f"{site}/mine/")
    page.fill("#id_phone", "9999900001")
    page.click("main form button")
    page.wait_for_url("**/sign-in/code/")
    found["code"] = look(page, "hi-code")
    page.fill("#id_code", sent_code("+919999900001"))
    page.click("main form button")
    page.wait_for_url("**/mine/")
    found["mine"] = look(page, "hi-mine")
    page.goto(f"{site}/mine/data/")
    found["data"] = look(page, "hi-data")
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_words_shared_by_another_app_stand_in_the_question_and_leave_no_trace(small: BrowserContext, site: str) -> None:
    page = small.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(
        f"{site}/file/what/#shared=%E0%A4%AE%E0%A4%9C%E0%A4%BC%E0%A4%A6%E0%A5%82%E0%A4%B0%E0%A5%80%20%26%20%3Cb%3E"
    )
    field = page.locator("textarea[name=text]")
    assert field.input_value() == "मज़दूरी & <b>"
    assert page.url == f"{site}/file/what/"
    assert not [one for one in asked if "%E0%A4%AE" in one.partition("#")[0]]
    field.fill("पहले से लिखा")
    page.evaluate("location.hash = '#shared=' + encodeURIComponent('दूसरी बात')")
    page.reload()
    assert field.input_value().endswith("दूसरी बात")
    page.goto(f"{site}/file/what/?#shared=%E0")
    assert page.title()


def test_without_scripts_a_complaint_is_filed_just_so(chromium: Browser, site: str) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{site}/file/what/")
    page.fill("#id_text", WORDS)
    page.check("input[value=suggestion]")
    page.click(WRITTEN)
    page.check("#l-wages-not-paid")
    page.click("main form button")
    page.check("#id_unknown")
    page.click("main form button")
    page.check("input[value=me]")
    page.click("main form button")
    page.fill("#id_name", "सीता")
    page.click("main form button")
    page.click(f"form[action='{reverse('portal:file_send')}'] button")
    page.wait_for_url("**/file/done/**")
    assert Case.objects.get().kind == "suggestion"
    context.close()
