"""The public figures: the state, its districts on the map, its departments; small counts withheld."""

from datetime import date

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from shramsetu.insight.queries.public import PublicRow, open_data, open_data_lines, public_figures, withheld_under
from shramsetu.lib import clock
from shramsetu.lib.text import grouped
from shramsetu.portal.views.opendata import table

LABELS = {
    "received": _("Came in"),
    "disposed": _("Solved or answered"),
    "satisfied_first": _("Solved at the first level"),
    "lapsed": _("Time ran out"),
    "special": _("Closed for a special reason"),
    "reopened": _("Opened again"),
}
SHOWN = tuple(LABELS)
MONTHS = 12


@require_safe
@cache_control(public=True, max_age=300)
def figures(request: HttpRequest) -> HttpResponse:
    """Show the last twelve months."""
    last = clock.day(timezone.now())
    first = _months_before(last, MONTHS - 1)
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in SHOWN else SHOWN[0]
    state = public_figures("state", first=first, last=last, names=SHOWN)[0]
    context = {
        "first": first,
        "last": last,
        "under": withheld_under(last),
        "choices": [(name, LABELS[name]) for name in SHOWN],
        "chosen": chosen,
        "title": LABELS[chosen],
        "totals": [(LABELS[name], said(state.counts.get(name))) for name in SHOWN],
        "cells": [_cell(row, chosen) for row in public_figures("district", first=first, last=last, names=SHOWN)],
        "departments": [
            (_name(row), [said(row.counts.get(name)) for name in SHOWN])
            for row in public_figures("department", first=first, last=last, names=SHOWN)
        ],
    }
    return render(request, "portal/figures.html", context)


@require_safe
def month_csv(request: HttpRequest) -> HttpResponse:
    """Give the last full month by district as a table."""
    head, *rows = open_data_lines(_last_month())
    return table(f"figures-{_last_month():%Y-%m}", [str(one) for one in head], rows)


@require_safe
def month_json(request: HttpRequest) -> HttpResponse:
    """Give the last full month by district with what each column means."""
    return JsonResponse(open_data(_last_month()), json_dumps_params={"ensure_ascii": False})


def said(count: int | None) -> str:
    """Write a count; a withheld one says that it is small."""
    if count is None:
        under = withheld_under(clock.day(timezone.now()))
        return f"{under} से कम" if get_language() != "en" else f"under {under}"
    return grouped(count)


def _cell(row: PublicRow, name: str) -> dict[str, object]:
    count = row.counts.get(name)
    return {"col": row.col, "row": row.row, "name": _name(row), "value": count, "said": said(count)}


def _name(row: PublicRow) -> str:
    return row.name_en if get_language() == "en" else row.name_hi


def _months_before(on: date, months: int) -> date:
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    return date(year, month + 1, 1)


def _last_month() -> date:
    return _months_before(clock.day(timezone.now()), 1)
