"""What will come, the seats for it, the calculator, and days that are not ordinary."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from shramsetu import rulebook
from shramsetu.helpline import staffing_forms as forms
from shramsetu.helpline.actions import occasions
from shramsetu.helpline.models import Occasion
from shramsetu.helpline.queries import expected, rosters
from shramsetu.helpline.rules import erlang
from shramsetu.helpline.rules.erlang import TooManySeats
from shramsetu.helpline.views.staffing import words
from shramsetu.lib import clock
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role

READERS = (Role.SUPERVISOR, Role.STATE_DESK)


@require_safe
@post_required(*READERS)
def forecast(request: DeskRequest) -> HttpResponse:
    at = timezone.now()
    usual = {"line": expected.lines()[0], "on": clock.day(at) + timedelta(days=1)}
    form = forms.Asked({**usual, **request.GET.dict()})
    chosen = {**usual, **form.cleaned_data} if form.is_valid() else usual
    line, on = str(chosen["line"]), chosen["on"]
    assert isinstance(on, date)
    ahead = [on + timedelta(days=day) for day in range(7)]
    found = expected.outlook(line, ahead, at=at)
    context = {
        "tab": "forecast",
        "form": form,
        "on": on,
        "found": found,
        "occasions": Occasion.objects.filter(ended_at=None, to_on__gte=on - timedelta(weeks=12)).order_by("from_on"),
        "occasion_form": forms.NewOccasion(initial={"line": line}),
        "may_write": request.post.role == Role.SUPERVISOR,
        **(_of_day(found, line, on) if found.days else {}),
    }
    return render(request, "helpline/staffing/forecast.html", context, status=200 if form.is_valid() else 422)


def _of_day(found: expected.Outlook, line: str, on: date) -> dict[str, object]:
    """Return the half-hours of the first day: calls, both formulas, who is on duty, what is lacking."""
    needs = expected.needs(found.days[0])
    cover = rosters.coverage([on], line=line)[on]
    people = [one.people for one in needs]
    labels = expected.labels()
    planned = any(cover)
    return {
        "needs": [(labels[one.slot], one, cover[one.slot], cover[one.slot] - one.people) for one in needs],
        "planned": planned,
        "lacking": words.lacking(rosters.gaps(people, cover)) if planned else [],
        "spare": words.too_many(rosters.spare(people, cover)) if planned else [],
        "chart": [(labels[one.slot], one.people, one.patient.rostered, cover[one.slot]) for one in needs],
        "chart_names": [gettext("Needed"), gettext("Needed if nobody hung up"), gettext("On duty")],
        "peak": max(needs, key=lambda one: one.calls),
        "peak_label": labels[max(needs, key=lambda one: one.calls).slot],
        "totals": [(day.on, day.total) for day in found.days],
    }


@require_safe
@post_required(*READERS)
def calculator(request: DeskRequest) -> HttpResponse:
    usual = forms.Calculator.usual(clock.day(timezone.now()))
    form = forms.Calculator({**usual, **request.GET.dict()})
    context: dict[str, object] = {"form": form, "tab": "calculator"}
    if form.is_valid():
        load, careful, likely = form.asked()
        try:
            patient, impatient = expected.seats(load, careful), expected.seats(load, likely)
        except TooManySeats:
            form.add_error("calls", gettext("So many calls need more seats than can be reckoned with."))
        else:
            seats = form.cleaned_data["seats"]
            there = None if seats is None else (erlang.answer(seats, load, careful), erlang.answer(seats, load, likely))
            context |= {
                "load": load,
                "patient": patient,
                "impatient": impatient,
                "there": there,
                "sentence": words.needed(patient, impatient, room=_room()),
                "rows": words.compared(patient.answer, impatient.answer, there or ()),
                "verdict": words.how_it_goes(there[1], impatient) if there else "",
            }
    return render(request, "helpline/staffing/calculator.html", context, status=422 if form.errors else 200)


def _room() -> int:
    return rulebook.book().number("helpline.seats_max", clock.day(timezone.now()))


@require_POST
@post_required(Role.SUPERVISOR)
def add_occasion(request: DeskRequest) -> HttpResponse:
    form = forms.NewOccasion(request.POST)
    if form.is_valid():
        occasions.add(occasions.Said(**form.cleaned_data), by=request.actor, at=timezone.now())
        messages.success(request, gettext("Kept. The forecast reckons with it from now on."))
    else:
        messages.error(request, gettext("Not kept: give both days and the reason."))
    return redirect("helpline:forecast")


@require_POST
@post_required(Role.SUPERVISOR)
def end_occasion(request: DeskRequest, pk: int) -> HttpResponse:
    occasions.end(get_object_or_404(Occasion, pk=pk), by=request.actor, at=timezone.now())
    messages.success(request, gettext("Taken back."))
    return redirect("helpline:forecast")
