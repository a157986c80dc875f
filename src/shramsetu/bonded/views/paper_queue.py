"""The queue of papers of a post: to print, to sign, to scan back, by age."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shramsetu.bonded.papers import shown
from shramsetu.bonded.queries import papers as queries
from shramsetu.bonded.views.who import PRINTERS, SIGNERS
from shramsetu.offices.access import DeskRequest, post_required

PAGE = 50


@post_required(*PRINTERS)
@require_safe
def queue(request: DeskRequest) -> HttpResponse:
    """Show what waits; a magistrate begins with what is to be signed."""
    first = queries.SIGN if request.post.role in SIGNERS else queries.PRINT
    name, start = request.GET.get("what", first), request.GET.get("from", "0")
    if name not in queries.LISTS or not (start.isascii() and start.isdigit() and len(start) < 7):
        raise Http404
    begin = int(start)
    rows = queries.queue(name, request.actor, at=timezone.now(), start=begin, most=PAGE + 1)
    counts = queries.counts(request.actor)
    context = {
        "name": name,
        "tabs": [(slug, label, counts[slug]) for slug, label in queries.LISTS.items()],
        "rows": [(one, shown.title(one.kind)) for one in rows[:PAGE]],
        "may_sign": request.post.role in SIGNERS,
        "next": begin + PAGE if len(rows) > PAGE else None,
    }
    return render(request, "bonded/papers/queue.html", context)
