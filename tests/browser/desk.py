"""What people do at their screens, as the stories speak of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page
from tests import cast
from tests.browser.town import Town

from shramsetu.casework.models import Case
from shramsetu.journal.rules import Actor

PAPER = {"name": "aadesh.pdf", "mimeType": "application/pdf", "buffer": cast.PAPER}


@contextmanager
def screen(chromium: Browser, site: Town, actor: Actor | None = None, *, width: int = 1280) -> Iterator[Page]:
    """Give somebody a browser of their own, signed in as `actor`; what its console complains of fails the test."""
    context = chromium.new_context(locale="hi-IN", viewport={"width": width, "height": 800})
    context.set_default_timeout(30_000)
    if actor is not None:
        site.seat(context, actor)
    page, heard = context.new_page(), []
    page.on("pageerror", lambda fault: heard.append(str(fault)))
    page.on("console", lambda said: heard.append(said.text) if "Content Security" in said.text else None)
    yield page
    assert heard == []
    context.close()


def take(page: Page, site: Town, case: Case, verb: str, **values: str) -> None:
    """Open the case, press the step's button, fill its form and send it."""
    address = f"/desk/case/{case.number}/"
    page.goto(site.url + address)
    button = page.locator(f"a[href='{address}step/{verb}/'], form[action='{address}step/{verb}/'] button")
    with page.expect_navigation():
        button.first.click()
    if page.locator(f"form[data-draft='case:{case.number}:{verb}']").count():
        send(page, **values)
    assert page.locator(".error-summary").count() == 0, page.inner_text("main")
    case.refresh_from_db()


def send(page: Page, **values: str) -> None:
    """Fill the form of a step by the names of its fields and press its button."""
    form = page.locator("form[data-draft]")
    for name, value in values.items():
        field = form.locator(f"[name='{name}']").first
        if field.get_attribute("type") == "radio":
            form.locator(f"[name='{name}'][value='{value}']").check()
        elif field.get_attribute("type") == "file":
            field.set_input_files([PAPER])
        elif field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    with page.expect_navigation():
        form.locator(".actions button").click()
