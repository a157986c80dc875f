"""The page of one case, and who else is looking at it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from shramsetu.casework import actions, casefile, handing, inbox, queries, reading
from shramsetu.casework.views.guard import DeskRequest, case_for, of_case
from shramsetu.lib import numbers
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
@require_POST
@of_case
def hand_on(request: DeskRequest, number: str, name: str) -> HttpResponse:
    """Open what another procedure opens from this case, by one press."""
    found = case_for(request, number)
    try:
        made = handing.hand_on(found, name, by=request.actor, at=timezone.now())
    except KeyError as error:
        raise Http404 from error
    except actions.Refused as refused:
        messages.error(request, str(refused.message))
        return redirect("desk:case", number)
    messages.success(request, gettext("It is under way as %(number)s.") % {"number": numbers.spaced(made.number)})
    is_seen = queries.cases_visible_to(request.actor).filter(pk=made.pk).exists()
    return redirect("desk:case", made.number if is_seen else found.number)


@post_required()
@require_safe
def following(request: DeskRequest) -> HttpResponse:
    """Go to the next case of a queue that nobody else of the desk is working on."""
    queue = inbox.queue_named(request.GET.get("queue", ""), request.post.role)
    found = inbox.next_free(request.post, queue, by=request.actor, at=timezone.now())
    return redirect("desk:case", found.number) if found else redirect("desk:inbox")
