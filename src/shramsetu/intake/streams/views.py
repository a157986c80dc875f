"""The report of the streams: on a page, as XLSX, as CSV."""

from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shramsetu.casework import sheets
from shramsetu.grievances.desk import UPPER
from shramsetu.intake import powers
from shramsetu.intake.streams import report
from shramsetu.lib import clock
from shramsetu.offices.access import DeskRequest, post_required

READERS = powers.COUNTER | UPPER
MOST_DAYS = 366


@post_required(*READERS)
@require_safe
def streams(request: DeskRequest) -> HttpResponse:
    """Show what came by each stream: this month, or the days that are asked for."""
    at = timezone.now()
    today = clock.day(at)
    first = clock.named(request.GET.get("from", ""), today.replace(day=1))
    last = clock.named(request.GET.get("to", ""), today)
    if not timedelta(0) <= last - first <= timedelta(days=MOST_DAYS):
        raise Http404
    found = report.lines(request.actor, first, last, at=at)
    made = request.GET.get("as", "")
    if made in ("xlsx", "csv"):
        table = report.sheet(found, first, last)
        content = sheets.xlsx([table], on=today) if made == "xlsx" else sheets.csv(table)
        answer = HttpResponse(content, content_type=sheets.TYPES[made])
        answer["Content-Disposition"] = f'attachment; filename="streams-{first}-{last}.{made}"'
        answer["Cache-Control"] = "private, no-store"
        return answer
    page = {"lines": found, "total": report.total(found), "heads": report.heads(), "first": first, "last": last}
    return render(request, "intake/streams.html", page)
