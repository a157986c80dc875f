"""Duties on the desk: my own, those of my part of the state with their lights, the red list, what was not possible."""

from datetime import timedelta

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from shramsetu import rulebook
from shramsetu.bonded import duty_sheet, scope
from shramsetu.bonded.forms.duties import Filter
from shramsetu.bonded.models import BondedDuty
from shramsetu.bonded.queries import duties as queries
from shramsetu.casework import sheets
from shramsetu.journal import actions as journal
from shramsetu.lib import clock
from shramsetu.offices import queries as offices
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.places.models import Place

READS = "reads:bonded"
LOOKED_BACK = timedelta(days=90)


@post_required(*scope.OWNERS)
@require_safe
@never_cache
def mine(request: DeskRequest) -> HttpResponse:
    """Show what the post owes, what turns red first on top."""
    return _listed(request, "mine", queries.of_post(request.post))


@post_required(*scope.OFFICERS)
@require_safe
@never_cache
def area(request: DeskRequest) -> HttpResponse:
    """Show the open duties of the post's part of the state."""
    return _listed(request, "area", queries.seen_by(request.actor))


@post_required(*scope.OFFICERS)
@require_safe
@never_cache
def red(request: DeskRequest) -> HttpResponse:
    """Show where it is red: by district, by clock, and the oldest ones."""
    at = timezone.now()
    seen = queries.seen_by(request.actor)
    clocks = rulebook.book().bonded.clocks
    page = {
        "districts": queries.by_district(seen, at=at),
        "clocks": [(clocks[slug], count) for slug, count in queries.by_clock(seen, at=at).items()],
        "page": queries.longest_late(seen, at=at),
        **_tabs(request, "red"),
    }
    return render(request, "bonded/duties_red.html", page)


@post_required(*scope.OFFICERS)
@require_safe
@never_cache
def not_possible(request: DeskRequest) -> HttpResponse:
    """Show what was said not to be possible in the last three months, with its reason one click away."""
    at = timezone.now()
    found = queries.not_possible(request.actor, since=at - LOOKED_BACK)[: queries.PAGE]
    page = {"rows": [queries.row(one, at) for one in found], **_tabs(request, "not_possible")}
    return render(request, "bonded/duties_not_possible.html", page)


@post_required(*scope.OFFICERS)
@require_safe
@never_cache
def export(request: DeskRequest) -> HttpResponse:
    """Give the open duties of the post's part of the state as CSV: code names alone; that it was taken is written."""
    at = timezone.now()
    found = _chosen(_filter(request), queries.seen_by(request.actor)).order_by("red_at", "pk")
    sheet = duty_sheet.of(found, at=at, language=get_language() or "hi")
    detail = {"list": "duties", "lines": len(sheet.lines)}
    journal.append(READS, "export", by=request.actor, at=at, detail=detail)
    answer = HttpResponse(sheets.csv(sheet), content_type=sheets.TYPES["csv"])
    answer["Content-Disposition"] = f'attachment; filename="duties-{clock.day(at)}.csv"'
    return answer


def _listed(request: DeskRequest, name: str, duties: QuerySet[BondedDuty]) -> HttpResponse:
    at = timezone.now()
    form = _filter(request)
    page = queries.page(_chosen(form, duties), at=at, after=request.GET.get("after", ""))
    query = request.GET.copy()
    query.pop("after", None)
    plain = query.urlencode()
    query["after"] = page.following
    shown = {"form": form, "page": page, "query": plain, "next": f"?{query.urlencode()}" if page.following else ""}
    return render(request, "bonded/duties.html", {**shown, **_tabs(request, name)})


def _filter(request: DeskRequest) -> Filter:
    within = offices.scope_districts(request.post)
    places = Place.objects.filter(kind="district").order_by("name_hi")
    districts = list(places if within is None else places.filter(pk__in=within))
    return Filter(request.GET or None, districts=districts if len(districts) > 1 else [])


def _chosen(form: Filter, duties: QuerySet[BondedDuty]) -> QuerySet[BondedDuty]:
    if not form.is_valid():
        return duties
    asked = form.cleaned_data
    if asked["clock"]:
        duties = duties.filter(clock=asked["clock"])
    if asked.get("district"):
        duties = duties.filter(case__district__lgd_code=asked["district"])
    return queries.lit(duties, asked["light"], timezone.now())


def _tabs(request: DeskRequest, current: str) -> dict[str, object]:
    """The pages of duties that the post may open, and which of them this is."""
    tabs = [("mine", gettext("With me"))]
    if request.post.role in scope.OFFICERS:
        tabs += [
            ("area", gettext("In my area")),
            ("red", gettext("Red list")),
            ("not_possible", gettext("Not possible")),
        ]
    names = {"mine": "duties", "area": "duties_area", "red": "duties_red", "not_possible": "duties_not_possible"}
    return {
        "name": current,
        "tabs": [(word, reverse(f"bonded:{names[name]}"), name == current) for name, word in tabs],
    }
