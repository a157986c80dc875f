"""The CSS of a room as one file: tokens, elements, layout, components in this order; named by its content."""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static

CSS = Path(__file__).parent / "static" / "shramsetu" / "css"
BASE = ("tokens", "elements", "layouts/shell")
EVERYWHERE = ("button", "field", "notice", "card", "table", "state", "timeline", "stepper", "chart", "toolbar", "paper")


def _named(*components: str) -> tuple[str, ...]:
    return tuple(f"components/{name}" for name in components)


ROOMS = {
    "portal": (*BASE, "layouts/portal", *_named(*EVERYWHERE)),
    "desk": (
        *BASE,
        "layouts/desk",
        *_named(*EVERYWHERE, "queue", "casefile", "register", "tabs", "dialog", "phone", "menu-tree", "watermark"),
    ),
    "auth": (*BASE, "layouts/auth", *_named("button", "field", "notice", "card", "table")),
    "print": (*BASE, *_named("table", "card", "state", "timeline", "chart", "paper", "button")),
}
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_SPACE = re.compile(r"\s*([{};,])\s*")
_URL = re.compile(r'url\("\.\./([^"]+)"\)')


@dataclass(frozen=True)
class Sheet:
    """One room's stylesheet: its bytes, the same compressed, and the name its content gives it."""

    body: bytes
    packed: bytes
    digest: str


def sheet(room: str) -> Sheet:
    """Return the stylesheet of `room`; while developing, as it stands on the disk now. Raises KeyError."""
    return _read(room) if settings.DEBUG else _kept(room)


@cache
def _kept(room: str) -> Sheet:
    return _read(room)


def _read(room: str) -> Sheet:
    text = "".join((CSS / f"{name}.css").read_text(encoding="utf-8") for name in ROOMS[room])
    text = _SPACE.sub(r"\1", _COMMENT.sub("", text)).replace(";}", "}")
    text = _URL.sub(lambda found: f'url("{static(f"shramsetu/{found[1]}")}")', re.sub(r"\s+", " ", text)).strip()
    body = text.encode()
    return Sheet(body, gzip.compress(body, 9, mtime=0), hashlib.sha256(body).hexdigest()[:12])
