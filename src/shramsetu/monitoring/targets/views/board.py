"""The board of all indicators, one target place by place down to the day, and the ranks."""

from collections.abc import Iterable
from itertools import groupby

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from shramsetu.casework import pdf
from shramsetu.monitoring import scope
from shramsetu.monitoring.targets import board, export, queries, race, terms, words
from shramsetu.monitoring.targets.models import TargetSet
from shramsetu.monitoring.targets.standing import Stand
from shramsetu.monitoring.targets.views import page
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.places.models import Kind, Place

DAYS, FIGURES = 40, 100


@require_safe
@post_required(*scope.WATCHERS)
def targets(request: DeskRequest) -> HttpResponse:
    asked = request.GET.get("place", "")
    place, on = page.place(request, int(asked) if asked.isascii() and asked.isdigit() else None), page.today()
    tiles = board.tiles(place, on)
    sectors = [(words.sector(slug), list(rows)) for slug, rows in _by_sector(tiles)]
    context = {
        "place": place,
        "sectors": sectors,
        "without_morning": board.without_morning(tiles, on),
        "red": [one for one in tiles if one.day.light == "red"],
        "on": on,
        "now": timezone.now(),
        "places": page.choices(request),
        "is_day_off": not terms.calendar(on).is_working(on),
        "morning": max((one.day.on for one in tiles), default=on),
    }
    return render(request, "monitoring/targets/board.html", context)


@require_safe
@post_required(*scope.WATCHERS)
def target(request: DeskRequest, indicator: str, pk: int | None = None) -> HttpResponse:
    """Show a target in one place, and in what lies within it."""
    context = _context(request, indicator, pk)
    return render(request, "monitoring/targets/target.html", context)


@require_safe
@post_required(*scope.WATCHERS)
def target_file(request: DeskRequest, indicator: str, pk: int, form: str) -> HttpResponse:
    """Give the same rows as a file: XLSX, CSV, or a page to print."""
    context = _context(request, indicator, pk)
    sight, place = context["sight"], context["place"]
    assert isinstance(sight, board.Sight)
    assert isinstance(place, Place)
    name = f"{indicator}-{place.name_en.lower().replace(' ', '-')}-{sight.day.on}"
    if form == "pdf":
        return pdf.response("monitoring/targets/print.html", context, name=name)
    if form not in export.FORMS:
        raise Http404
    return export.answer([export.rows(sight), export.notes(sight)], form=form, name=name, on=sight.day.on)


@require_safe
@post_required(*scope.WATCHERS)
def target_days(request: DeskRequest, indicator: str, pk: int) -> HttpResponse:
    """Show a target's days in one place: what was asked, done, told late, corrected."""
    found, place = page.target(indicator), page.place(request, pk)
    days = board.past(found, place, min(page.today(), found.last_on))
    context = {
        "target": found,
        "indicator": page.indicator(indicator),
        "place": place,
        "page": Paginator(days, DAYS).get_page(request.GET.get("page")),
        "late_days": terms.figure("targets.late_days", page.today()),
    }
    return render(request, "monitoring/targets/days.html", context)


@require_safe
@post_required(*scope.WATCHERS)
def target_day(request: DeskRequest, indicator: str, pk: int, on: str) -> HttpResponse:
    """Show every figure that was told for one day, and what corrected it."""
    found, place, day = page.target(indicator), page.place(request, pk), page.day(on)
    rows = board.figures(found, place, day, seen=page.seen(request))
    context = {
        "target": found,
        "indicator": page.indicator(indicator),
        "place": place,
        "on": day,
        "page": Paginator(rows, FIGURES).get_page(request.GET.get("page")),
    }
    return render(request, "monitoring/targets/day.html", context)


@require_safe
@post_required(*scope.WATCHERS)
def ranking(request: DeskRequest, indicator: str) -> HttpResponse:
    """Show the ranks of an indicator's districts among equals; a rescue is never ranked."""
    found = page.target(indicator)
    context = {
        "target": found,
        "indicator": page.indicator(indicator),
        "never": False,
        "race": None,
        "seen": page.seen(request),  # of other districts the place among equals is shown, not the figures
    }
    try:
        context["race"] = race.race(found, min(page.today(), found.last_on))
    except race.NeverRanked:
        context["never"] = True
    context["weights"] = terms.weights(page.today())
    context["least"] = terms.figure("targets.rank_least", page.today())
    context["rank_days"] = terms.figure("targets.rank_days", page.today())
    return render(request, "monitoring/targets/ranking.html", context)


def _by_sector(tiles: list[board.Tile]) -> Iterable[tuple[str, Iterable[board.Tile]]]:
    """Group the tiles by sector, in the order in which the sectors stand in the rulebook."""
    order = [one.indicator.sector for one in tiles]
    ordered = sorted(tiles, key=lambda one: order.index(one.indicator.sector))
    return groupby(ordered, key=lambda one: one.indicator.sector)


def _context(request: DeskRequest, slug: str, pk: int | None) -> dict[str, object]:
    found, place, on = page.target(slug), page.place(request, pk), page.today()
    sight = board.sight(found, place, on, seen=page.seen(request))
    if sight is None:
        raise Http404
    ranked = page.indicator(slug).ranked
    return {
        "target": found,
        "indicator": page.indicator(slug),
        "place": place,
        "sight": sight,
        "on": on,
        # A map shaded by how much is done sets district against district: not for what is never ranked.
        "cells": _cells(sight) if place.kind == Kind.STATE and ranked else [],
        "versions": _versions(found),
        "now": timezone.now(),
    }


def _versions(found: TargetSet) -> list[TargetSet]:
    """Return the versions of a target where there are several: the reader should know that it was changed."""
    listed = list(queries.versions(found))
    return listed if len(listed) > 1 else []


def _cells(sight: board.Sight) -> list[dict[str, object]]:
    """Return the hexagons of the districts, by how much of their whole target is done; each leads to its page."""
    return [
        {
            "col": one.share.place.hex_col,
            "row": one.share.place.hex_row,
            "name": words.row(one.share),
            "value": None if one.is_unheard else one.percent or 0,
            "said": _said(one),
            "group": str(one.share.place.parent_id),
            "url": reverse("monitoring:target_place", args=[sight.target.indicator, one.share.place_id]),
        }
        for one in sight.districts
        if one.share.place.hex_col is not None
    ]


def _said(one: Stand) -> str:
    """Say how a district stands; where nothing was heard the light alone says so."""
    light = words.light(one.light, one.why)
    return light if one.is_unheard else f"{one.percent or 0} %, {light}"
