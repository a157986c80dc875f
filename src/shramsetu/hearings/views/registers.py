"""Registers and statistics of hearings: on the page, and as files."""

from datetime import date, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shramsetu.casework import sheets
from shramsetu.hearings import named, tables
from shramsetu.hearings.models import Forum
from shramsetu.hearings.queries import forums
from shramsetu.hearings.queries import registers as reads
from shramsetu.hearings.views.roles import READERS
from shramsetu.lib import clock
from shramsetu.offices.access import DeskRequest, post_required

SPAN = 365


@post_required(*READERS)
@require_safe
def registers(request: DeskRequest) -> HttpResponse:
    """Show pendency, adjournments, what was listed and heard, hours to orders, days to the money."""
    since, until, forum = _asked(request)
    rows, at = reads.mine(request.actor, forum), timezone.now()
    language = named.language()
    page = {
        "tables": tables.shown_all(tables.all_of(rows, since, until, at=at)),
        "awarded": reads.awarded(rows, since, until),
        "since": since,
        "until": until,
        "forum": forum,
        "forums": [(one.slug, one.name(language)) for one in forums.kept_by(request.actor)],
        "query": request.GET.urlencode(),
    }
    return render(request, "hearings/registers.html", page)


@post_required(*READERS)
@require_safe
def register_file(request: DeskRequest, name: str, kind: str) -> HttpResponse:
    """Give one of the tables, or all of them, as a file."""
    since, until, forum = _asked(request)
    found = tables.all_of(reads.mine(request.actor, forum), since, until, at=timezone.now())
    if kind == "xlsx" and name == "all":
        body = sheets.xlsx(list(found.values()), on=until)
    elif kind == "csv" and name in found:
        body = sheets.csv(found[name])
    else:
        raise Http404
    answer = HttpResponse(body, content_type=sheets.TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="hearings-{name}-{until.isoformat()}.{kind}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _asked(request: DeskRequest) -> tuple[date, date, str]:
    today = clock.day(timezone.now())
    until = clock.named(request.GET.get("until", ""), today)
    since = clock.named(request.GET.get("since", ""), until - timedelta(days=SPAN))
    forum = request.GET.get("forum", "")
    return min(since, until), until, forum if Forum.objects.filter(slug=forum).exists() else ""
