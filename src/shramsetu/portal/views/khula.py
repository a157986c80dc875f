"""Open data by month: each month that was published, its files, and the package that describes them."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from shramsetu.insight.queries import packages
from shramsetu.lib import clock

DAY = 86_400
KINDS = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@require_safe
@cache_control(public=True, max_age=DAY)
def package(request: HttpRequest, month: str) -> HttpResponse:
    """Describe a month's files: columns, types, what is missing, sums of the files."""
    try:
        said = packages.package(_month(month))
    except packages.NotPublished:
        raise Http404 from None
    return JsonResponse(said, json_dumps_params={"ensure_ascii": False})


@require_safe
@cache_control(public=True, max_age=DAY)
def file(request: HttpRequest, month: str, name: str, form: str) -> HttpResponse:
    """Give one table of a month; the same bytes whenever it is asked for."""
    if form not in KINDS:
        raise Http404
    try:
        one = packages.table(_month(month), name)
    except packages.NotPublished:
        raise Http404 from None
    body = packages.as_csv(one) if form == "csv" else packages.as_json(one)
    response = HttpResponse(body, content_type=KINDS[form])
    if form == "csv":
        response["Content-Disposition"] = f'attachment; filename="{name}-{month}.csv"'
    return response


def _month(text: str) -> date:
    found = clock.named(f"{text}-01", None)
    if found is None:
        raise Http404
    return found
