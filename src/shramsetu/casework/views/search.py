"""Search over what the post may see: number, phone, name in any spelling, words."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from shramsetu.casework import finding
from shramsetu.casework.views.guard import DeskRequest
from shramsetu.casework.views.inbox import lines
from shramsetu.offices.access import post_required


@post_required()
@require_safe
def search(request: DeskRequest) -> HttpResponse:
    """Find cases; a whole number leads straight to its case."""
    asked = request.GET.get("q", "").strip()[:200]
    number = finding.number_in(asked)
    if number:
        return redirect("desk:case", number)
    found = finding.find(asked, by=request.actor)
    page = {"asked": asked, "rows": lines(found.cases), "by_what": found.by_what, "bound": finding.BOUND}
    return render(request, "casework/search.html", page)
