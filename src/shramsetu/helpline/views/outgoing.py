"""Calling people: the next one to look at, dialling, the answer in the desk's own form, later, wrong number."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from shramsetu.casework import actions as casework
from shramsetu.casework import doing, forms
from shramsetu.casework.calling import Asking, Sheet
from shramsetu.helpline.actions import outbound, targets
from shramsetu.helpline.campaign_forms import LaterForm
from shramsetu.helpline.forms import AGENT_ROLES
from shramsetu.helpline.models import Agent, Target
from shramsetu.helpline.queries import campaigns as reads
from shramsetu.helpline.views import target as screens
from shramsetu.helpline.views.page import CALLERS, tried
from shramsetu.helpline.views.seated import agent_required
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.errors import Refused

DONE = ("answered", "not-needed")


@post_required(*AGENT_ROLES)
@require_safe
@agent_required
def following(request: DeskRequest, agent: Agent) -> HttpResponse:
    """Hold the next person for this agent and show what is known, with the script."""
    target = targets.lease(agent, at=timezone.now())
    return _page(request, agent, target)


@post_required(*AGENT_ROLES)
@require_POST
@agent_required
def dial(request: DeskRequest, agent: Agent, pk: int) -> HttpResponse:
    """Ring the agent's phone, then the person's."""
    target = _mine(agent, pk)
    return tried(
        request,
        lambda: outbound.dial(target, agent=agent, at=timezone.now()),
        done=gettext("Your phone rings first, then theirs."),
        goal=reverse("helpline:phone"),
    )


@post_required(*AGENT_ROLES)
@require_POST
@agent_required
def later(request: DeskRequest, agent: Agent, pk: int) -> HttpResponse:
    """Call this person at another time."""
    target, form = _mine(agent, pk), LaterForm(request.POST)
    if not form.is_valid():
        return _page(request, agent, target, later_form=form, status=422)
    targets.later(target, until=form.cleaned_data["until"], at=timezone.now())
    messages.success(request, gettext("Noted. The person is called at that time, in calling hours."))
    return redirect("helpline:next_target")


@post_required(*AGENT_ROLES)
@require_POST
@agent_required
def wrong_number(request: DeskRequest, agent: Agent, pk: int) -> HttpResponse:
    """The number is somebody else's: the case says so too, by the desk's own step."""
    target, at = _mine(agent, pk), timezone.now()
    audience = screens.audience_of(target)
    if audience is not None and audience.verb and target.case is not None:
        try:
            casework.take(
                target.case,
                audience.verb,
                seen=target.case.revision,
                by=request.actor,
                at=at,
                detail={"result": "wrong_number"},
            )
        except (casework.NotAllowed, casework.Refused, casework.Stale) as error:
            messages.error(request, doing.sentence(error))
            return redirect("helpline:next_target")
    targets.wrong_number(target, at=at)
    messages.success(request, gettext("Noted as a wrong number."))
    return redirect("helpline:next_target")


@post_required(*AGENT_ROLES)
@require_POST
@agent_required
def not_again(request: DeskRequest, agent: Agent, pk: int) -> HttpResponse:
    """The person does not want to be called by us."""
    target, at = _mine(agent, pk), timezone.now()
    targets.stop(target, source="agent", by=request.actor, at=at)
    messages.success(request, gettext("Noted. This number is not called by campaigns any more."))
    return redirect("helpline:next_target")


@post_required(*AGENT_ROLES)
@require_POST
@agent_required
def answer(request: DeskRequest, agent: Agent, pk: int) -> HttpResponse:
    """Take the answer by the same form and step as the desk, or the answers that are no step of the case."""
    target, at = _mine(agent, pk), timezone.now()
    audience = screens.audience_of(target)
    if audience is not None and audience.asking is not None:
        return _asked(request, agent, target, audience.asking)
    form = screens.answer_form(request, target)
    if form is None or target.case is None:
        messages.error(request, gettext("The case has moved on; nothing more is asked in it."))
        return redirect("helpline:phone")
    filled = type(form)(request.POST, request.FILES)
    if filled.is_valid():
        try:
            doing.carry_out(filled, seen=_seen(request), at=at)
        except casework.Refused as error:
            filled.add_error(error.field if error.field in filled.fields else None, str(error.message))
        except (casework.NotAllowed, casework.Stale) as error:
            filled.add_error(None, doing.sentence(error))
        else:
            messages.success(request, gettext("The answer is recorded."))
            return redirect("helpline:phone" if agent.call_id else "helpline:next_target")
    return _page(request, agent, target, form=filled, status=422)


@post_required(*CALLERS)
@require_safe
def call_backs(request: DeskRequest) -> HttpResponse:
    """List the call-backs that are owed, the oldest first, the late ones marked."""
    at = timezone.now()
    rows = list(reads.call_backs()[: reads.SHOWN])
    late = reads.late_from(at)
    shown = [{"target": row, "is_late": row.made_at <= late, "taken": _taken(row, at)} for row in rows]
    context = {"rows": shown, "late": sum(bool(one["is_late"]) for one in shown)}
    return render(request, "helpline/call_backs.html", context)


@post_required(*AGENT_ROLES)
@require_POST
@agent_required
def take(request: DeskRequest, agent: Agent, pk: int) -> HttpResponse:
    """Take one call-back and call now."""
    target = get_object_or_404(reads.call_backs(), pk=pk)

    def deed() -> None:
        targets.take(target, agent=agent, at=timezone.now())
        outbound.dial(target, agent=agent, at=timezone.now())

    return tried(
        request, deed, done=gettext("Your phone rings first, then theirs."), goal=reverse("helpline:call_backs")
    )


@post_required(*CALLERS)
@require_POST
def done(request: DeskRequest, pk: int) -> HttpResponse:
    """The person was spoken to otherwise, or needs no call any more."""
    target = get_object_or_404(reads.call_backs(), pk=pk)
    result = request.POST.get("result", "")
    chosen = result if result in DONE else DONE[0]
    return tried(
        request,
        lambda: targets.done(target, result=chosen, by=request.actor, at=timezone.now()),
        done="",
        goal=reverse("helpline:call_backs"),
    )


def _asked(request: DeskRequest, agent: Agent, target: Target, asking: Asking) -> HttpResponse:
    """Keep the answers, or that none is given."""
    case, at, declines = target.case, timezone.now(), "decline" in request.POST
    sheet = asking.sheet(case, request.POST) if case is not None else None
    if case is None or sheet is None:
        messages.error(request, gettext("The case has moved on; nothing more is asked in it."))
        return redirect("helpline:phone")
    if not declines and not sheet.form.is_valid():
        return _page(request, agent, target, sheet=sheet, status=422)
    try:
        if declines:
            asking.decline(case, request.actor, at)
        else:
            asking.write(case, sheet.form, request.actor, at)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, gettext("The answer is recorded."))
    return redirect("helpline:phone" if agent.call_id else "helpline:next_target")


def _page(
    request: DeskRequest,
    agent: Agent,
    target: Target | None,
    *,
    form: forms.StepForm | None = None,
    sheet: Sheet | None = None,
    later_form: LaterForm | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = screens.of_target(request, target, form=form, sheet=sheet, later_form=later_form) if target else {}
    return render(request, "helpline/next_target.html", {"agent": agent, **shown}, status=status)


def _mine(agent: Agent, pk: int) -> Target:
    """Return the target that this agent holds, or has on the phone."""
    rows = Target.objects.select_related("campaign", "case", "person")
    target = get_object_or_404(rows, pk=pk)
    holds = target.leased_by_id == agent.pk
    return target if holds else get_object_or_404(rows.filter(calls__agent=agent).distinct(), pk=pk)


def _taken(target: Target, at: datetime) -> object:
    is_taken = target.leased_by is not None and target.leased_until is not None and target.leased_until > at
    return target.leased_by.user if is_taken and target.leased_by is not None else None


def _seen(request: DeskRequest) -> int:
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isascii() and seen.isdigit() else -1
