"""Forms inside the agent's page: the result of a call, the emergency service's event number."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shramsetu.helpline.actions import conduct, desk
from shramsetu.helpline.errors import NotPossible
from shramsetu.helpline.forms import AGENT_ROLES, ConductForm, ResultForm
from shramsetu.helpline.models import Agent, Call
from shramsetu.helpline.queries import desk as desk_reads
from shramsetu.helpline.queries import people
from shramsetu.helpline.views.seated import agent_required
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role


@post_required(*AGENT_ROLES)
@require_http_methods(["GET", "POST"])
@agent_required
def result(request: DeskRequest, agent: Agent, pk: int) -> HttpResponse:
    """Write down what the call came to."""
    call = get_object_or_404(desk_reads.open_for_result(agent, at=timezone.now()), pk=pk)
    if request.method == "GET":
        form = ResultForm(by=request.actor, call=call, initial=ResultForm.begun(call))
        return render(request, "helpline/result.html", {"form": form, "call": call})
    form = ResultForm(request.POST, by=request.actor, call=call)
    if not form.is_valid():
        return render(request, "helpline/result.html", {"form": form, "call": call}, status=422)
    desk.dispose(call, form.result(), agent=agent, by=request.actor, at=timezone.now())
    if getattr(request, "htmx", False):
        return render(request, "helpline/result_kept.html", {"call": call})
    return redirect("helpline:phone")


@post_required(*AGENT_ROLES)
@require_safe
def offer_whom(request: DeskRequest) -> HttpResponse:
    """Offer the free operators and the posts that what was typed may mean, as options."""
    found = people.like(request.GET.get("word", ""), language=get_language() or "hi")
    return render(request, "helpline/whom.html", {"found": found})


@post_required(*AGENT_ROLES)
@require_POST
@agent_required
def about_operator(request: DeskRequest, agent: Agent, pk: int) -> HttpResponse:
    """Open the sealed complaint about the operator of an earlier call; its number is read out."""
    call = get_object_or_404(Call, pk=pk, agent=agent)
    form = ConductForm(request.POST, call=call, agent=agent)
    if not form.is_valid():
        return render(request, "helpline/said.html", {"wrong": form.first_fault()})
    data = form.cleaned_data
    case = conduct.complain(
        call, data["about"], text=data["text"], name=data["name"], by=request.actor, at=timezone.now()
    )
    return render(request, "helpline/said.html", {"number": case.number})


@post_required(*AGENT_ROLES)
@require_POST
def event_number(request: DeskRequest, pk: int) -> HttpResponse:
    """Keep the event number of the emergency service: by the call's agent, or by a supervisor where none spoke it."""
    call, agent = get_object_or_404(Call, pk=pk), desk_reads.agent_of(request.user.pk)
    watches = request.post.role == Role.SUPERVISOR and call.agent_id is None
    if agent is None and not watches:
        return render(request, "helpline/no_agent.html", status=409)
    try:
        desk.note_event_number(
            call, request.POST.get("event_number", ""), agent=None if watches else agent, at=timezone.now()
        )
    except NotPossible as error:
        return render(request, "helpline/said.html", {"wrong": str(error)})
    if getattr(request, "htmx", False):
        return render(request, "helpline/said.html", {"kept": True})
    return redirect("helpline:call", pk) if watches else redirect("helpline:phone")
