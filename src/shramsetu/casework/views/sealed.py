"""Seeing what is hidden: a masked phone for a reason, a sealed case in an emergency, and its review from above."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from shramsetu.casework import actions, reading, rules
from shramsetu.casework.models import Grant, Party
from shramsetu.casework.views.guard import DeskRequest, case_for, of_case, refused
from shramsetu.lib import phone
from shramsetu.offices.access import post_required


@post_required()
@require_http_methods(["GET", "POST"])
@of_case
def reveal(request: DeskRequest, number: str, party: int) -> HttpResponse:
    """Ask why, then show one phone number; the reading is written down."""
    case = case_for(request, number)
    somebody = get_object_or_404(Party.objects.select_related("person"), case=case, pk=party)
    page: dict[str, object] = {"case": case, "party": somebody, "reason": request.POST.get("reason", "")}
    if request.method == "GET":
        return render(request, "casework/reveal.html", page)
    try:
        found = reading.reveal(case, somebody, reason=str(page["reason"]), by=request.actor, at=timezone.now())
    except actions.Refused as error:
        return render(request, "casework/reveal.html", {**page, "error": error.message}, status=422)
    shown = {"phone": phone.shown(found), "dial": found}
    return render(request, "casework/reveal.html", {**page, **shown})


@post_required(*reading.GLASS_BREAKERS)
@require_http_methods(["GET", "POST"])
def break_glass(request: DeskRequest, number: str) -> HttpResponse:
    """Open a sealed case for some minutes, with a reason that the post above reviews."""
    at = timezone.now()
    case = reading.locked(number, request.actor)
    if case is None:
        return redirect("desk:case", number)
    # Who does not see the case yet may not listen to it either.
    page: dict[str, object] = {
        "number": number,
        "live_url": "",
        "minutes": rules.figure("sealed.break_glass_minutes", at),
    }
    if request.method == "GET":
        return render(request, "casework/break_glass.html", page)
    try:
        reading.break_glass(case, reason=request.POST.get("reason", ""), by=request.actor, at=at)
    except actions.Refused as error:
        return render(request, "casework/break_glass.html", {**page, "error": error.message}, status=422)
    return redirect("desk:case", number)


@post_required(*reading.GLASS_BREAKERS)
@require_http_methods(["GET"])
def grants(request: DeskRequest) -> HttpResponse:
    """List the openings by subordinate posts that wait for review."""
    waiting = [(grant, reading.review_due(grant)) for grant in reading.grants_to_review(request.post)]
    return render(request, "casework/grants.html", {"grants": waiting})


@post_required(*reading.GLASS_BREAKERS)
@require_POST
def review(request: DeskRequest, grant: int) -> HttpResponse:
    """Say whether a sealed case was rightly opened."""
    found = get_object_or_404(Grant.objects.select_related("case", "post"), pk=grant)
    was_right = request.POST.get("decision") == "right"
    try:
        reading.review(found, was_right=was_right, by=request.actor, at=timezone.now())
    except actions.NotAllowed:
        return refused(request, gettext("Only the post above may review this."))
    messages.success(request, gettext("Reviewed."))
    return redirect("desk:grants")
