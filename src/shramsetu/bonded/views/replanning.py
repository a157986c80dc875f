"""A way home that changes, on the desk: another plan, none at all, a wrong number corrected."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext
from django.views.decorators.http import require_http_methods

from shramsetu.bonded.actions import journeys, replanning, riding
from shramsetu.bonded.forms.journeys import PAISE, CorrectForm, JourneyForm
from shramsetu.bonded.forms.transfers import Withdrawing
from shramsetu.bonded.models import Journey, Survivor
from shramsetu.bonded.queries import transfers as queries
from shramsetu.bonded.views.journeys import journey_for, plan_of, reads
from shramsetu.bonded.views.transfers import WORKERS, asked, carried_out
from shramsetu.offices.access import DeskRequest, post_required


@post_required(*WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: DeskRequest, code: str) -> HttpResponse:
    """Change a plan before they leave; on the way, correct the vehicle and the escort."""
    journey = journey_for(request, code)
    if journey.departed_at is not None:
        return _correct(request, journey)
    aboard = [one.survivor for one in riding.aboard(journey)]
    if not aboard:
        return redirect("bonded:journey", code)
    rows = queries.household(aboard[0], request.actor)
    first = _first_of(journey, request, aboard)
    form = JourneyForm(request.POST if request.method == "POST" else None, rows=rows, initial=first)
    if request.method == "POST" and form.is_valid():
        planned, who = plan_of(form), form.cleaned_data["persons"]
        by, at = request.actor, timezone.now()
        if carried_out(form, lambda: replanning.replan(journey, planned, persons=who, by=by, at=at)):
            messages.success(request, gettext("The plan is changed."))
            return redirect("bonded:journey", code)
    words = {"title": gettext("Change the plan"), "button": pgettext("verb", "Change"), "about": journey.code}
    return asked(request, form, **words, back=reverse("bonded:journey", args=[code]))


@post_required(*WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: DeskRequest, code: str) -> HttpResponse:
    """Take a plan back before they leave, and with it what is due of its cost."""
    journey = journey_for(request, code)
    form = Withdrawing(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason, by, at = form.cleaned_data["reason"], request.actor, timezone.now()
        if carried_out(form, lambda: replanning.cancel(journey, reason, by=by, at=at) or True):
            messages.success(request, gettext("The journey is cancelled."))
            return redirect("bonded:journey", code)
    words = {"title": gettext("Cancel the journey"), "button": gettext("Cancel the journey"), "about": journey.code}
    return asked(request, form, **words, back=reverse("bonded:journey", args=[code]))


def _correct(request: DeskRequest, journey: Journey) -> HttpResponse:
    first = {"vehicle": journey.vehicle, **_escort(journey, request)}
    form = CorrectForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        given, by, at = form.cleaned_data, request.actor, timezone.now()
        if carried_out(form, lambda: replanning.correct(journey, **given, by=by, at=at) or True):
            messages.success(request, gettext("Written down."))
            return redirect("bonded:journey", journey.code)
    words = {"title": gettext("Correct escort or vehicle"), "button": gettext("Correct"), "about": journey.code}
    return asked(request, form, **words, back=reverse("bonded:journey", args=[journey.code]))


def _escort(journey: Journey, request: DeskRequest) -> dict[str, object]:
    known = journeys.escort(journey) if reads(request, journey) else {}
    return {"escort_name": known.get("name", ""), "escort_phone": known.get("phone", "")}


def _first_of(journey: Journey, request: DeskRequest, aboard: Sequence[Survivor]) -> dict[str, object]:
    """Return what the form of a plan shows first: the plan as it stands."""
    orders = {f"order_{one.survivor_id}": one.child_order for one in riding.aboard(journey)}
    names = ("order_number", "mode", "vehicle", "leaves_at", "arrives_at")
    stands = {name: getattr(journey, name) for name in names}
    costs = {"fare": journey.fare_paise // PAISE, "food": journey.food_paise // PAISE}
    return {**stands, **costs, **orders, **_escort(journey, request), "persons": [one.code for one in aboard]}
