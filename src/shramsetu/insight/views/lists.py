"""The list behind a number: cases of one scope that are open, late, of one age, or were closed so."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shramsetu import rulebook
from shramsetu.casework import flow
from shramsetu.casework import queries as casework
from shramsetu.casework.models import OPEN, PAUSED, Case
from shramsetu.insight import deltas, scope
from shramsetu.insight.views import page as pages
from shramsetu.insight.views.page import seen
from shramsetu.lib import clock
from shramsetu.offices.access import DeskRequest
from shramsetu.places.models import Kind, Place

PAGE = 50
DEEPEST = 40
# Closed cases are found by the day of registration; those closed in a period were registered at most this long before.
REACH = timedelta(days=400)


@require_safe
@seen
def cases(request: DeskRequest) -> HttpResponse:
    """Show the cases behind a number, a page at a time."""
    of = scope.scope(request.post, _place(request), pages.department_of(request))
    rows = _chosen(casework.cases_visible_to(request.actor).filter(_within(of)), request, timezone.now())
    at = _page(request)
    found = list(rows.select_related("holder", "district", "department")[at * PAGE : (at + 1) * PAGE + 1])
    query = request.GET.copy()
    query["page"] = str(at + 1)
    shown = [(case, flow.flow_of(case.kind).by_name[case.state].label, _title(case)) for case in found[:PAGE]]
    following = f"?{query.urlencode()}" if len(found) > PAGE and at < DEEPEST else ""
    return render(request, "insight/cases.html", {"rows": shown, "next": following, "page": pages.of(request, of)})


def _title(case: Case) -> object:
    category = rulebook.book().categories.get(case.category)
    return category.title if category else ""


def _page(request: DeskRequest) -> int:
    asked = request.GET.get("page", "0")
    return min(int(asked), DEEPEST) if asked.isascii() and asked.isdigit() else 0


def _place(request: DeskRequest) -> Place | None:
    code = request.GET.get("district", "")
    if not code:
        return None
    number = code.removeprefix("m")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise Http404
    where = {"kind": Kind.MANDAL, "pk": number} if code.startswith("m") else {"kind": Kind.DISTRICT, "lgd_code": number}
    place: Place = pages.found(Place.objects.filter(**where))
    return place


def _within(of: scope.Scope) -> Q:
    found = Q(kind__in=deltas.PUBLIC)
    if not of.is_state:
        found &= Q(district__in=of.districts)
    if not of.has_all_departments:
        found &= Q(department__in=of.departments)
    return found


def _chosen(rows: QuerySet[Case], request: DeskRequest, at: datetime) -> QuerySet[Case]:
    what = request.GET.get("what", "open")
    if what in ("open", "overdue", "today"):
        return _open(rows, request, what, at)
    first, last = (clock.named(request.GET.get(name, ""), clock.day(at)) for name in ("first", "last"))
    span = (clock.bounds(first)[0], clock.bounds(last)[1])
    if what == "received":
        return rows.filter(opened_at__gte=span[0], opened_at__lt=span[1]).order_by("-opened_at")
    outcomes = deltas.DISPOSED if what == "disposed" else (what,)
    rows = rows.filter(opened_at__gte=span[0] - REACH, outcome__in=outcomes)
    return rows.filter(closed_at__gte=span[0], closed_at__lt=span[1]).order_by("-opened_at")


def _open(rows: QuerySet[Case], request: DeskRequest, what: str, at: datetime) -> QuerySet[Case]:
    rows = rows.filter(phase__in=[OPEN, PAUSED]).order_by("due_at", "id")
    today = clock.day(at)
    if what == "overdue":
        rows = rows.filter(phase=OPEN, due_at__lte=at)
    if what == "today":
        rows = rows.filter(phase=OPEN, due_at__gt=at, due_at__lt=clock.bounds(today)[1])
    if request.GET.get("level", "") in {"1", "2", "3", "4"}:
        rows = rows.filter(level=int(request.GET["level"]))
    if request.GET.get("state"):
        rows = rows.filter(state=request.GET["state"])
    low, dash, high = request.GET.get("age", "").partition("-")
    if dash and low.isdigit() and len(low) < 5:
        rows = rows.filter(opened_at__lt=clock.bounds(today - timedelta(days=int(low)))[1])
    if dash and high.isdigit() and len(high) < 5:
        rows = rows.filter(opened_at__gte=clock.bounds(today - timedelta(days=int(high)))[0])
    return rows
