"""No page or answer that tells of a mistake repeats an Aadhaar number that came with the request."""

import json
from collections.abc import Callable, Iterator
from urllib.parse import quote, quote_plus

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.request import RawPostDataException
from django.utils.html import escape

from shramsetu.lib import aadhaar

MISTAKE = 400


def no_aadhaar_repeated(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Write X for each such number wherever an answer of 400 or more shows it, in the form in which it was sent."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code >= MISTAKE and not response.streaming and response.content:
            sent = {form for said in _said(request) for form in aadhaar.written_forms(said)}
            if sent:
                response.content = _without(response.content.decode(errors="replace"), sent)
                if response.has_header("Content-Length"):  # X is shorter than a digit of another script
                    response.headers["Content-Length"] = str(len(response.content))
        return response

    return answer


def _without(shown: str, sent: set[str]) -> str:
    for form in sorted(sent, key=len, reverse=True):
        hidden = aadhaar.hide_aadhaars(form)
        # as text, in HTML, in JSON, and in the address that a link on the page leads back to
        for written in (form, escape(form), json.dumps(form)[1:-1], quote(form), quote_plus(form)):
            shown = shown.replace(written, hidden)
    return shown


def _said(request: HttpRequest) -> Iterator[str]:
    """Give all that came with a request and may come back: the address, its query, the form or the body."""
    yield request.path
    for values in request.GET.lists():
        yield from (values[0], *values[1])
    try:
        for name, given in request.POST.lists():
            yield from () if _is_account(name) else (name, *given)
        if request.content_type == "application/json":
            yield from _texts(json.loads(request.body))
    except (RawPostDataException, UnreadablePostError, RequestDataTooBig, OSError, ValueError, RecursionError):
        return  # it was never read, so nothing of it can come back


def _is_account(name: str) -> bool:
    """Leave bank accounts: one in twelve of twelve digits looks like Aadhaar, and its owner must see what to mend."""
    return "account" in name


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from () if _is_account(str(key)) else _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    else:
        yield str(value)
