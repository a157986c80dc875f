"""Icons of lucide-static (ISC licence) and our own shapes of state, as inline SVG."""

import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.safestring import SafeString, mark_safe

_INSIDE = re.compile(r"<svg[^>]*>(.*)</svg>", re.S)
_FOLDER = "npm/lucide-static/icons"

# One shape a state, so that no state is told by colour alone (12 x 12).
SHAPES = {
    "on-time": '<circle cx="6" cy="6" r="5"/>',
    "soon": '<path d="M6 .8 11.6 11H.4z"/>',
    "overdue": '<path d="M6 0l6 6-6 6-6-6zM5.2 3v3.6h1.6V3zm0 4.4V9h1.6V7.4z" fill-rule="evenodd"/>',
    "closed": '<path d="M4.6 10.6.8 6.8l1.6-1.6 2.2 2.2 5-5 1.6 1.6z"/>',
    "paused": '<path d="M1.5 1h3.2v10H1.5zm5.8 0h3.2v10H7.3z"/>',
    "now": '<path d="M6 0l5.2 3v6L6 12 .8 9V3z"/>',
    "sealed": '<path d="M2.5 5V3.8a3.5 3.5 0 0 1 7 0V5h1v7h-9V5zM4 5h4V3.8a2 2 0 0 0-4 0z" fill-rule="evenodd"/>',
    "urgent": '<path d="M7 0 1.5 7H5l-.8 5L10 4.6H6.2z"/>',
}


class NoIcon(LookupError):
    """The icon set has no picture of this name."""


@cache
def drawing(name: str) -> SafeString:
    """Return what stands inside the `<svg>` of `name`; empty while the icon set is not installed. Raises NoIcon."""
    path = _file(name)
    if not path.is_file():
        if _installed():
            raise NoIcon(name)
        return SafeString("")
    found = _INSIDE.search(path.read_text(encoding="utf-8"))
    if found is None:
        raise NoIcon(name)
    return mark_safe(re.sub(r"\s+", " ", found[1]).strip())  # noqa: S308 - a file of a locked package


@cache
def _installed() -> bool:
    return _file("phone").is_file()


def _file(name: str) -> Path:
    return Path(finders.find(f"{_FOLDER}/{name}.svg") or Path(settings.STATIC_ROOT or "", _FOLDER, f"{name}.svg"))


def shape(state: str) -> SafeString:
    """Return the shape of a state; a state without its own has the closed one's."""
    return mark_safe(SHAPES.get(state, SHAPES["closed"]))  # noqa: S308 - constants above
