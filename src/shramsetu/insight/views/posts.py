"""The page of one post: what it did, what it left undone, what lies with it now."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shramsetu.casework.models import OPEN, PAUSED, Case
from shramsetu.insight import measures, queries, scope
from shramsetu.insight.scope import OutOfSight
from shramsetu.insight.views import page as pages
from shramsetu.insight.views.page import seen
from shramsetu.lib.text import grouped
from shramsetu.offices.access import DeskRequest
from shramsetu.offices.models import Post

SHOWN = (
    "reported",
    "returned",
    "satisfied",
    "satisfied_first",
    "dissatisfied",
    "special",
    "unconfirmed",
    "lapsed",
    "second_failed",
    "wrong_number",
    "explained",
)
MOST = 2000


@require_safe
@seen
def post(request: DeskRequest, code: str) -> HttpResponse:
    """Show one post's figures to itself and to whoever answers for its place and department."""
    row = pages.found(Post.objects.filter(code=code).select_related("place", "department"))
    if row.pk != request.post.pk:
        _expect_in_sight(request.post, row)
    page = pages.of(request, scope.Scope((row.place.district_id or 0,), (row.department_id or 0,), row.place))
    counts = queries.of_post(row, page.period)
    held = Case.objects.filter(holder=row, phase__in=[OPEN, PAUSED], sealed=False).order_by("due_at")
    due = list(held.values_list("due_at", "phase")[:MOST])
    now = timezone.now()
    late = sum(phase == OPEN and at is not None and at <= now for at, phase in due)
    return render(
        request,
        "insight/post.html",
        {
            **pages.frame(page),
            "tabs": [],
            "post": row,
            "pending": len(due),
            "overdue": late,
            "more": len(due) == MOST,
            "counts": [(measures.BY_NAME[name], grouped(counts.get(name, 0))) for name in SHOWN],
            "arrived": counts.get("arrived", 0),
        },
    )


def _expect_in_sight(viewer: Post, row: Post) -> None:
    seen_by = scope.sight(viewer)
    if seen_by.departments is not None and row.department_id not in seen_by.departments:
        raise OutOfSight(row.code)
    if seen_by.districts is not None and row.place.district_id not in seen_by.districts:
        raise OutOfSight(row.code)
