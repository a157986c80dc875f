"""The calendar of reviews, and calling one."""

from datetime import date, timedelta
from itertools import groupby

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from shramsetu.lib import clock
from shramsetu.monitoring.reviews import powers, queries, words
from shramsetu.monitoring.reviews.actions import planning
from shramsetu.monitoring.reviews.forms import CallForm
from shramsetu.monitoring.reviews.models import Review
from shramsetu.monitoring.reviews.views import page
from shramsetu.offices.access import DeskRequest, post_required

WEEK = timedelta(days=7)


@require_safe
@post_required(*page.READERS)
def reviews(request: DeskRequest) -> HttpResponse:
    """Show the reviews of a week: this one, or the one that is asked for."""
    today = clock.day(timezone.now())
    first = _monday(request.GET.get("from", ""), today)
    rows = queries.calendar(request.post, first, first + timedelta(days=6))
    listed = [(one, words.title(one), words.stands(one, today)) for one in rows]
    context = {
        "days": [(on, list(of_day)) for on, of_day in groupby(listed, lambda row: row[0].day)],
        "first": first,
        "last": first + timedelta(days=6),
        "before": first - WEEK,
        "after": first + WEEK,
        "today": today,
        "may_call": powers.may_call(request.post),
    }
    return render(request, "monitoring/reviews/calendar.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*powers.CALLERS)
def call(request: DeskRequest) -> HttpResponse:
    """Call a review of the post's own place."""
    if not powers.may_call(request.post):
        raise Http404
    form = CallForm(request.POST if request.method == "POST" else None, chair=request.post)
    if form.is_valid() and (made := _called(request, form)) is not None:
        messages.success(request, _("The review is called. Its agenda is made a day before."))
        return redirect("monitoring:review", made.pk)
    page_ = {"form": form}
    return render(request, "monitoring/reviews/call.html", page_, status=422 if form.errors else 200)


def _called(request: DeskRequest, form: CallForm) -> Review | None:
    made: list[Review] = []
    at = timezone.now()
    taken = page.takes(form, lambda: made.append(planning.call(form.asked, by=request.actor, at=at)))
    return made[0] if taken else None


def _monday(text: str, today: date) -> date:
    asked = clock.named(text, today)
    return asked - timedelta(days=asked.weekday())
