"""The page of one case, and who else is looking at it."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shramsetu.casework import actions, casefile, inbox, reading
from shramsetu.casework.views.guard import DeskRequest, case_for, of_case
from shramsetu.offices.access import post_required


@post_required()
@require_safe
@of_case
def case(request: DeskRequest, number: str) -> HttpResponse:
    """Show one case, most likely steps first."""
    at = timezone.now()
    found = case_for(request, number)
    reading.look_at(found, by=request.actor, at=at)
    is_mine = not casefile.is_leasable(found, request.actor) or actions.lease(found, by=request.actor, at=at)
    return render(request, "casework/case.html", casefile.page(request, found, at=at, is_mine=is_mine))


@post_required()
@require_safe
@of_case
def presence(request: DeskRequest, number: str) -> HttpResponse:
    """Say who else has the case open; asked again every few seconds by the page itself."""
    at = timezone.now()
    found = case_for(request, number)
    reading.look_at(found, by=request.actor, at=at)
    others = reading.others_at(found, by=request.actor, at=at)
    has_moved = request.GET.get("seen", "") not in ("", str(found.revision))
    return render(request, "casework/presence.html", {"others": others, "has_moved": has_moved})


@post_required()
@require_safe
def following(request: DeskRequest) -> HttpResponse:
    """Go to the next case of a queue that nobody else of the desk is working on."""
    queue = inbox.queue_named(request.GET.get("queue", ""), request.post.role)
    found = inbox.next_free(request.post, queue, by=request.actor, at=timezone.now())
    return redirect("desk:case", found.number) if found else redirect("desk:inbox")
