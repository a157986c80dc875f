"""The wallboard, and a supervisor's ear in a call."""

from django.http import HttpResponse, HttpResponseNotFound
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from shramsetu import rulebook
from shramsetu.helpline.actions import listening, orders
from shramsetu.helpline.errors import NotPossible
from shramsetu.helpline.models import AgentState, Call
from shramsetu.helpline.queries import campaigns, log
from shramsetu.helpline.queries import floor as reads
from shramsetu.helpline.queries.desk import agent_of
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role

WATCHERS = (Role.SUPERVISOR, Role.QUALITY, Role.STATE_DESK, Role.ADMINISTRATOR)


@post_required(*WATCHERS)
@require_safe
def floor(request: DeskRequest) -> HttpResponse:
    """Show the wallboard; with `big` for the screen on the wall."""
    return render(request, "helpline/floor.html", {**_page(request), "big": "big" in request.GET})


@post_required(*WATCHERS)
@require_safe
def now(request: DeskRequest) -> HttpResponse:
    """Show its figures anew."""
    return render(request, "helpline/floor_now.html", _page(request))


@post_required(Role.SUPERVISOR)
@require_POST
def listen(request: DeskRequest, pk: int, verb: str) -> HttpResponse:
    """Listen to a call, whisper to its agent, speak with both, or leave it."""
    verb = verb.replace("-", "_")
    if verb not in orders.OF_SUPERVISOR:
        return HttpResponseNotFound()
    call, agent = get_object_or_404(Call.objects.select_related("case"), pk=pk), agent_of(request.user.pk)
    if call.case is not None and call.case.sealed and not log.may_hear(call, request.actor):
        return HttpResponseNotFound()
    wrong = "" if agent else gettext("You have no phone of the helpline yet")
    try:
        if agent is not None:
            listening.ask(call, verb, agent=agent, by=request.actor, at=timezone.now())
    except NotPossible as error:
        wrong = str(error)
    if getattr(request, "htmx", False):
        return render(request, "helpline/said.html", {"wrong": wrong, "kept": not wrong})
    return redirect("helpline:call", pk)


def _page(request: DeskRequest) -> dict[str, object]:
    at, book = timezone.now(), rulebook.book().helpline
    found = reads.floor(at=at)
    words = dict(AgentState.choices)
    return {
        "floor": found,
        "owed": campaigns.owed(at=at),
        "states": [(state, words[state], count) for state, count in found.states.items()],
        "boards": [(part, book.boards.get(part.slug)) for part in found.boards],
        "lines": [(part, book.lines.get(part.slug)) for part in found.lines],
        "calls": reads.live_calls(),
        "at": at,
        "may_listen": request.post.role == Role.SUPERVISOR,
    }
