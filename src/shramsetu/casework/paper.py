"""The making of a PDF: the page's own stylesheet and fonts, fetched inside this process. Imported when first needed."""

import io
import mimetypes
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.urls import resolve
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

BASE = "http://here.invalid/"


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
