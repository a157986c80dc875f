"""No Aadhaar number comes in through a box for anything else: every form and address, and every body of the API."""

import json
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.request import RawPostDataException
from django.shortcuts import render
from django.urls import is_valid_path
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shramsetu.lib import aadhaar, aadhaar_places
from shramsetu.lib.aadhaar_places import is_free as is_free
from shramsetu.lib.identity import ELSEWHERE

API, CHANGES = "/api/", frozenset({"POST", "PUT", "PATCH"})
# Operations that refuse the line in which it stands and take the others: they look through each object of this list
# by the same rule, `aadhaar_places.found`. All else of their bodies is looked through here.
BY_LINE = {"/api/v1/workers/registrations/batch": "lines", "/api/v1/claims/batch": "claims"}
DEVICES = (
    "/offline/sync/"  # looks through each entry by itself: one refuses none of the others, times and keys are no words
)
CIVIC = "/open311/"  # programs that read refusals in a form of their own; it looks for itself
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
    if request.path == DEVICES or request.path.startswith(CIVIC):
        return None
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
    found = aadhaar_places.found(_judged_here(request.path, body))
    return _refusal(found) if found else None


def _judged_here(path: str, body: object) -> object:
    """Leave out the lines that the operation itself looks through; places in what stays are counted as before."""
    name = BY_LINE.get(path, "")
    lines = body.get(name) if isinstance(body, dict) else None
    if not isinstance(body, dict) or not isinstance(lines, list):
        return body
    return {**body, name: [None if isinstance(one, dict) else one for one in lines]}


def sentence() -> str:
    """Give the sentence of the refusal in the language of the page."""
    return ELSEWHERE[(get_language() or "hi")[:2] != "hi"]


def _refusal(paths: list[str]) -> HttpResponse:
    fault = {"code": "aadhaar", "message": sentence(), "fields": dict.fromkeys(paths, _("Aadhaar number"))}
    return JsonResponse({"error": fault}, status=REFUSED)
