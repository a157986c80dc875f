"""Real Chromium, the system's own, against the live server."""

import asyncio
import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from tests.browser.town import Town, town

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"  # Playwright runs a loop in the thread that uses the ORM
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
        loop = asyncio._get_running_loop()  # noqa: SLF001 - made for who runs loops
        yield browser
        asyncio._set_running_loop(loop)  # noqa: SLF001 - the last test of a worker may have hidden it
        browser.close()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A visitor of their own: Hindi, Indian time, a wide screen; cookies end with the test."""
    context = chromium.new_context(locale="hi-IN", timezone_id="Asia/Kolkata", viewport={"width": 1280, "height": 800})
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """A visitor on a small cheap phone."""
    context = chromium.new_context(locale="hi-IN", viewport={"width": 360, "height": 640}, has_touch=True)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Town]:
    """The whole site with weeks of cases, in a database of its own; the module's tests follow one another in it."""
    with django_db_blocker.unblock(), town() as built:  # type: ignore[attr-defined]
        yield built


@pytest.fixture
def _django_db_helper(site: Town) -> None:
    """What the mark django_db does in this folder: everything happens in the town, nothing is rolled back."""
