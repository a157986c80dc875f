"""Take the README's pictures from a running demo: `make demo`, then `.venv/bin/python tools/pictures.py [ADDRESS]`.

Each page is taken wide (1280) and on a small phone (360), in Hindi, as Chromium shows it, and kept small.
"""

import io
import re
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
ADDRESS = "http://127.0.0.1:8000"
SIZES = {"wide": (1280, 800), "phone": (360, 740)}
LARGEST = 150_000
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
# Who looks: the username on the demo's sign-in page begins so.
OFFICER, OPERATOR, MINISTER = "labour.leo", "operators", "chief-minister"


def main() -> None:
    """Take all pictures of the site at the address given."""
    site = sys.argv[1].rstrip("/") if len(sys.argv) > 1 else ADDRESS
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for size in SIZES:
            _public(browser, site, size)
            number = _officer(browser, site, size)
            _track(browser, site, size, number)
            _desk(browser, site, size, OPERATOR, "/desk/register/", "intake")
            _desk(browser, site, size, MINISTER, "/desk/figures/state/?map=open", "dashboard", show=".hexmap")
        browser.close()


def _public(browser: Browser, site: str, size: str) -> None:
    page = _page(browser, size)
    page.goto(site)
    _take(page, "home", size)
    page.goto(f"{site}/file/")
    _take(page, "file", size)
    page.context.close()


def _officer(browser: Browser, site: str, size: str) -> str:
    """Take inbox and case of an officer; return the case's number."""
    page = _page(browser, size)
    _sign_in(page, site, OFFICER)
    page.goto(f"{site}/desk/inbox/")
    _take(page, "inbox", size)
    found = page.locator('a[href*="/desk/case/"]').first.get_attribute("href") or ""
    page.goto(site + found)
    _take(page, "case", size)
    page.context.close()
    number = re.search(r"\d{12}", found)
    return number[0] if number else ""


def _track(browser: Browser, site: str, size: str, number: str) -> None:
    page = _page(browser, size)
    page.goto(f"{site}/track/{number}/")
    _take(page, "track", size)
    page.context.close()


def _desk(browser: Browser, site: str, size: str, who: str, path: str, name: str, *, show: str = "") -> None:
    page = _page(browser, size)
    _sign_in(page, site, who)
    page.goto(site + path)
    if show:
        page.locator(show).first.evaluate("part => part.scrollIntoView({block: 'end'})")
    _take(page, name, size)
    page.context.close()


def _page(browser: Browser, size: str) -> Page:
    width, height = SIZES[size]
    context = browser.new_context(
        locale="hi-IN", timezone_id="Asia/Kolkata", viewport={"width": width, "height": height}
    )
    context.set_default_timeout(60_000)
    return context.new_page()


def _sign_in(page: Page, site: str, who: str) -> None:
    page.goto(f"{site}/demo/")
    page.locator("button", has=page.locator(".small", has_text=re.compile(rf"^\s*{re.escape(who)}"))).first.click()
    page.wait_for_load_state("load")


def _take(page: Page, name: str, size: str) -> None:
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(400)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    path = FOLDER / f"{name}-{size}.png"
    for colours in (256, 128, 64, 32):
        picture.quantize(colours, dither=Image.Dither.NONE).save(path, optimize=True)
        if path.stat().st_size <= LARGEST:
            break
    print(f"{path.name}: {path.stat().st_size} bytes, {colours} colours")


if __name__ == "__main__":
    main()
