"""A room's CSS, kept by the browser for ever under a name that changes with its content."""

from django.http import Http404, HttpRequest, HttpResponse

from shramsetu.web import stylesheets


def stylesheet(request: HttpRequest, room: str, digest: str) -> HttpResponse:
    if room not in stylesheets.ROOMS:
        raise Http404
    found = stylesheets.sheet(room)
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(found.packed if packed else found.body, content_type="text/css; charset=utf-8")
    if packed:
        response["Content-Encoding"] = "gzip"
    response["Vary"] = "Accept-Encoding"
    current = digest == found.digest
    response["Cache-Control"] = "public, max-age=31536000, immutable" if current else "no-cache"
    return response
