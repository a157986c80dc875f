"""The lists of informations, operations and persons, by code names and times alone."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shramsetu.bonded import scope
from shramsetu.bonded.queries import lists
from shramsetu.casework import fields
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role

VIEWERS = (*scope.OFFICERS, Role.CHILD_UNIT, Role.AUDITOR)


@post_required(*VIEWERS)
@require_safe
def listed(request: DeskRequest, name: str) -> HttpResponse:
    """Show one page of a list."""
    if name not in lists.KINDS:
        raise Http404
    at, asked = timezone.now(), _asked(request)
    found = lists.page(name, request.actor, asked, at=at)
    query = request.GET.copy()
    query["after"] = str(found.cursor or "")
    context = {
        "name": name,
        "lines": found.lines,
        "counts": lists.counts(request.actor),
        "asked": asked,
        "states": lists.states_of(name),
        "districts": fields.district_choices() if request.post.place.kind != "district" else [],
        "next": f"?{query.urlencode()}" if found.cursor else "",
    }
    return render(request, "bonded/list.html", context)


def _asked(request: DeskRequest) -> lists.Asked:
    given = request.GET
    return lists.Asked(
        state=given.get("state", ""),
        district=_number(given.get("district", "")),
        is_all=given.get("all") == "1",
        after=_number(given.get("after", "")),
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None
