"""The tray: what assistants drafted waits for the officer's word."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from shramsetu.casework import doing, flow
from shramsetu.casework.models import Proposal
from shramsetu.casework.views.guard import DeskRequest, refused
from shramsetu.casework.words import SAY
from shramsetu.offices.access import post_required


@post_required()
@require_http_methods(["GET", "POST"])
def tray(request: DeskRequest) -> HttpResponse:
    """Show the drafts; accept or put away the chosen ones, each by itself."""
    waiting = doing.tray(request.post.pk)
    if request.method == "GET":
        return render(request, "casework/tray.html", {"drafts": [_shown(one) for one in waiting]})
    picked = [one for one in waiting if str(one.pk) in request.POST.getlist("draft")]
    if not picked:
        return refused(request, str(SAY["nothing_chosen"]), status=422)
    accept = request.POST.get("decision") == "accept"
    results = doing.decide_many(picked, accept=accept, by=request.actor, at=timezone.now())
    return render(request, "casework/results.html", {"results": results})


def _shown(proposal: Proposal) -> dict[str, object]:
    steps = [step for step in flow.flow_of(proposal.case.kind).steps if step.verb == proposal.verb]
    return {"draft": proposal, "step": steps[0], "values": doing.drawn(proposal)}
