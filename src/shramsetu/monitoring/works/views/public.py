"""Everybody's pages of buildings: the list, one school, and the same as open data. No officer is named."""

import csv

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shramsetu.lib import clock
from shramsetu.lib.text import csv_safe
from shramsetu.monitoring.works import queries, shown, standing

HEAD = (
    "slug",
    "name_hi",
    "name_en",
    "district_lgd",
    "light",
    "built_percent",
    "planned_percent",
    "planned_end",
    "forecast_end",
    "sanctioned_rupees",
    "released_rupees",
    "spent_rupees",
    "certified_rupees",
    "hindrances_open",
    "days_hindered",
    "blocks_open",
    "blocks",
)


@require_safe
def works(request: HttpRequest) -> HttpResponse:
    """List every public building with how far it is."""
    rows = shown.listed(queries.public(), clock.day(timezone.now()))
    return render(request, "monitoring/works/public_list.html", {"rows": rows, "cells": shown.cells(rows)})


@require_safe
def work(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one building: progress, curve, money by stage, hindrances by kind and days, photographs, readiness."""
    found = queries.by_slug(queries.public(), slug)
    if found is None:
        raise Http404
    page = shown.public_page(standing.one(found, clock.day(timezone.now())))
    return render(request, "monitoring/works/public_work.html", page)


@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """Give every public building as a table."""
    rows = shown.table(queries.public(), clock.day(timezone.now()))
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="works.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(HEAD)
    writer.writerows([csv_safe("" if value is None else str(value)) for value in row] for row in rows)
    return response
