"""Surveys: what each district has, and entering one."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from shramsetu.bonded import committee_forms as forms
from shramsetu.bonded import unsealed
from shramsetu.bonded.actions import surveys as actions
from shramsetu.bonded.queries import committees as queries
from shramsetu.bonded.reports import sight
from shramsetu.bonded.reports.committees import counts_until
from shramsetu.bonded.views.desk import seen_by
from shramsetu.casework.actions import Refused
from shramsetu.lib import clock
from shramsetu.offices.access import DeskRequest
from shramsetu.offices.models import Role

WRITERS = (Role.DM, Role.MAGISTRATE, Role.OFFICER)


@seen_by()
@require_safe
def surveys(request: DeskRequest) -> HttpResponse:
    """List the surveys of the post's districts, and the districts that have none or an old one."""
    at, districts = timezone.now(), sight.districts(request.post)
    found = list(queries.surveys([one.pk for one in districts], at=at))
    eyes = unsealed.districts(request.actor)
    rows = [(one, counts_until(one).until, eyes.read(one.district_id, one.reason)) for one in found]
    today = clock.day(at)
    current = {one.district_id for one, until, _reason in rows if until >= today}
    page = {
        "rows": rows,
        "today": today,
        "lacking": [one for one in districts if one.pk not in current],
        "may_write": request.post.role in WRITERS,
    }
    return render(request, "bonded/surveys.html", page)


@seen_by(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: DeskRequest) -> HttpResponse:
    """Enter a survey."""
    form = forms.SurveyForm(request.POST or None, districts=sight.districts(request.post))
    if form.is_valid():
        try:
            made = actions.record(form.place, form.values, by=request.actor, at=timezone.now())
        except Refused as error:
            form.add_error(error.field or None, str(error.message))
        else:
            messages.success(request, _kept(counts_until(made).until))
            return redirect("bonded:surveys")
    return render(request, "bonded/survey.html", {"form": form}, status=422 if form.errors else 200)


@seen_by(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: DeskRequest, pk: int) -> HttpResponse:
    """Enter a survey in the place of a wrong one, with the reason; the wrong one stays on record."""
    at = timezone.now()
    rows = queries.surveys([one.pk for one in sight.districts(request.post)], at=at)
    wrong = get_object_or_404(rows, pk=pk)
    found = unsealed.districts(request.actor).read(wrong.district_id, wrong.findings)
    form = forms.SurveyAnew(request.POST or None, wrong=wrong, findings="" if found is unsealed.SEALED else str(found))
    if form.is_valid():
        why = form.cleaned_data["reason"]
        try:
            made = actions.record(form.place, form.values, replaces=wrong, reason=why, by=request.actor, at=at)
        except Refused as error:
            form.add_error(error.field or None, str(error.message))
        else:
            messages.success(request, _kept(counts_until(made).until))
            return redirect("bonded:surveys")
    page = {"form": form, "wrong": wrong}
    return render(request, "bonded/survey.html", page, status=422 if form.errors else 200)


def _kept(until: date) -> str:
    return gettext("The survey is kept. The next one is due by %(day)s.") % {"day": f"{until:%d-%m-%Y}"}
