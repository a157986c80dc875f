"""The browser itself: it is there, and it shapes Devanagari with the fonts of the machine."""

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_conjuncts_are_shaped_into_one(page: Page) -> None:
    page.set_content(
        "<span id=joined style='font-size:40px'>क्ष</span><br><span id=apart style='font-size:40px'>कष</span>"
    )
    width = "id => document.getElementById(id).getBoundingClientRect().width"
    assert page.evaluate(width, "joined") < page.evaluate(width, "apart")
