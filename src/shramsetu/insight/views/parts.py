"""The parts of a page: tiles, bars, lines, the map and the tables, made of counts."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from shramsetu import rulebook
from shramsetu.casework import flow
from shramsetu.insight import deltas, measures, queries, rules
from shramsetu.insight.queries import Counts, Problem, Standing
from shramsetu.insight.views.page import Page, name_of
from shramsetu.lib.text import grouped
from shramsetu.places.models import Place

TABLE = ("received", "disposed", *measures.ENDS, "satisfied_first", "lapsed", "reopened")
MAPS = ("overdue", "open", "received", "disposed", "first_level")


def percent(value: float | None) -> str:
    """Write a share: 81.5 %, or a dash where there is nothing to share."""
    return "–" if value is None else f"{value:.1f} %"


def tiles(page: Page, standing: Standing, total: Counts) -> list[dict[str, object]]:
    """Return the tiles on top: label, value, and the list or tab behind it."""
    first = rules.first_level(total, measures.ENDS)
    days = rules.share(total.get("days", 0), total.get("disposed", 0))
    average = "–" if days is None else gettext("%(days)s days") % {"days": f"{days / 100:.1f}"}

    def tile(label: str, value: object, url: str = "", state: str = "", note: str = "") -> dict[str, object]:
        said = grouped(value) if isinstance(value, int) else value
        return {"label": label, "value": said, "url": url, "state": state, "note": note}

    return [
        tile(gettext("Becomes overdue today"), standing.today, page.cases(what="today"), "soon"),
        tile(gettext("Over the time limit"), standing.overdue, page.cases(what="overdue"), "overdue"),
        tile(gettext("Pending"), standing.total, page.cases(what="open"), "now"),
        tile(measures.label("received"), total.get("received", 0), page.closed("received")),
        tile(measures.label("disposed"), total.get("disposed", 0), page.closed("disposed"), "on-time", average),
        tile(measures.label("satisfied_first"), percent(first), page.link(view="districts"), "on-time"),
        tile(measures.label("special"), total.get("special", 0), page.closed("special"), "closed"),
        tile(measures.label("unconfirmed"), total.get("unconfirmed", 0), page.closed("unconfirmed"), "closed"),
        tile(measures.label("lapsed"), total.get("lapsed", 0), page.link(view="officers"), "overdue"),
        tile(measures.label("reopened"), total.get("reopened", 0), "", "soon"),
    ]


def ages(page: Page, standing: Standing) -> list[dict[str, object]]:
    """Return a bar for each class of age of the open cases."""
    return [
        {"label": _age(low, high), "value": count, "url": page.cases(what="open", age=f"{low}-{high or ''}")}
        for (low, high), count in standing.ages
    ]


def _age(low: int, high: int | None) -> str:
    if high is None:
        return gettext("more than %(days)s days") % {"days": low - 1}
    return gettext("%(low)s to %(high)s days") % {"low": low, "high": high}


def levels(page: Page, standing: Standing) -> list[dict[str, object]]:
    """Return a bar for each level."""
    return [
        {"label": gettext("L%(level)s") % {"level": level}, "value": count, "url": page.cases(what="open", level=level)}
        for level, count in standing.levels.items()
    ]


def states(page: Page, standing: Standing) -> list[dict[str, object]]:
    """Return a bar for each state, the fullest first."""
    words = {state.name: str(state.label) for table in flow.flows() if table.public for state in table.states}
    ordered = sorted(standing.states.items(), key=lambda one: -one[1])
    return [
        {"label": words.get(state, state), "value": count, "url": page.cases(what="open", state=state)}
        for state, count in ordered
    ]


def ends(page: Page, total: Counts) -> list[dict[str, object]]:
    """Return a bar for each way in which cases were closed; each is a class of its own."""
    found = [name for name in (*deltas.DISPOSED, *deltas.APART) if total.get(name)]
    return [{"label": measures.label(name), "value": total[name], "url": page.closed(name)} for name in found]


def trend(page: Page, by_time: Mapping[date, Counts]) -> list[tuple[object, ...]]:
    """Return a row for each day or month of the period: label, received, disposed, lapsed; gaps are zero."""
    if page.period.by_month:
        days = _months(page.period.first, page.period.last)
        said = [f"{day:%m.%Y}" for day in days]
    else:
        span = (page.period.last - page.period.first).days + 1
        days = [page.period.first + timedelta(days=at) for at in range(span)]
        said = [f"{day:%d.%m}" for day in days]
    names = ("received", "disposed", "lapsed")
    return [
        (label, *(by_time.get(day, {}).get(name, 0) for name in names)) for label, day in zip(said, days, strict=True)
    ]


def _months(first: date, last: date) -> list[date]:
    found = [first.replace(day=1)]
    while rules.next_month(found[-1]) <= last:
        found.append(rules.next_month(found[-1]))
    return found


def trend_sentence(total: Counts) -> str:
    """Say what the trend shows."""
    return gettext("%(received)s received, %(disposed)s disposed, %(lapsed)s lapses in this period.") % {
        name: grouped(total.get(name, 0)) for name in ("received", "disposed", "lapsed")
    }


def district_map(page: Page, at: datetime) -> dict[str, object]:
    """Return the map of the districts of the page by the measure asked for."""
    chosen = page.given.get("map", "overdue")
    chosen = chosen if chosen in MAPS else "overdue"
    values = _map_values(page, chosen, at)
    places = _places(page)
    cells = [
        {
            "col": place.hex_col,
            "row": place.hex_row,
            "name": name_of(place),
            "value": values.get(place.pk, None if chosen == "first_level" else 0),
            "said": percent(values.get(place.pk)) if chosen == "first_level" else "",
            "group": place.parent_id,
            "url": _district_url(page, place),
        }
        for place in places
        if place.hex_col is not None
    ]
    words = {
        "overdue": gettext("Overdue at midnight"),
        "open": gettext("Pending"),
        "received": measures.label("received"),
        "disposed": measures.label("disposed"),
        "first_level": measures.label("satisfied_first"),
    }
    return {
        "cells": cells,
        "map_title": words[chosen],
        "maps": [(word, page.link(map=name), name == chosen) for name, word in words.items()],
    }


def _map_values(page: Page, chosen: str, at: datetime) -> dict[int, Any]:
    if chosen in ("overdue", "open"):
        which = chosen == "overdue"
        return {place: pair[which] for place, pair in queries.open_by("district", page.scope, at=at).items()}
    if chosen == "first_level":
        counts = queries.by_district(page.scope, page.period, ["satisfied_first", *measures.ENDS])
        return {place: rules.first_level(row, measures.ENDS) for place, row in counts.items()}
    return {place: row[chosen] for place, row in queries.by_district(page.scope, page.period, [chosen]).items()}


def _places(page: Page) -> list[Place]:
    return [place for place in queries.districts() if page.scope.is_state or place.pk in page.scope.districts]


def _district_url(page: Page, place: Place) -> str:
    url = reverse("insight:district", args=[place.lgd_code])
    return f"{url}?department={page.scope.department.slug}" if page.scope.department else url


def district_table(page: Page, at: datetime) -> dict[str, object]:
    """Return the districts in groups of alike volume, each ranked among its peers by satisfaction at first level."""
    counts = queries.by_district(page.scope, page.period, TABLE)
    open_now = queries.open_by("district", page.scope, at=at)
    places = {place.pk: place for place in _places(page)}
    volumes = {pk: counts.get(pk, {}).get("received", 0) for pk in places}
    scores = {pk: rules.first_level(counts.get(pk, {}), measures.ENDS) for pk in places}
    least = rulebook.book().number("insight.rank_min", page.today)
    groups = []
    for group in rules.peers(volumes):
        ranked = rules.rank({pk: scores[pk] for pk in group}, volumes, least=least)
        groups.append(
            [
                _line(name_of(places[one.place]), _district_url(page, places[one.place]))
                | {"rank": one.rank, "open": open_now.get(one.place, (0, 0))}
                | _numbers(counts.get(one.place, {}))
                for one in ranked
            ]
        )
    return {"groups": groups, "least": least}


def department_table(page: Page, at: datetime) -> dict[str, object]:
    """Return the departments of the page side by side, the most overdue first."""
    counts = queries.by_department(page.scope, page.period, TABLE)
    open_now = queries.open_by("department", page.scope, at=at)
    rows = [
        _line(name_of(one), _department_url(page, one.slug))
        | {"open": open_now.get(one.pk, (0, 0))}
        | _numbers(counts.get(one.pk, {}))
        for one in queries.departments()
        if one.pk in counts or one.pk in open_now
    ]
    return {"rows": sorted(rows, key=lambda row: -row["open"][1])}


def _department_url(page: Page, slug: str) -> str:
    if page.scope.is_state:
        return reverse("insight:department", args=[slug])
    return page.link(department=slug, view="")


def category_table(page: Page) -> dict[str, object]:
    """Return the categories of the page, the most frequent first."""
    counts = queries.by_category(page.scope, page.period, TABLE)
    titles = rulebook.book().categories
    rows = [{"title": titles[slug].title, **_numbers(row)} for slug, row in counts.items() if slug in titles]
    return {"rows": sorted(rows, key=lambda row: -row["received"])}


def _line(label: str, url: str) -> dict[str, Any]:
    return {"label": label, "url": url}


def _numbers(counts: Counts) -> dict[str, Any]:
    first = rules.first_level(counts, measures.ENDS)
    return {name: counts.get(name, 0) for name in TABLE} | {"first_level": percent(first)}


def problems(found: Sequence[Problem]) -> list[dict[str, object]]:
    """Return the problems with their titles and how they grew against the window before."""
    titles = rulebook.book().categories
    return [
        {"title": titles[one.category].title, "problem": one, "growth": one.cases - one.before}
        for one in found
        if one.category in titles
    ]
