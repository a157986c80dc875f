"""The meeting sheets on paper: the Chief Secretary's review, and a district's month."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from shramsetu.casework import pdf
from shramsetu.insight import scope, sheets
from shramsetu.insight.views import page as pages
from shramsetu.insight.views.page import seen
from shramsetu.lib import clock
from shramsetu.offices.access import DeskRequest
from shramsetu.places.models import Kind, Place

TEMPLATE = "insight/sheet_print.html"


@require_safe
@seen
def review(request: DeskRequest) -> HttpResponse:
    """Print the month of all that the post answers for."""
    return _paper(request, scope.scope(request.post, None, pages.department_of(request)), "review")


@require_safe
@seen
def district(request: DeskRequest, lgd: int) -> HttpResponse:
    """Print the month of one district."""
    place = pages.found(Place.objects.filter(lgd_code=lgd, kind=Kind.DISTRICT))
    return _paper(request, scope.scope(request.post, place, pages.department_of(request)), f"district-{lgd}")


def _paper(request: DeskRequest, of: scope.Scope, name: str) -> HttpResponse:
    at = timezone.now()
    month = sheets.month_of(request.GET.get("month", ""), clock.day(at))
    shown = {"page": pages.of(request, of), "scope": of, "at": at, **sheets.sheet(of, month, at=at)}
    if request.GET.get("format") != "pdf":
        return render(request, TEMPLATE, shown)
    with translation.override("hi"):
        return pdf.response(TEMPLATE, shown, name=f"{name}-{month.first:%Y-%m}")
