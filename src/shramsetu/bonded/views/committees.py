"""Committees: the list, the page of one with its seats, and what is entered there."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from shramsetu import rulebook
from shramsetu.bonded import committee_forms as forms
from shramsetu.bonded import powers
from shramsetu.bonded.actions import committees as actions
from shramsetu.bonded.actions.committees import Nomination
from shramsetu.bonded.models import Committee, Seat
from shramsetu.bonded.queries import committees as queries
from shramsetu.bonded.reports import sight
from shramsetu.bonded.reports.sight import MAGISTRATES
from shramsetu.bonded.views.desk import seen_by
from shramsetu.casework.actions import Refused
from shramsetu.lib import clock
from shramsetu.offices.access import DeskRequest
from shramsetu.places.models import Place


@seen_by()
@require_safe
def committees(request: DeskRequest) -> HttpResponse:
    """List the committees of the post's districts, and the districts that have none."""
    at, districts = timezone.now(), sight.districts(request.post)
    standing = list(queries.standing([one.pk for one in districts]))
    seats = queries.sitting(standing, on=clock.day(at))
    held, clocks = queries.last_held(standing), queries.meeting_clocks(standing)
    rows = [
        {
            "committee": one,
            "filled": len(seats[one.pk]),
            "vacant": sum(found.empty for found in queries.vacancies(one, seats[one.pk])),
            "last": held.get(one.pk),
            "clock": clocks.get(one.key),
        }
        for one in standing
    ]
    with_one = {one.district_id for one in standing if one.level == Committee.Level.DISTRICT}
    page = {
        "rows": rows,
        "without": sorted((one for one in districts if one.pk not in with_one), key=lambda one: one.name_hi),
        "may_write": bool(_may_write(request, districts, at)),
        "at": at,
    }
    return render(request, "bonded/committees.html", page)


@seen_by(*MAGISTRATES)
@require_http_methods(["GET", "HEAD", "POST"])
def constitute(request: DeskRequest) -> HttpResponse:
    """Enter the notification of a committee."""
    form = forms.Constitute(
        request.POST or None, districts=_may_write(request, sight.districts(request.post), timezone.now())
    )
    if form.is_valid():
        try:
            made = actions.constitute(**form.values, by=request.actor, at=timezone.now())
        except Refused as error:
            form.add_error(error.field or None, str(error.message))
        else:
            messages.success(request, gettext("The committee is in office. Enter its members."))
            return redirect("bonded:committee", made.pk)
    return render(request, "bonded/constitute.html", {"form": form}, status=422 if form.errors else 200)


@seen_by()
@require_safe
def committee(request: DeskRequest, pk: int) -> HttpResponse:
    """Show one committee: seats, vacancies, meetings."""
    one, at = committee_for(request, pk), timezone.now()
    seats = queries.sitting([one], on=clock.day(at))[one.pk]
    sitting = {(seat.category, seat.number): seat for seat in seats}
    by_category = [
        {"rule": rule, "seats": [(n, sitting.get((rule.slug, n))) for n in range(1, rule.seats + 1)]}
        for rule in queries.seat_rules(one.level)
    ]
    page = {
        "committee": one,
        "categories": by_category,
        "vacant": queries.vacancies(one, seats),
        "meetings": one.meetings.order_by("-number"),
        "clocks": [(rulebook.book().bonded.clocks[row.clock].what, row) for row in queries.clocks_of(one)],
        "vacant_word": gettext("Vacant"),
        "may_write": bool(_may_write(request, [one.district], at)) and one.ended_at is None,
        "at": at,
    }
    return render(request, "bonded/committee.html", page)


@seen_by(*MAGISTRATES)
@require_http_methods(["GET", "HEAD", "POST"])
def nominate(request: DeskRequest, pk: int, category: str, number: int) -> HttpResponse:
    """Seat a member."""
    one = committee_for(request, pk)
    rule = next((rule for rule in queries.seat_rules(one.level) if rule.slug == category), None)
    if rule is None:
        raise Http404(category)
    form = forms.Nominate(request.POST or None)
    if form.is_valid():
        try:
            actions.seat(one, Nomination(category, number, **form.cleaned_data), by=request.actor, at=timezone.now())
        except Refused as error:
            form.add_error(error.field or None, str(error.message))
        else:
            messages.success(request, gettext("The member is seated."))
            return redirect("bonded:committee", one.pk)
    page = {"form": form, "committee": one, "rule": rule, "number": number}
    return render(request, "bonded/nominate.html", page, status=422 if form.errors else 200)


@seen_by(*MAGISTRATES)
@require_http_methods(["GET", "HEAD", "POST"])
def vacate(request: DeskRequest, pk: int) -> HttpResponse:
    """Note why a seat falls vacant."""
    seats = Seat.objects.filter(committee__district__in=[one.pk for one in sight.districts(request.post)])
    seat = seats.filter(pk=pk, ended_at=None).select_related("committee__district").first()
    if seat is None:
        raise Http404(str(pk))
    form = forms.Vacate(request.POST or None)
    if form.is_valid():
        try:
            actions.vacate(seat, **form.cleaned_data, by=request.actor, at=timezone.now())
        except Refused as error:
            form.add_error(error.field or None, str(error.message))
        else:
            messages.success(request, gettext("The seat is vacant; the committee's proceedings stay valid."))
            return redirect("bonded:committee", seat.committee_id)
    page = {"form": form, "seat": seat, "committee": seat.committee}
    return render(request, "bonded/vacate.html", page, status=422 if form.errors else 200)


def _may_write(request: DeskRequest, districts: list[Place], at: datetime) -> list[Place]:
    """Return of some districts those in which the post may sign minutes; nobody else writes of a committee."""
    if request.post.role not in MAGISTRATES:
        return []
    return [one for one in districts if powers.may(request.actor, powers.MINUTES, one, at=at)]


def committee_for(request: DeskRequest, pk: int) -> Committee:
    """Return a committee within the sight of the post; one elsewhere is not found."""
    rows = Committee.objects.filter(district__in=[one.pk for one in sight.districts(request.post)])
    found = rows.select_related("district").filter(pk=pk).first()
    if found is None:
        raise Http404(str(pk))
    return found
