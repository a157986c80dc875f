"""Walks the site: follows links like a visitor, and asks of every page what a page owes everybody."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

# Latin words that stand in Hindi pages by right: names of programs and formats, samples to be copied, addresses.
ALLOWED = re.compile(
    r"Shram Setu|majduri nahi mili|English|Open311|Creative Commons|CC BY 4\.0|GNU AGPL|Noto Sans|Lucide|"
    r"[\w.-]+@[\w.-]+|https?://\S+|\b[a-z-]+(?:\.[a-z0-9-]+)+\b|\b[A-Z]{2,}\b"
)
ENGLISH = re.compile(r"[A-Za-z]{2,}[,;:]?(?:\s+[A-Za-z]{2,})+")
# Text that is shown in the page's own language, outside what is code, a sample, somebody's own words (bdi), or marked
# as another language.
TEXTS = """() => {
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.parentElement;
    if (!at || at.closest("script, style, code, pre, kbd, samp, template, bdi, [lang=en], textarea")) continue;
    if (at.checkVisibility && !at.checkVisibility() && !at.closest("option")) continue;
    const text = node.textContent.trim();
    if (text) found.push(text);
  }
  for (const one of document.querySelectorAll("[placeholder], [aria-label], [title], [alt]"))
    for (const name of ["placeholder", "aria-label", "title", "alt"])
      if (one.getAttribute(name) && !one.closest("[lang=en]")) found.push(one.getAttribute(name));
  found.push(document.title);
  return found;
}"""
OVERFLOW = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@dataclass
class Ear:
    """Hears what a page complains of: its console, its scripts, the content policy, what could not be loaded."""

    page: Page
    heard: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda said: self.heard.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda fault: self.heard.append(str(fault)))


def faults(page: Page, *, hindi: bool, narrow: bool = False) -> list[str]:
    """Return what is wrong with the page that is open: accessibility, English in Hindi, sideways scrolling."""
    page.wait_for_load_state("load")  # of half a page axe says that it has no title
    page.evaluate("document.fonts.ready.then(() => true)")
    found = [
        f"axe {fault['id']}: {fault['nodes'][0]['target']} {fault['nodes'][0]['html'][:160]}"
        for fault in Axe().run(page).response["violations"]
    ]
    if hindi:
        found += [f"English: {text[:120]}" for text in page.evaluate(TEXTS) if is_english(text)]
    if narrow and page.evaluate(OVERFLOW):
        found.append("scrolls sideways")
    return found


def is_english(text: str) -> bool:
    """Tell whether two or more English words stand together in `text`."""
    return ENGLISH.search(ALLOWED.sub("·", text)) is not None


@dataclass(frozen=True)
class Stop:
    """A page that was reached: its address, the name of its kind, its answer, and where a link to it stood."""

    path: str
    kind: str
    status: int
    source: str
    is_page: bool
    blocks: frozenset[str] = frozenset()  # of what elements it is built
    english: tuple[str, ...] = ()  # words that are left in a Hindi page


def stops(client: Client, start: str, *, depth: int = 2, of_a_kind: int = 4) -> Iterator[Stop]:
    """Follow the links from `start`, `depth` levels deep, at most `of_a_kind` pages of each kind."""
    seen, counts, waiting = {start}, {}, [(start, "", 0)]
    while waiting:
        path, source, level = waiting.pop(0)
        answer = client.get(path, follow=False)
        if answer.streaming:
            answer.close()  # a file that is given out
        is_page = answer.headers.get("Content-Type", "").startswith("text/html")
        read = reading(answer) if is_page and not answer.streaming else _Reading()
        english = tuple(text[:120] for text in read.texts if is_english(text))
        yield Stop(path, kind_of(path), answer.status_code, source, is_page, frozenset(read.blocks), english)
        if answer.status_code in {301, 302}:
            targets = [answer.headers["Location"]]
        else:
            targets = read.links if level < depth else []
        for target in targets:
            wanted = urldefrag(urljoin(path, target)).url
            parts = urlsplit(wanted)
            kind = kind_of(parts.path)
            if parts.netloc or parts.scheme or wanted in seen or kind == "account_logout":
                continue
            seen.add(wanted)
            counts[kind] = counts.get(kind, 0) + 1
            if counts[kind] <= of_a_kind or kind in {"", "nothing"}:
                waiting.append((wanted, path, level + 1))


def kind_of(path: str) -> str:
    """Return the name of the address, `nothing` if there is none."""
    try:
        return resolve(urlsplit(path).path).view_name or "?"
    except Resolver404:
        return "nothing"


def reading(answer: HttpResponse) -> "_Reading":
    """Read a page: where its links lead, of what it is built, what it says in its own language."""
    reader = _Reading()
    reader.feed(answer.content.decode())
    return reader


class _Reading(HTMLParser):
    """Collects links, texts and blocks. A block is an element with its class and the names of its attributes."""

    void = frozenset("area base br col embed hr img input link meta source track wbr".split())
    quiet = frozenset("script style code pre kbd samp template bdi textarea".split())

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.texts: list[str] = []
        self.blocks: set[str] = set()
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "a" and (target := values.get("href")) and not target.startswith(("tel:", "mailto:", "sms:")):
            self.links.append(target)
        names = " ".join(sorted(values.keys() - {"class"}))
        inside = self._open[-1][0] if self._open else ""
        self.blocks.add(f"{inside} {tag} {values.get('class')} {values.get('type')} {values.get('role')} {names}")
        hushed = self._is_quiet or tag in self.quiet or values.get("lang") == "en"
        if tag not in self.void:
            self._open.append((tag, hushed))
        if not hushed:
            self.texts += [
                values[name] or "" for name in ("placeholder", "aria-label", "title", "alt") if name in values
            ]

    def handle_endtag(self, tag: str) -> None:
        while any(name == tag for name, _hushed in self._open):
            if self._open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._is_quiet:
            self.texts.append(data.strip())

    @property
    def _is_quiet(self) -> bool:
        return bool(self._open) and self._open[-1][1]
