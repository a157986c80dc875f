"""The pages of the figures: state, mandal, district, department; each with its tabs."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shramsetu.insight import measures, queries, scope
from shramsetu.insight.views import page as pages
from shramsetu.insight.views import parts
from shramsetu.insight.views.page import Page, seen
from shramsetu.offices.access import DeskRequest
from shramsetu.offices.models import Department
from shramsetu.places.models import Kind, Place


@require_safe
@seen
def home(request: DeskRequest) -> HttpResponse:
    """Lead a post to the figures of all that it answers for."""
    mine = scope.scope(request.post)
    own = request.post.department
    if mine.is_state and own is not None and not mine.has_all_departments:
        return redirect("insight:department", own.slug)
    place = request.post.place
    return redirect(pages.address_of(place if place.kind == Kind.MANDAL else place.district))


@require_safe
@seen
def state(request: DeskRequest) -> HttpResponse:
    return _shown(request, scope.scope(request.post, None, pages.department_of(request)))


@require_safe
@seen
def mandal(request: DeskRequest, pk: int) -> HttpResponse:
    place = pages.found(Place.objects.filter(pk=pk, kind=Kind.MANDAL))
    return _shown(request, scope.scope(request.post, place, pages.department_of(request)))


@require_safe
@seen
def district(request: DeskRequest, lgd: int) -> HttpResponse:
    place = pages.found(Place.objects.filter(lgd_code=lgd, kind=Kind.DISTRICT))
    return _shown(request, scope.scope(request.post, place, pages.department_of(request)))


@require_safe
@seen
def department(request: DeskRequest, slug: str) -> HttpResponse:
    row = pages.found(Department.objects.filter(slug=slug))
    return _shown(request, scope.scope(request.post, None, row))


def _shown(request: DeskRequest, of: scope.Scope) -> HttpResponse:
    page = pages.of(request, of)
    name = page.given.get("view", "")
    template, fill = VIEWS.get(name, VIEWS[""])
    return render(request, template, {**pages.frame(page), **fill(page)})


def _overview(page: Page) -> dict[str, object]:
    at = timezone.now()
    standing = queries.standing(page.scope, at=at)
    by_time = queries.by_time(page.scope, page.period)
    total = queries.added(by_time)
    return {
        "tiles": parts.tiles(page, standing, total),
        "ages": parts.ages(page, standing),
        "levels": parts.levels(page, standing),
        "states": parts.states(page, standing),
        "ends": parts.ends(page, total),
        "trend": parts.trend(page, by_time),
        "trend_names": [measures.label(name) for name in ("received", "disposed", "lapsed")],
        "trend_sentence": parts.trend_sentence(total),
        **(parts.district_map(page, at) if page.scope.is_state or len(page.scope.districts) > 1 else {}),
    }


def _districts(page: Page) -> dict[str, object]:
    return parts.district_table(page, timezone.now())


def _departments(page: Page) -> dict[str, object]:
    return parts.department_table(page, timezone.now())


def _categories(page: Page) -> dict[str, object]:
    return parts.category_table(page)


def _officers(page: Page) -> dict[str, object]:
    return {"posts": queries.posts(page.scope, page.period)}


VIEWS: dict[str, tuple[str, Callable[[Page], dict[str, object]]]] = {
    "": ("insight/overview.html", _overview),
    "districts": ("insight/districts.html", _districts),
    "departments": ("insight/departments.html", _departments),
    "categories": ("insight/categories.html", _categories),
    "officers": ("insight/officers.html", _officers),
}


@require_safe
@seen
def problems(request: DeskRequest) -> HttpResponse:
    """Show which problem comes from all over the state."""
    page = pages.of(request, scope.scope(request.post))
    rows = parts.problems(queries.same_problems(at=timezone.now()))
    return render(request, "insight/problems.html", {**pages.frame(page), "problems": rows})
