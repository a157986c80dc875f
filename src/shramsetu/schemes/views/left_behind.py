"""No worker left behind: who is owed something and has not asked, by district, village and name."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shramsetu.casework import sheets
from shramsetu.journal import actions as journal
from shramsetu.lib import clock, phone
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role
from shramsetu.places import queries as places
from shramsetu.places.models import Place
from shramsetu.schemes import left_behind, scope
from shramsetu.schemes.actions import unclaimed as verbs
from shramsetu.schemes.models import Unclaimed
from shramsetu.workers.scope import sees_in_clear, workers_visible_to

PAGE, MOST = 100, 20_000


@require_safe
@post_required(*scope.WATCHERS)
def districts(request: DeskRequest) -> HttpResponse:
    seen, now = _sight(request), timezone.now()
    lines = left_behind.by_district(seen, on=clock.day(now))
    if seen is not None and len(seen) == 1:
        return redirect("eligibility:left_behind_district", Place.objects.get(pk=next(iter(seen))).lgd_code)
    context = {
        "lines": lines,
        "columns": [sign.label for sign in left_behind.COLUMNS],
        "cells": [_cell(line) for line in lines],
        "made_at": left_behind.made_at(),
        "may_make": request.post.role == Role.STATE_DESK,
        "total": sum(line.total for line in lines),
    }
    return render(request, "schemes/left_behind.html", context)


@require_safe
@post_required(*scope.WATCHERS)
def district(request: DeskRequest, lgd: int) -> HttpResponse:
    place, now = _district(request, lgd), timezone.now()
    page = Paginator(left_behind.by_village(place, on=clock.day(now)), PAGE).get_page(request.GET.get("page"))
    context = {
        "district": place,
        "page": page,
        "columns": list(left_behind.COLUMNS),
        "made_at": left_behind.made_at(),
        "sees_names": _sees_names(request),
    }
    return render(request, "schemes/left_behind_district.html", context)


@require_safe
@post_required(*scope.WATCHERS)
def people(request: DeskRequest, lgd: int) -> HttpResponse:
    place, today = _district(request, lgd), clock.day(timezone.now())
    if not _sees_names(request):
        raise Http404
    rows = left_behind.people(place, request.GET.dict(), on=today)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "district": place,
        "page": page,
        "rows": [(one, left_behind.words(one), _phone(request, one)) for one in page.object_list],
        "signs": left_behind.COLUMNS,
        "asked": request.GET,
        "soon": left_behind.soon(today),
        "keep": "&".join(f"{name}={request.GET[name]}" for name in ("sign", "place", "soon") if request.GET.get(name)),
    }
    return render(request, "schemes/left_behind_people.html", context)


@require_safe
@post_required(*scope.WATCHERS)
def people_file(request: DeskRequest, lgd: int) -> HttpResponse:
    """Give the list for the field; that it was taken, and how long it was, is written down."""
    place, now = _district(request, lgd), timezone.now()
    if not _sees_names(request):
        raise Http404
    rows = left_behind.people(place, request.GET.dict(), on=clock.day(now))[:MOST]
    head = [
        _("Number"),
        _("Name"),
        _("Father or husband"),
        _("Village"),
        _("What"),
        _("Why"),
        _("Last day"),
        _("Mobile"),
    ]
    lines = [
        [one.worker.number, one.worker.name, one.worker.parent, one.place.name("hi") if one.place else "",
         left_behind.words(one), str(one.get_sign_display()), one.last_on, _phone(request, one)]
        for one in rows
    ]  # fmt: skip
    detail = {"district": lgd, "lines": len(lines), "sign": request.GET.get("sign", "")}
    journal.append(f"reads:unclaimed-{lgd}", "take_list", by=request.actor, at=now, detail=detail)
    answer = HttpResponse(sheets.xlsx([sheets.Sheet(place.name("hi"), head, lines)], on=clock.day(now)))
    answer["Content-Type"] = sheets.TYPES["xlsx"]
    answer["Content-Disposition"] = f'attachment; filename="left-behind-{lgd}.xlsx"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
@post_required(Role.STATE_DESK)
def make(request: DeskRequest) -> HttpResponse:
    run = verbs.begin(at=timezone.now(), by=request.actor)
    return redirect("desk:run", run.pk)


def _sight(request: DeskRequest) -> frozenset[int] | None:
    try:
        return scope.districts(request.post)
    except scope.OutOfSight:
        raise Http404 from None


def _district(request: DeskRequest, lgd: int) -> Place:
    seen = _sight(request)
    try:
        found = places.district(lgd)
    except places.NoPlace:
        raise Http404 from None
    if seen is not None and found.pk not in seen:
        raise Http404
    return found


def _sees_names(request: DeskRequest) -> bool:
    """Whether the registry's workers are this post's business; others see counts."""
    return workers_visible_to(request.actor).exists()


def _phone(request: DeskRequest, row: Unclaimed) -> str:
    known = row.worker.phone
    return known if not known or sees_in_clear(request.actor) else phone.masked(known)


def _cell(line: left_behind.Line) -> dict[str, object]:
    assert line.place is not None
    return {"col": line.place.hex_col, "row": line.place.hex_row, "name": line.name, "value": line.total}
