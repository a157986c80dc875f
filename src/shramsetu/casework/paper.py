"""The making of a PDF: the page's own stylesheet and fonts, fetched inside this process. Imported when first needed.

The shapes of Devanagari stand in another order than its letters, and one shape is many letters: a reader that maps
shape to letter copies and finds nonsense. So every line says beside its shapes what it reads (ActualText).
"""

import io
import mimetypes
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pydyf
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.urls import resolve
from weasyprint import HTML
from weasyprint.draw import text as drawing
from weasyprint.urls import URLFetcher, URLFetcherResponse

BASE = "http://here.invalid/"
_SHAPED = re.compile(r"[^\u0000-\u024f\u2000-\u20cf]")  # anything but Latin letters, signs and the rupee


def printed(page: str) -> bytes:
    """Return the PDF of a page."""
    made: bytes = HTML(string=page, base_url=BASE, url_fetcher=_Inside()).write_pdf()
    return made


class _Inside(URLFetcher):  # type: ignore[misc]
    """Fetches from this site alone: static files by their finders, other addresses by their views."""

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Return the content of an address of this site; anything else is refused."""
        if url.startswith("data:"):
            return super().fetch(url, headers)
        path = urlsplit(url).path
        if not url.startswith(BASE):
            raise ValueError(f"not of this site: {url}")
        if path.startswith(settings.STATIC_URL):
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            body = _static(path.removeprefix(settings.STATIC_URL))
            return URLFetcherResponse(url, body=body, headers={"Content-Type": kind})
        found = resolve(path)
        answer = found.func(HttpRequest(), *found.args, **found.kwargs)
        return URLFetcherResponse(
            url, body=io.BytesIO(answer.content), headers={"Content-Type": answer["Content-Type"]}
        )


def _static(name: str) -> io.BufferedReader:
    found = finders.find(name) or Path(settings.STATIC_ROOT or "", name)
    return Path(str(found)).open("rb")


_draw_line = drawing.draw_first_line


def _draw_readable(stream: Any, textbox: Any, *options: Any) -> Any:
    """Draw a line of text; one in a script of shapes stands in a span that says its letters."""
    if not _SHAPED.search(textbox.text):
        return _draw_line(stream, textbox, *options)
    stream.begin_marked_content("Span", pydyf.Dictionary({"ActualText": pydyf.String(textbox.text)}))
    try:
        return _draw_line(stream, textbox, *options)
    finally:
        stream.end_marked_content()


drawing.draw_first_line = _draw_readable  # there is no seam for it in WeasyPrint 70
