"""Everybody's door: tell of bonded labour without a name, and hear with number and code what became of it."""

import secrets
from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from shramsetu.bonded.actions import intake
from shramsetu.bonded.intake_forms import Asked, PublicTelling
from shramsetu.bonded.queries import rescue
from shramsetu.casework.models import OPEN, Case
from shramsetu.journal.rules import Actor
from shramsetu.lib import numbers
from shramsetu.people import throttle

PUBLIC = Actor(role="public")
SENT = "bonded_sent"  # numbers that this browser sent, for the page with the code
FIGURE = "signin.track_per_address_minute"
NOTHING = ("not_found", "ended")  # states of an information
TRIES = "signin.slip_tries_an_hour"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@throttle.limited("bandhua", figure=FIGURE, span=throttle.MINUTE, methods=("POST",))
def tell(request: HttpRequest) -> HttpResponse:
    """Ask what is happening, and register it."""
    if request.method != "POST":
        # the form sent twice is known by its key within a session, which begins here
        request.session.setdefault(SENT, [])
        first = {"idempotency_key": secrets.token_hex(16)}
        return render(request, "bonded/public/tell.html", {"form": PublicTelling(initial=first)})
    form = PublicTelling(request.POST)
    if not form.is_valid():
        return render(request, "bonded/public/tell.html", {"form": form}, status=422)
    case = intake.inform(form.told(Case.Channel.PORTAL), by=PUBLIC, at=timezone.now())
    request.session[SENT] = [*request.session.get(SENT, []), case.number][-5:]
    return redirect("bandhua:told", case.number)


@never_cache
@require_safe
def told(request: HttpRequest, number: str) -> HttpResponse:
    """Say that it is registered: number and code, only in the browser that sent it."""
    if number not in request.session.get(SENT, []):
        raise Http404
    case = _of_number(number)
    if case is None:
        raise Http404
    return render(
        request, "bonded/public/told.html", {"number": number, "code": code_of(number), "due_at": case.due_at}
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest) -> HttpResponse:
    """Say where it stands, with whom and until when, to whoever has number and code; it names nobody."""
    if request.method != "POST":
        return render(request, "bonded/public/status.html", {"form": Asked()})
    form = Asked(request.POST)
    if not form.is_valid():
        return render(request, "bonded/public/status.html", {"form": form}, status=422)
    number = form.cleaned_data["number"]
    try:
        for what, source in (("bandhua-code", number), ("bandhua-address", throttle.address(request))):
            throttle.count(what, source, figure=TRIES, span=throttle.HOUR, at=timezone.now())
    except throttle.TooOften:
        return throttle.too_often(request)
    case = _of_number(number)
    right = secrets.compare_digest(code_of(number).encode(), form.cleaned_data["code"].encode())
    if case is None or not right:
        form.add_error("code", gettext("Number and code do not belong together. Look at the page you wrote them from."))
        return render(request, "bonded/public/status.html", {"form": form}, status=422)
    return render(request, "bonded/public/status.html", {"form": form, **_standing(case, timezone.now())})


def _standing(case: Case, at: datetime) -> dict[str, object]:
    """Return what is told: the word, who looks into it and until when, or that nothing was found."""
    return {
        "case": case,
        "word": rescue.public_word(case),
        "is_open": case.phase == OPEN and case.due_at is not None,
        "is_late": case.due_at is not None and case.due_at < at,
        "is_nothing": case.state in NOTHING,
    }


def code_of(number: str) -> str:
    """Return the six digits shown beside the number; kept nowhere, worked out from a key."""
    return numbers.code_for(settings.LOOKUP_KEY, "bandhua", number)


def _of_number(number: str) -> Case | None:
    rows = Case.objects.select_related("holder__place", "district")
    return rows.filter(kind="bl_info", number=number).first()
