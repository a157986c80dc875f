"""No Aadhaar number comes in through a box for anything else: every form and address, and every body of the API."""

import json
import re
from collections.abc import Callable, Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.request import RawPostDataException
from django.shortcuts import render
from django.urls import is_valid_path
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shramsetu.lib import aadhaar
from shramsetu.lib.identity import ELSEWHERE

# Boxes whose numbers may look so by chance, and boxes that judge for themselves (people.identities): what stands in
# them is no free text. Of twelve digits one number in twelve has the form of Aadhaar.
OWN = re.compile(
    r"aadhaar|account|phone|mobile|caller|utr|rrn|reference|uan|family|ration|epic|pan\b|csrf|password|secret|otp|"
    r"code|token|key|uuid|digest|signature",
    re.IGNORECASE,
)
API, CHANGES = "/api/", frozenset({"POST", "PUT", "PATCH"})
GATEWAYS = "/messages/"  # programs that bring receipts and answers: their references and phones look so by chance
REFUSED = 422


def no_aadhaar_in_free_text(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse it before any view reads it; what else was written is kept on the page, one press from being sent.

    It stands before the memory of answers (idempotency): what is sent again without the number has the same key.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        refused = _refused(request) if request.method in CHANGES else _led_back(request)
        return refused or get_response(request)

    return answer


def _refused(request: HttpRequest) -> HttpResponse | None:
    if request.path.startswith(API) and request.content_type == "application/json":
        return _program(request)
    if request.content_type in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        return _person(request)
    return None


def _led_back(request: HttpRequest) -> HttpResponse | None:
    """Lead a search for such a number to the page without it: an address stays in the browser and is sent on."""
    found = [
        name for name, values in request.GET.lists() if is_free(name) and any(map(aadhaar.looks_like_aadhaar, values))
    ]
    if not found:
        return None
    if request.path.startswith(API):
        return _refusal(found)
    if request.path.startswith(GATEWAYS) or not is_valid_path(request.path_info):
        return None
    asked = request.GET.copy()
    for name in found:
        del asked[name]
    messages.error(request, sentence())
    back = HttpResponseRedirect(f"{request.path}?{asked.urlencode()}".removesuffix("?"))
    back.headers["Cache-Control"] = "no-store"
    return back


def _person(request: HttpRequest) -> HttpResponse | None:
    found = {
        name for name, values in request.POST.lists() if is_free(name) and any(map(aadhaar.looks_like_aadhaar, values))
    }
    if not found:
        return None
    if request.path.startswith(API):
        return _refusal(sorted(found))
    kept = [
        (name, aadhaar.hide_aadhaars(value) if name in found else value, name in found)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]
    context = {"kept": kept, "files": bool(request.FILES), "sentence": sentence()}
    return render(request, "aadhaar_elsewhere.html", context, status=REFUSED)


def _program(request: HttpRequest) -> HttpResponse | None:
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError, RawPostDataException):
        return None  # the view says what is wrong with it
    found = sorted({path for path, text in _texts(body) if aadhaar.looks_like_aadhaar(text)})
    return _refusal(found) if found else None


def is_free(name: str) -> bool:
    """Tell whether a box of this name takes words: what has a shape of its own is judged by its own field."""
    return not OWN.search(name)


def sentence() -> str:
    """Give the sentence of the refusal in the language of the page."""
    return ELSEWHERE[(get_language() or "hi")[:2] != "hi"]


def _refusal(paths: list[str]) -> HttpResponse:
    fault = {"code": "aadhaar", "message": sentence(), "fields": dict.fromkeys(paths, _("Aadhaar number"))}
    return JsonResponse({"error": fault}, status=REFUSED)


def _texts(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Give each text with its place in the body; a key of an object is no place that is repeated, a text it is."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if aadhaar.looks_like_aadhaar(str(key)):
                yield path or "body", str(key)
            elif is_free(str(key)):
                yield from _texts(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _texts(inner, f"{path}.{place}" if path else str(place))
    elif isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        yield path or "body", str(value)
