"""The administrator's page after an order: whose due time would move and by how much, and then moving it."""

from itertools import islice

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods
from procrastinate.exceptions import AlreadyEnqueued

from shramsetu.casework import redue, tasks
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role
from shramsetu.offices.views.navigation import nav

LOOKED_AT, SHOWN = 5000, 200


@post_required(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def due(request: DeskRequest) -> HttpResponse:
    """Show what would change among the first cases, and how far a run is; a POST begins one in the background.

    Sealed cases are counted and moved, and not listed.
    """
    if request.method == "POST":
        try:
            tasks.recompute.defer(role=request.post.role, user_id=request.user.pk, post_id=request.post.pk)
            messages.success(request, gettext("Begun. This page shows how far it is."))
        except AlreadyEnqueued:
            messages.info(request, gettext("This waits to be done already."))
        return redirect("desk:due")
    now = timezone.now()
    cases = redue.running(now).select_related("holder__place")
    found = list(redue.changes(islice(cases.iterator(chunk_size=redue.CHUNK), LOOKED_AT), at=now))
    context = {
        "changes": [change for change in found if not change.case.sealed][:SHOWN],
        "count": len(found),
        "total": cases.count(),
        "looked_at": LOOKED_AT,
        "run": redue.latest(),
        "office_nav": nav(request),
    }
    return render(request, "casework/due.html", context)
