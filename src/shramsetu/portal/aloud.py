"""Public pages said beforehand by the synthesised voice of the telephone, for phones without a Hindi voice.

A page's sound lies in `HELPLINE_SOUNDS/hi/pages/`, named after its address, as it stood when it was made.
The questions of the filing are said as far as everybody is asked the same. Every other page, somebody's own or one
that changes by the day, is said when somebody asks, out of what stands in their browser, and not kept: nobody's words
lie about as sound.
"""

import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from shramsetu import rulebook
from shramsetu.helpline import voice
from shramsetu.helpline.rules import sound

NAMES = (  # pages that say the same to everybody, until somebody changes their words
    *"portal:home portal:track portal:sign_in portal:schemes portal:help portal:helplines portal:privacy".split(),
    *"portal:accessibility portal:about portal:offline portal:app".split(),
    *"bandhua:tell bandhua:status bandhua:own_start card:check shramik:start shramik:ask vaad:start".split(),
)
SCREENS = ("what", "where", "whose", "against")  # questions of the filing that are put to everybody in the same words
LANGUAGE, FOLDER = "hi", "pages"
LONGEST = 1_400  # letters that the synthesiser takes at once
LONGEST_PIECE = 600  # letters that are said when asked; a page is asked for piece by piece
PAUSE_SECONDS = 0.4
_SILENT = frozenset({"script", "noscript", "style", "svg", "nav", "select", "textarea", "button", "template"})
_BLOCKS = frozenset("h1 h2 h3 h4 p li dt dd label legend td th figcaption summary blockquote".split())
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_one = threading.Lock()  # to say is work for a processor: one piece at a time in each process, whoever asks


class Busy(Exception):
    """Another piece is being said just now."""


class _Reader(HTMLParser):
    """Gathers what is read aloud of a page: the main part without menus and controls."""

    def __init__(self) -> None:
        super().__init__()
        self.lines, self._open, self._main, self._silent = [""], 0, 0, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            self.handle_data(" ")
            return
        self._open += 1
        given = dict(attrs)
        if tag == "main":
            self._main = self._open
        hides = tag in _SILENT or "hidden" in given or bool({"no-print", "visually-hidden"} & _classes(given))
        if hides and not self._silent:
            self._silent = self._open

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        self._silent = 0 if self._silent == self._open else self._silent
        self._main = 0 if self._main == self._open else self._main
        self._open -= 1
        if tag in _BLOCKS:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if self._main and not self._silent:
            self.lines[-1] += data


def _classes(given: dict[str, str | None]) -> set[str]:
    return set((given.get("class") or "").split())


def lines(page: str) -> list[str]:
    """Return what a page says, line by line, menus and controls left out."""
    reader = _Reader()
    reader.feed(page)
    return [line for line in (" ".join(one.split()) for one in reader.lines) if line]


def file(address: str) -> Path | None:
    """Return the sound of the page at `address`, if it was made."""
    folder = Path(settings.HELPLINE_SOUNDS) / LANGUAGE / FOLDER
    found = sorted(folder.glob(f"{_key(address)}.*"))
    return found[0] if found and address in addresses() else None


def addresses() -> list[str]:
    """Return the public pages that are said: the fixed ones, questions of the filing, each scheme and answer."""
    book = rulebook.book()
    one_of = {"file_screen": SCREENS, "scheme": book.schemes, "answer": book.articles}
    fixed = [reverse(name) for name in NAMES]
    return [*fixed, *(reverse(f"portal:{name}", args=[one]) for name, some in one_of.items() for one in some)]


def make(page_of: Callable[[str], str]) -> Iterator[tuple[str, bool]]:
    """Say every public page, `page_of` giving its HTML; yield each address and whether its sound is there."""
    for address in addresses():
        if not (spoken := lines(page_of(address))):
            yield address, False
            continue
        try:
            _keep(address, _said(spoken))
        except voice.Speechless:
            yield address, False
        else:
            yield address, True


def say(words: str, language: str) -> tuple[bytes, str]:
    """Say at most `LONGEST_PIECE` of a page; return the sound and its ending. Raises voice.Speechless, Busy."""
    spoken = [line for line in (" ".join(one.split()) for one in words[:LONGEST_PIECE].splitlines()) if line]
    if not _one.acquire(blocking=False):
        raise Busy
    try:
        return _written(_said(spoken, language))
    finally:
        _one.release()


def _said(spoken: list[str], language: str = LANGUAGE) -> sound.Sound:
    samples = sound.silence(PAUSE_SECONDS).samples
    for line in spoken:
        for begin in range(0, len(line), LONGEST):
            samples = samples + voice.speak(line[begin : begin + LONGEST], language).samples
        samples = samples + sound.silence(PAUSE_SECONDS).samples
    return sound.Sound(samples)


def _written(what: sound.Sound) -> tuple[bytes, str]:
    """Write the sound, as Ogg where sox can: a tenth of the bytes."""
    content = sound.wav(what)
    if not shutil.which("sox"):
        return content, "wav"
    command = ["sox", "-t", "wav", "-", "-C", "0", "-t", "ogg", "-"]
    made = subprocess.run(  # noqa: S603 - a fixed program, our own sound on its input
        command, input=content, capture_output=True, timeout=voice.TIMEOUT_SECONDS, check=False
    )
    return (made.stdout, "ogg") if made.returncode == 0 and made.stdout else (content, "wav")


def _keep(address: str, what: sound.Sound) -> None:
    content, ending = _written(what)
    folder = Path(settings.HELPLINE_SOUNDS) / LANGUAGE / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{_key(address)}.part"
    part.write_bytes(content)
    for old in folder.glob(f"{_key(address)}.[ow]*"):
        old.unlink()
    part.replace(folder / f"{_key(address)}.{ending}")


def _key(address: str) -> str:
    return sha256(address.encode()).hexdigest()[:20]
