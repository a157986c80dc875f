"""How claims stand, live: by scheme, by district, refused by which condition, lying with whom, asked for twice."""

from datetime import date, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shramsetu import rulebook
from shramsetu.casework import sheets
from shramsetu.lib import clock, money
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.places import queries as places
from shramsetu.schemes import monitoring, scope
from shramsetu.schemes.monitoring import Asked, Counts

PERIODS: dict[str, str | Promise] = {
    "today": gettext_lazy("Today"),
    "week": gettext_lazy("7 days"),
    "days30": gettext_lazy("30 days"),
    "year": gettext_lazy("This financial year"),
}


@require_safe
@post_required(*scope.WATCHERS)
def claims(request: DeskRequest) -> HttpResponse:
    now = timezone.now()
    asked, name = _asked(request, clock.day(now))
    schemes, rows = monitoring.by_scheme(asked), _district_rows(monitoring.by_district(asked))
    context = {
        "asked": asked,
        "period": name,
        "periods": PERIODS,
        "schemes": _titles(),
        "all": schemes[""],
        "money": _money(schemes[""]),
        "by_scheme": [(_title(slug), one, _money(one)) for slug, one in _sorted(schemes) if slug],
        "by_district": rows,
        "cells": [cell for cell in map(_cell, rows) if cell["value"] is not None],
        "reasons": [
            (_title(slug), _condition(slug, failed), count) for slug, failed, count in monitoring.reasons(asked)
        ],
        "pending": monitoring.pending(asked, at=now),
        "doubles": [(_title(one.scheme), one) for one in monitoring.doubles(asked)],
        "shared": monitoring.shared_accounts() if asked.districts is None else 0,
        "counted_on": monitoring.counted_on(),
        "now": now,
    }
    return render(request, "schemes/monitoring.html", context)


@require_safe
@post_required(*scope.WATCHERS)
def claims_file(request: DeskRequest) -> HttpResponse:
    today = clock.day(timezone.now())
    asked, name = _asked(request, today)
    head = [
        _("Received"),
        _("Sanctioned"),
        pgettext("claim", "Paid out"),
        _("Refused"),
        pgettext("claim", "Still open"),
    ]
    head += [_("Median days"), _("Days of nine in ten"), _("Eligible"), _("Workers paid"), _("Eligible or paid")]
    head += [_("Coverage, percent")]
    kinds = rulebook.book().scheme_rules.kinds
    by_scheme, by_district = monitoring.by_scheme(asked), monitoring.by_district(asked)
    used = [kind for kind in kinds if kind in by_scheme[""].paise]
    money_head = [f"{kinds[kind].say(get_language() or 'hi')} (₹)" for kind in used]
    lines = [[_title(slug), *_cells(one, used)] for slug, one in _sorted(by_scheme)]
    places_ = [[name_, *_cells(one, used)] for name_, _place, one in _district_rows(by_district)]
    pages = [
        sheets.Sheet(_("Schemes"), [_("Scheme"), *head, *money_head], lines),
        sheets.Sheet(_("Districts"), [_("District"), *head, *money_head], places_),
    ]
    answer = HttpResponse(sheets.xlsx(pages, on=today), content_type=sheets.TYPES["xlsx"])
    answer["Content-Disposition"] = f'attachment; filename="claims-{name}-{today}.xlsx"'
    return answer


def _asked(request: DeskRequest, today: date) -> tuple[Asked, str]:
    try:
        seen = scope.districts(request.post)
    except scope.OutOfSight:
        raise Http404 from None
    lgd = request.GET.get("district", "")
    if lgd.isdigit():
        try:
            place = places.district(int(lgd))
        except places.NoPlace:
            raise Http404 from None
        if seen is not None and place.pk not in seen:
            raise Http404
        seen = frozenset({place.pk})
    name = request.GET.get("period", "")
    name = name if name in PERIODS else "days30"
    scheme = request.GET.get("scheme", "")
    scheme = scheme if scheme in rulebook.book().scheme_rules.rules else ""
    return Asked(seen, _first(name, today), today, scheme), name


def _first(name: str, today: date) -> date:
    if name == "year":
        return date(today.year if today.month > 3 else today.year - 1, 4, 1)
    return today - timedelta(days={"today": 0, "week": 6}.get(name, 29))


def _titles() -> list[tuple[str, str]]:
    rules = rulebook.book().scheme_rules.rules
    return [(slug, one.name.say(get_language() or "hi")) for slug, one in rules.items()]


def _title(slug: str) -> str:
    rule = rulebook.book().scheme_rules.rules.get(slug)
    return rule.name.say(get_language() or "hi") if rule else slug or _("All schemes")


def _condition(slug: str, failed: str) -> str:
    """Say which condition failed, by the rule as it stands or the shared conditions; else its name in the code."""
    book = rulebook.book().scheme_rules
    rule = book.rules.get(slug)
    found = (rule.conditions.get(failed) if rule else None) or book.conditions.get(failed)
    if found is None and rule is not None and rule.window and failed == "window":
        return rule.window.title.say(get_language() or "hi")
    return found.title.say(get_language() or "hi") if found else failed or _("Not said")


def _sorted(found: dict[str, Counts]) -> list[tuple[str, Counts]]:
    return sorted(found.items(), key=lambda one: (one[0] == "", -one[1].received, -one[1].eligible, one[0]))


def _district_rows(found: dict[int, Counts]) -> list[tuple[str, object, Counts]]:
    rows = [
        (place.name(get_language() or "hi"), place, found[place.pk])
        for place in places.districts()
        if place.pk in found
    ]
    return [*rows, (_("All districts"), None, found[0])]


def _money(one: Counts) -> list[tuple[str, int]]:
    kinds = rulebook.book().scheme_rules.kinds
    return [(kinds[kind].say(get_language() or "hi"), one.paise[kind]) for kind in kinds if kind in one.paise]


def _cell(row: tuple[str, object, Counts]) -> dict[str, object]:
    name, place, one = row
    if place is None:
        return {"value": None}
    return {"col": place.hex_col, "row": place.hex_row, "name": name, "value": one.open}  # type: ignore[attr-defined]


def _cells(one: Counts, kinds: list[str]) -> list[sheets.Cell]:
    share = None if one.coverage is None else round(one.coverage, 2)
    found: list[sheets.Cell] = [one.received, one.sanctioned, one.paid, one.refused, one.open, one.median, one.p90]
    found += [one.eligible, one.covered, one.concerned, share]
    return [*found, *(money.in_rupees(one.paise.get(kind, 0)) for kind in kinds)]
