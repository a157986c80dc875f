"""An operator's own shifts, leave and swaps; and what waits for the supervisor's word."""

from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from shramsetu.helpline import staffing_forms as forms
from shramsetu.helpline.actions import requests
from shramsetu.helpline.errors import NotPossible, NotYours
from shramsetu.helpline.forms import AGENT_ROLES
from shramsetu.helpline.models import Absence, Agent, Duty, Swap
from shramsetu.helpline.queries import rosters
from shramsetu.helpline.rules import calendar_file
from shramsetu.helpline.views.staffing.forecast import READERS
from shramsetu.lib import clock
from shramsetu.lib.text import dated, weekday
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role

SHOWN = timedelta(weeks=4)


def _mine(request: DeskRequest) -> Agent | None:
    return Agent.objects.filter(user=request.user).first()


def _duties(agent: Agent, since: date) -> list[Duty]:
    rows = agent.duties.filter(week__published_at__isnull=False, on__gte=since, on__lt=since + SHOWN)
    return list(rows.order_by("on"))


@require_safe
@post_required(*AGENT_ROLES)
def mine(request: DeskRequest) -> HttpResponse:
    agent, today = _mine(request), clock.day(timezone.now())
    if agent is None:
        return render(request, "helpline/staffing/mine.html", {"agent": None})
    duties = _duties(agent, today)
    swaps = Swap.objects.select_related("duty__agent__user", "other__agent__user").filter(duty__on__gte=today)
    context = {
        "agent": agent,
        "duties": duties,
        "swap_form": _swap_form(duties),
        "leave_form": forms.AskLeave(),
        "absences": agent.absences.filter(to_on__gte=today).order_by("from_on"),
        "asked": swaps.filter(duty__agent=agent).order_by("duty__on"),
        "to_agree": swaps.filter(other__agent=agent, state=Swap.State.ASKED).order_by("duty__on"),
    }
    return render(request, "helpline/staffing/mine.html", context)


def _swap_form(duties: list[Duty], data: object = None) -> forms.AskSwap:
    form = forms.AskSwap(data)  # type: ignore[arg-type]
    language = forms.language()
    choices = [(str(one.pk), f"{dated(one.on, language)}, {forms.SHIFT_WORDS[one.shift]}") for one in duties]
    form.fields["duty"].choices = choices  # type: ignore[attr-defined]
    return form


@require_safe
@post_required(*AGENT_ROLES)
def mine_ics(request: DeskRequest) -> HttpResponse:
    agent, at, language = _mine(request), timezone.now(), forms.language()
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    events = [
        calendar_file.Event(
            key=f"duty-{one.pk}",
            from_at=one.from_at,
            to_at=one.to_at,
            title=gettext("Helpline: %(shift)s shift") % {"shift": forms.SHIFT_WORDS[one.shift]},
            note=f"{weekday(one.on, language)}. {_fetched(one)}",
        )
        for one in (_duties(agent, clock.day(at)) if agent else [])
    ]
    answer = HttpResponse(calendar_file.written(events, host=host, at=at), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="shifts.ics"'
    return answer


def _fetched(duty: Duty) -> str:
    return gettext("You are fetched and brought home.") if duty.transport else ""


def own(act: Callable[..., str]) -> Callable[..., HttpResponse]:
    """Make a view of what an operator does with their own shifts; a refusal is said on the page."""

    def view(request: DeskRequest, /, **given: int) -> HttpResponse:
        agent = _mine(request)
        try:
            if agent is None:
                raise NotYours
            messages.success(request, act(request, agent, **given))
        except NotPossible as error:
            messages.error(request, str(error))
        return redirect("helpline:my_shifts")

    guarded: Callable[..., HttpResponse] = require_POST(post_required(*AGENT_ROLES)(view))
    return guarded


@own
def ask_leave(request: DeskRequest, agent: Agent) -> str:
    form = forms.AskLeave(request.POST)
    if not form.is_valid():
        raise NotPossible
    said = form.cleaned_data
    span = (said["from_on"], said["to_on"])
    requests.ask_leave(agent, kind=said["kind"], days=span, by=request.actor, at=timezone.now())
    return gettext("Asked. Your supervisor decides.")


@own
def withdraw_leave(request: DeskRequest, agent: Agent, pk: int = 0) -> str:
    requests.withdraw_leave(get_object_or_404(Absence, pk=pk), agent=agent, at=timezone.now())
    return gettext("Taken back.")


@own
def ask_swap(request: DeskRequest, agent: Agent) -> str:
    at = timezone.now()
    form = _swap_form(_duties(agent, clock.day(at)), request.POST)
    if not form.is_valid():
        raise NotPossible
    said = form.cleaned_data
    other = Duty.objects.filter(agent__number=said["number"], on=said["on"]).select_related("week").first()
    duty = Duty.objects.filter(pk=said["duty"]).select_related("week").first()
    if other is None or duty is None:
        raise NotYours
    requests.ask_swap(duty, other, agent=agent, at=at)
    return gettext("Asked. The other operator agrees first, then the supervisor.")


@own
def agree_swap(request: DeskRequest, agent: Agent, pk: int = 0) -> str:
    agree = request.POST.get("agree") == "1"
    requests.agree_swap(get_object_or_404(Swap, pk=pk), agent=agent, agree=agree, at=timezone.now())
    return gettext("Told on. The supervisor decides.") if agree else gettext("You did not agree to the swap.")


@own
def withdraw_swap(request: DeskRequest, agent: Agent, pk: int = 0) -> str:
    requests.withdraw_swap(get_object_or_404(Swap, pk=pk), agent=agent, at=timezone.now())
    return gettext("Taken back.")


@require_safe
@post_required(*READERS)
def waiting(request: DeskRequest) -> HttpResponse:
    away, swaps = rosters.requests()
    context = {
        "tab": "requests",
        "absences": away[:200],
        "swaps": swaps[:200],
        "may_write": request.post.role == Role.SUPERVISOR,
    }
    return render(request, "helpline/staffing/requests.html", context)


def decided(request: DeskRequest, act: Callable[[], object]) -> HttpResponse:
    """Decide and lead back to what waits; a refusal is said there."""
    try:
        act()
        messages.success(request, gettext("Decided."))
    except NotPossible as error:
        messages.error(request, str(error))
    return redirect("helpline:roster_requests")


@require_POST
@post_required(Role.SUPERVISOR)
def decide_leave(request: DeskRequest, pk: int) -> HttpResponse:
    absence, grant = get_object_or_404(Absence, pk=pk), request.POST.get("grant") == "1"
    return decided(request, lambda: requests.decide_leave(absence, grant=grant, by=request.actor, at=timezone.now()))


@require_POST
@post_required(Role.SUPERVISOR)
def decide_swap(request: DeskRequest, pk: int) -> HttpResponse:
    swap, approve = get_object_or_404(Swap, pk=pk), request.POST.get("grant") == "1"
    return decided(request, lambda: requests.decide_swap(swap, approve=approve, by=request.actor, at=timezone.now()))
