"""The public figures: the state, its districts on the map, its departments; small counts withheld."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from shramsetu.insight import rules
from shramsetu.insight.queries.public import (
    PublicRow,
    months_over,
    open_data,
    open_data_lines,
    public_figures,
    withheld_under,
)
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


@require_safe
@cache_control(public=True, max_age=300)
def figures(request: HttpRequest) -> HttpResponse:
    """Show the last twelve months that are over, as they were published."""
    today = clock.day(timezone.now())
    months = months_over(today)
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in SHOWN else SHOWN[0]
    state = public_figures("state", today=today)[0]
    context = {
        "first": months[0],
        "last": rules.month(months[-1]).last,
        "under": withheld_under(today),
        "choices": [(name, LABELS[name]) for name in SHOWN],
        "chosen": chosen,
        "title": LABELS[chosen],
        "totals": [(LABELS[name], said(state, name)) for name in SHOWN],
        "cells": [_cell(row, chosen) for row in public_figures("district", today=today)],
        "departments": [
            (_name(row), [said(row, name) for name in SHOWN]) for row in public_figures("department", today=today)
        ],
    }
    return render(request, "portal/figures.html", context)


@require_safe
def month_csv(request: HttpRequest) -> HttpResponse:
    """Give the last published month by district as a table."""
    today = clock.day(timezone.now())
    head, *rows = open_data_lines(today)
    return table(f"figures-{open_data(today)['month']}", [str(one) for one in head], rows)


@require_safe
def month_json(request: HttpRequest) -> HttpResponse:
    """Give the last published month by district with what each column means."""
    return JsonResponse(open_data(clock.day(timezone.now())), json_dumps_params={"ensure_ascii": False})


def said(row: PublicRow, name: str) -> str:
    """Write a count; of a sum with a withheld month that it is at least that, of a withheld one that it is."""
    count = row.counts.get(name)
    if count is None:
        return gettext("withheld")
    return gettext("%(count)s or more") % {"count": grouped(count)} if name in row.at_least else grouped(count)


def _cell(row: PublicRow, name: str) -> dict[str, object]:
    return {"col": row.col, "row": row.row, "name": _name(row), "value": row.counts.get(name), "said": said(row, name)}


def _name(row: PublicRow) -> str:
    return row.name_en if get_language() == "en" else row.name_hi
