"""Holding to account: calling for an explanation, and the second verification of closed cases."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from shramsetu import rulebook
from shramsetu.casework.actions import Refused
from shramsetu.casework.views.guard import case_for, of_case
from shramsetu.casework.views.inbox import lines
from shramsetu.grievances import actions, letters, sample
from shramsetu.grievances.desk import UPPER
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role


@post_required(*UPPER)
@require_http_methods(["GET", "POST"])
@of_case
def call_for_explanation(request: DeskRequest, number: str) -> HttpResponse:
    """Issue a numbered letter to a post below about this case."""
    case = case_for(request, number)
    form = letters.Letter(request.POST or None, case=case, issuer=request.post)
    if request.method == "POST" and form.is_valid():
        made = actions.call_for_explanation(case, **form.values, by=request.actor, at=timezone.now())
        messages.success(request, gettext("The letter is issued; its reply is due by the date on it."))
        return redirect("desk:case", made.number)
    replies = [reply for reply in rulebook.book().replies.values() if reply.use == "explanation"]
    page = {"case": case, "form": form, "replies": replies}
    return render(request, "grievances/call_for_explanation.html", page, status=422 if form.errors else 200)


@post_required(Role.QUALITY, Role.SUPERVISOR)
@require_safe
def verification(request: DeskRequest) -> HttpResponse:
    """List the closed cases that the sample drew."""
    rows = lines(sample.drawn(request.actor, at=timezone.now()))
    return render(request, "grievances/verification.html", {"rows": rows})


@post_required(Role.QUALITY, Role.SUPERVISOR)
@require_http_methods(["GET", "POST"])
@of_case
def verify(request: DeskRequest, number: str) -> HttpResponse:
    """Record the second verification of one closed case."""
    case = case_for(request, number)
    form = letters.Verification(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.verify_second(case, **form.values, by=request.actor, at=timezone.now())
        except Refused as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, gettext("Second verification recorded."))
            return redirect("grievances:verification")
    page = {"case": case, "form": form, "rows": lines([case])}
    return render(request, "grievances/verify.html", page, status=422 if form.errors else 200)
