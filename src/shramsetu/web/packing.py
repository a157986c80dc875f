"""Pages and scripts go out packed (gzip): a phone at 2G waits a second for each 30 kB."""

import gzip
from collections.abc import Callable

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.text import compress_string

PAGES = frozenset({"text/html"})
FILES = frozenset({"text/javascript", "image/svg+xml", "application/manifest+json"})
LEAST = 500  # bytes; below, the head weighs more than what is won
BLUR = 100  # up to so many bytes of no meaning in each page: its length tells nobody what is secret in it (BREACH)
MOST = 500  # files kept packed in memory

_kept: dict[tuple[str, str], bytes] = {}


def packed(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Pack pages anew with each answer, and scripts and drawings once for each state of their file."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if kind not in PAGES | FILES or response.status_code != 200 or response.has_header("Content-Encoding"):
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        if request.method == "HEAD" or "gzip" not in request.headers.get("Accept-Encoding", ""):
            return response
        if isinstance(response, FileResponse):
            return _file(request.path, response)
        if isinstance(response, HttpResponse) and len(response.content) >= LEAST:
            response.content = compress_string(response.content, max_random_bytes=BLUR)
            _head(response)
        return response

    return answer


def _file(path: str, found: FileResponse) -> HttpResponse:
    """Return a file of ours packed; its ETag is that of the file, as WhiteNoise has it for every packing."""
    key = path, found.headers.get("ETag", "")
    if key not in _kept:
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[key] = gzip.compress(b"".join(found), 9, mtime=0)
    found.close()
    response = HttpResponse(_kept[key], headers=dict(found.items()))
    _head(response)
    return response


def _head(response: HttpResponse) -> None:
    response["Content-Encoding"] = "gzip"
    response["Content-Length"] = str(len(response.content))
