"""Somebody who reads little, with a cheap phone: what a task costs in pages, taps, bytes, waiting and reading."""

import json
import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, Page
from tests.browser.reading import SEEN, Measure, measure
from tests.browser.slow import TWO_G, Line, line_to

WIDE, HIGH = 360, 640
SWIPE = 480  # what a thumb moves at once
A_ROW, SHRUNK = 5, (225, 400)  # pictures: so many beside one another, of this size


@dataclass(frozen=True)
class Effort:
    """What one task cost; `seconds` were waited until all its pages were there."""

    task: str
    cache: str
    pages: int
    taps: int
    swipes: int
    letters: int
    kilobytes: int
    seconds: float
    hindi: Measure


@dataclass
class Reader:
    """One person at one task: every tap is done by touch, every letter by a key, a page is a page that came."""

    page: Page
    line: Line
    task: str
    cache: str = "cold"
    pages: int = 0
    taps: int = 0
    swipes: int = 0
    letters: int = 0
    seconds: float = 0
    texts: list[str] = field(default_factory=list)
    pictures: list[Image.Image] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Come to a page by its address, as from a message or from the first picture of the phone."""
        with self._new_page():
            self.page.goto(f"http://127.0.0.1:{self.line.port}{path}", wait_until="load")

    def find(self, selector: str) -> Locator:
        """Move the page until something is seen."""
        one = self.page.locator(selector).first
        one.wait_for()
        box = one.bounding_box() or {"y": 0.0, "height": 0.0}
        below, above = box["y"] + min(box["height"], SWIPE) - HIGH, -box["y"]
        self.swipes += math.ceil(max(below, above, 0) / SWIPE)
        one.scroll_into_view_if_needed()
        return one

    def tap(self, selector: str) -> None:
        """Touch something on the page."""
        self.find(selector).tap()
        self.taps += 1

    def go(self, selector: str) -> None:
        """Touch what leads to another page."""
        one = self.find(selector)
        with self._new_page(), self.page.expect_navigation(wait_until="load"):
            one.tap()
            self.taps += 1

    def write(self, selector: str, text: str) -> None:
        """Touch a box and write into it."""
        self.tap(selector)
        self.page.keyboard.type(text)
        self.letters += len(text)

    def choose(self, selector: str, value: str) -> None:
        """Choose out of the phone's own list: a touch to open it, a touch on the line."""
        self.find(selector).select_option(value)
        self.taps += 2

    def effort(self) -> Effort:
        """Return what it cost, all that was fetched behind its back included, and begin to count anew."""
        self.line.fall_quiet()
        spent = Effort(
            self.task,
            self.cache,
            self.pages,
            self.taps,
            self.swipes,
            self.letters,
            round((self.line.down + self.line.up) / 1_000),
            round(self.seconds, 1),
            measure(self.texts),
        )
        self.cache, self.texts, self.pictures = "warm", [], []
        self.pages = self.taps = self.swipes = self.letters = self.line.down = self.line.up = 0
        self.seconds = 0
        return spent

    @contextmanager
    def _new_page(self) -> Iterator[None]:
        begun = time.monotonic()
        yield
        self.seconds += time.monotonic() - begun
        self.pages += 1
        self.page.evaluate("document.fonts.ready.then(() => true)")
        self.texts += self.page.evaluate(SEEN)
        self.pictures.append(Image.open(BytesIO(self.page.screenshot())).convert("RGB"))


@contextmanager
def reader(chromium: Browser, port: int, task: str, *, slow: bool) -> Iterator[Reader]:
    """Give somebody a phone on which nothing of ours was ever opened, at the end of a slow line."""
    with line_to(port, TWO_G if slow else None) as line:
        context = chromium.new_context(locale="hi-IN", viewport={"width": WIDE, "height": HIGH}, has_touch=True)
        context.set_default_timeout(90_000)
        yield Reader(context.new_page(), line, task)
        context.close()


def keep(folder: Path, efforts: list[Effort]) -> None:
    """Write what all tasks cost."""
    text = json.dumps([asdict(one) for one in efforts], ensure_ascii=False, indent=1)
    (folder / "tried.json").write_text(text + "\n", encoding="utf-8")


def strip(folder: Path, one: Reader) -> None:
    """Write the screens of a task beside one another, small."""
    wide, high = SHRUNK
    rows = math.ceil(len(one.pictures) / A_ROW)
    sheet = Image.new("RGB", (min(len(one.pictures), A_ROW) * (wide + 8) - 8, rows * (high + 8) - 8), "#5b6270")
    for at, picture in enumerate(one.pictures):
        small = picture.resize(SHRUNK, Image.Resampling.LANCZOS)
        sheet.paste(small, (at % A_ROW * (wide + 8), at // A_ROW * (high + 8)))
    sheet.quantize(32, dither=Image.Dither.NONE).save(folder / f"tried-{one.task}.png", optimize=True)
