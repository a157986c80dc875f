"""Decisions of a post, those put off again and again, and the table for the state's tracker."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shramsetu.lib import clock
from shramsetu.monitoring import scope
from shramsetu.monitoring.reviews import export, queries, terms, words
from shramsetu.monitoring.reviews.models import Decision
from shramsetu.monitoring.reviews.views import page
from shramsetu.offices.access import DeskRequest, post_required

MONTH = timedelta(days=31)


@require_safe
@post_required(*page.READERS)
def mine(request: DeskRequest) -> HttpResponse:
    """Show what the post has to carry out, whose proof it looks at, and what it gave to others."""
    today = clock.day(timezone.now())
    context = {
        "owed": _rows(queries.owed_by(request.post)),
        "seen": _rows(queries.to_be_seen_by(request.post)),
        "given": _rows(queries.given_by(request.post)),
        "today": today,
        "first": today - MONTH,
        "may_track": request.post.role in scope.WATCHERS,
    }
    return render(request, "monitoring/reviews/mine.html", context)


@require_safe
@post_required(*page.READERS)
def put_off(request: DeskRequest) -> HttpResponse:
    """Show the decisions that were carried over three times and more."""
    today = clock.day(timezone.now())
    rows = _rows(queries.put_off(request.post, today))
    context = {"rows": rows, "most": terms.figure("reviews.carried_most", today), "today": today}
    return render(request, "monitoring/reviews/put_off.html", context)


@require_safe
@post_required(*scope.WATCHERS)
def tracker(request: DeskRequest) -> HttpResponse:
    """Give the decisions of some days as the state's decision tracker takes them."""
    today = clock.day(timezone.now())
    first = clock.named(request.GET.get("from", ""), today - MONTH)
    last = clock.named(request.GET.get("to", ""), today)
    rows = queries.tracked(request.post, first, last)
    return export.answer(export.tracker(rows, today=today), name=f"nirnay-{first}-{last}")


def _rows(found: list[Decision]) -> list[tuple[Decision, str]]:
    return [(one, words.title(one.review)) for one in found]
