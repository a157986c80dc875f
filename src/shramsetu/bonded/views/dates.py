"""The dates of legal tracks that a post may see, soonest first: what a district's prosecutor begins the day with."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shramsetu.bonded.queries import justice
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role

PAGE = 50
READERS = (
    Role.OFFICER,
    Role.MAGISTRATE,
    Role.DM,
    Role.PROSECUTOR,
    Role.MANDAL,
    Role.HEAD,
    Role.PRINCIPAL_SECRETARY,
    Role.CHIEF_SECRETARY,
)


@post_required(*READERS)
@require_safe
def dates(request: DeskRequest) -> HttpResponse:
    """List the dates that are fixed, and those of which nothing was recorded."""
    page = Paginator(justice.dates(request.actor), PAGE).get_page(request.GET.get("page"))
    return render(request, "bonded/dates.html", {"page": page, "now": timezone.now()})
