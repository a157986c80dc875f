"""Real Chromium, the system's own, against the live server."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"  # Playwright runs a loop in the thread that uses the ORM
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
        yield browser
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
