"""The agent's page: states, the call that rings or is spoken, orders to the exchange, the browser's phone."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotFound, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from shramsetu import rulebook
from shramsetu.grievances.desk import FILERS
from shramsetu.helpline import secrets
from shramsetu.helpline.actions import agents, orders
from shramsetu.helpline.actions import desk as deeds
from shramsetu.helpline.errors import NotPossible
from shramsetu.helpline.exchange import provider
from shramsetu.helpline.forms import AGENT_ROLES, ResultForm
from shramsetu.helpline.models import Agent, AgentState, Call
from shramsetu.helpline.queries import desk as reads
from shramsetu.helpline.queries import own
from shramsetu.helpline.views import target as targets
from shramsetu.helpline.views.seated import agent_required
from shramsetu.offices.access import DeskRequest, post_required

ASKABLE = frozenset({"kind", "to", "digits"})


@post_required(*AGENT_ROLES)
@require_safe
@never_cache
@agent_required
def desk(request: DeskRequest, agent: Agent) -> HttpResponse:
    """Show the whole page."""
    at = timezone.now()
    response = render(request, "helpline/phone.html", _page(request, agent, at))
    if _is_browser_phone(agent):
        response.connects = settings.TELEPHONY_WSS  # type: ignore[attr-defined]
        response["Permissions-Policy"] = "microphone=(self)"
    return response


@post_required(*AGENT_ROLES)
@require_safe
@never_cache
@agent_required
def now(request: DeskRequest, agent: Agent) -> HttpResponse:
    """Show the bar anew, and the caller's screen with it where another call is shown than before."""
    at = timezone.now()
    page = _page(request, agent, at, seen=request.GET.get("call", ""))
    return render(request, "helpline/now.html", page)


@post_required(*AGENT_ROLES)
@require_POST
@agent_required
def turn(request: DeskRequest, agent: Agent, verb: str) -> HttpResponse:
    """Log in or out, wait for calls, pause."""
    at = timezone.now()
    reason = request.POST.get("reason", "")
    chosen = rulebook.book().helpline.pauses.get(reason)
    try:
        if verb == "log-in":
            agents.log_in(agent, at=at)
            if settings.TELEPHONY == provider.SIMULATED and not agent.has_own_phone:
                orders.ask_by_hand(agent, "phone_in", by=request.actor, at=at)
        elif verb == "ready":
            agents.ready(agent, at=at)
        elif verb == "log-out":
            agents.log_out(agent, at=at)
        elif verb == "pause" and chosen is not None and not chosen.by_system:
            agents.pause(agent, reason=reason, at=at)
        else:
            return HttpResponseNotFound()
    except NotPossible as error:
        return _answer(request, str(error))
    return _answer(request)


@post_required(*AGENT_ROLES)
@require_POST
@agent_required
def order(request: DeskRequest, agent: Agent, verb: str) -> HttpResponse:
    """Ask the exchange to do something with the agent's call."""
    if verb not in orders.OF_AGENT or agent.call is None:
        return _answer(request, gettext("There is no call for this just now."))
    detail = {name: str(request.POST[name])[:40] for name in ASKABLE & request.POST.keys()}
    if whom := str(request.POST.get("whom", "")):
        detail["kind"], _, detail["to"] = whom[:40].partition(":")
    if detail.get("kind") == "queue" and detail.get("to") not in rulebook.book().helpline.boards:
        return _answer(request, gettext("There is no such board."))
    try:
        orders.ask(agent.call, verb, agent=agent, by=request.actor, at=timezone.now(), detail=detail)
    except NotPossible as error:
        return _answer(request, str(error))
    return _answer(request)


@post_required(*AGENT_ROLES)
@require_POST
@never_cache
@agent_required
def line(request: DeskRequest, agent: Agent) -> HttpResponse:
    """Hand the agent's own page what its browser phone registers with; kept by no cache and no log."""
    if not _is_browser_phone(agent) or agent.state == AgentState.OUT:
        return JsonResponse({"phone": ""}, status=409)
    found = {
        "phone": agent.number,
        "secret": secrets.of_phone(agent.number, agent.key_epoch),
        "address": settings.TELEPHONY_WSS,
        "realm": settings.TELEPHONY_REALM,
    }
    return JsonResponse(found)


@post_required(*AGENT_ROLES)
@require_POST
@agent_required
def by_hand(request: DeskRequest, agent: Agent, verb: str) -> HttpResponse:
    """Do at the simulated exchange what a phone does by itself: plug in, pick up, put down."""
    if settings.TELEPHONY != provider.SIMULATED or verb.replace("-", "_") not in orders.BY_HAND:
        return HttpResponseNotFound()
    orders.ask_by_hand(agent, verb.replace("-", "_"), by=request.actor, at=timezone.now())
    return _answer(request)


def _page(request: DeskRequest, agent: Agent, at: datetime, *, seen: str = "") -> dict[str, Any]:
    """Return what the page shows: the bar always, the caller's screen unless it is that call's already."""
    book = rulebook.book().helpline
    call = reads.current(agent, at=at)
    found: dict[str, Any] = {
        "agent": agent,
        "call": call,
        "is_mine": call is not None and call.agent_id == agent.pk,
        "simulated": settings.TELEPHONY == provider.SIMULATED,
        "softphone": _is_browser_phone(agent),
        "reason": book.pauses.get(agent.reason),
        "pauses": [pause for pause in book.pauses.values() if not pause.by_system],
        "emergencies": list(book.emergencies.values()),
        "boards": list(book.boards.values()),
        "shown": _shown(agent, call),
    }
    found["pops"] = found["shown"] != seen
    if call is not None and found["pops"]:
        found |= _screen(request, agent, call, at)
    elif found["pops"] and agent.state != AgentState.OUT:
        found["own"] = own.day_of(agent, at=at)
    return found


def _shown(agent: Agent, call: Call | None) -> str:
    """Name what stands below the bar: a call, or what the agent may do without one."""
    if call is not None:
        return str(call.pk)
    return agent.state if agent.state in {AgentState.OUT, AgentState.AVAILABLE} else AgentState.PAUSED.value


def _screen(request: DeskRequest, agent: Agent, call: Call, at: datetime) -> dict[str, Any]:
    deeds.show(call, agent=agent, at=at)
    book = rulebook.book()
    return {
        **targets.of_call(request, call),
        "screen": reads.screen(call, request.actor, at=at),
        "script": book.inbound if call.direction == "in" else book.script,
        "line": book.helpline.lines.get(call.line),
        "board": book.helpline.boards.get(call.board),
        "tongue": book.helpline.languages.get(call.dialect or call.language),
        "may_register": request.post.role in FILERS,
        "form": ResultForm(by=request.actor, call=call, initial=ResultForm.begun(call)),
    }


def _is_browser_phone(agent: Agent) -> bool:
    return bool(settings.TELEPHONY != provider.SIMULATED and settings.TELEPHONY_WSS and not agent.has_own_phone)


def _answer(request: DeskRequest, wrong: str = "") -> HttpResponse:
    """Say what was wrong, then show the page as it stands: by script only the bar, which the bell has fetched again."""
    if not getattr(request, "htmx", False):
        if wrong:
            messages.error(request, wrong)
        return redirect("helpline:phone")
    response = render(request, "helpline/said.html", {"wrong": wrong})
    response["HX-Trigger"] = "phone"
    return response
