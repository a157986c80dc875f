"""What the pages of works show, gathered in a fixed number of reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from shramsetu import rulebook
from shramsetu.lib.money import in_rupees
from shramsetu.monitoring import scope
from shramsetu.monitoring.works import curve, queries, standing, words
from shramsetu.monitoring.works.actions.money import WRITES
from shramsetu.monitoring.works.forms import SHEETS, Sheet
from shramsetu.monitoring.works.models import SCHOOLS, Measurement, Plan, Term, Work
from shramsetu.monitoring.works.opened import Opening
from shramsetu.monitoring.works.powers import Side
from shramsetu.monitoring.works.records import MoneyRow
from shramsetu.monitoring.works.rules.light import Light
from shramsetu.monitoring.works.rules.money import Stage
from shramsetu.monitoring.works.rules.progress import WHOLE, Stretch, days_hindered, percent
from shramsetu.monitoring.works.standing import Found
from shramsetu.offices.models import Post
from shramsetu.places import queries as places
from shramsetu.places.models import Place
from shramsetu.rulebook.works import Site

ORDER = (Light.RED, Light.AMBER, Light.GREY, Light.GREEN)
LAST_MEASURED = 12
SHOWN_TO_ALL = 4  # photographs of each point


@dataclass(frozen=True, slots=True)
class Line:
    """A work in a list."""

    work: Work
    title: str
    district: str
    look: str
    light: str | Promise
    why: str | Promise
    done: float
    planned: float | None
    spent: float
    due_on: date | None
    forecast_on: date | None
    hindrances: int
    flags: Sequence[str | Promise]


def listed(works: QuerySet[Work], on: date) -> list[Line]:
    """Return works as lines, the red ones first, by name."""
    found = standing.of(works, on)
    found.sort(key=lambda one: (ORDER.index(one.light), one.work.title_hi))
    return [_line(one) for one in found]


def cells(lines: Sequence[Line]) -> list[dict[str, object]]:
    """Return every district for the hexagon map: how much is built of its building, the least where it has several."""
    least: dict[int, Line] = {}
    for line in sorted(lines, key=lambda one: -one.done):
        least[line.work.case.district_id or 0] = line
    return [_cell(one, least.get(one.pk)) for one in places.districts()]


def page(found: Found, sides: frozenset[Side]) -> dict[str, object]:
    """Return the context of the desk's page of a work for somebody who writes as `sides`."""
    work, on = found.work, found.on
    hindrances = _hindrances(found)
    defects = queries.defects(work)
    return {
        **_both(found),
        "line": _line(found),
        "on": on,
        "hindrances": hindrances,
        "defects": defects,
        "plans": list(Plan.objects.filter(work=work).order_by("-version").prefetch_related("points")),
        "proposed": Plan.objects.filter(work=work, state=Plan.State.PROPOSED).first(),
        "money": [(row, getattr(row, "corrected_by", None), _takes_back(row, sides)) for row in queries.money(work)],
        "visits": [(one, words.visitor(one.visitor), _strange(one)) for one in queries.visits(work, most=8)],
        "late_visitors": [(words.visitor(slug), last) for slug, last in _late_visitors(found)],
        "terms": list(Term.objects.filter(work=work).select_related("file").order_by("-on", "-pk")),
        "measured": _measured(work),
        "flags": [words.FLAG[one] for one in found.flags],
        "sheets": [(slug, one.title) for slug, one in SHEETS.items() if _offered(one, sides, found)],
        "may_visit": bool(sides),
        "may_decide": Side.DEPARTMENT in sides,
        "may_correct": bool(sides & {Side.AGENCY, Side.DEPARTMENT}),
    }


def public_page(found: Found) -> dict[str, object]:
    """Return the context of everybody's page of a work: no officer, no remark, no paper."""
    photos = queries.photos(found.work, hidden=False, most=SHOWN_TO_ALL)
    return {
        **_both(found),
        "line": _line(found),
        "hindrances": _by_kind(found),
        "photos": [(point, rows) for point, rows in photos.items() if rows],
    }


def table(works: QuerySet[Work], on: date) -> list[Sequence[object]]:
    """Return works as rows of the open-data table, in the order of its head."""
    found = standing.of(works, on)
    openings = queries.openings(found)
    return [_cells(one, openings[one.work.pk]) for one in found]


def sites_of(post: Post) -> list[Site]:
    """Return the rulebook's sites in the districts that `post` watches."""
    seen, sites = scope.districts(post), rulebook.book().works.sites.values()
    if seen is None:
        return list(sites)
    codes = {one.lgd_code for one in places.districts() if one.pk in seen}
    return [one for one in sites if one.district in codes]


def _both(found: Found) -> dict[str, object]:
    """Return what the desk and everybody see."""
    language, road = words.language(), found.road
    done, spent = percent(found.physical), percent(road.spent_share)
    return {
        "found": found,
        "work": found.work,
        "title": found.work.title(language),
        "site": found.work.site(language),
        "curve": curve.of(found),
        "sentence": curve.sentence(found),
        "bars": [
            {
                "label": words.PHYSICAL,
                "value": done,
                "said": f"{done:g} %",
                "series": 2,
            },
            {"label": words.FINANCIAL, "value": spent, "said": f"{spent:g} %", "series": 0},
        ],
        "parts": [
            {
                "label": one.component.title(language),
                "value": percent(one.done),
                "said": f"{percent(one.done):g} %",
                "series": 2,
            }
            for one in found.parts
        ],
        "weights": [
            (one.component.title(language), one.component.weight, percent(one.done), one.on) for one in found.parts
        ],
        "stages": [(label, getattr(road, stage)) for stage, label in MoneyRow.Stage.choices],
        "announced": _announced(found),
        "opening": queries.opening(found),
    }


def _announced(found: Found) -> Site | None:
    """Return what was announced of a school and its cost, until a sanction is entered."""
    site = rulebook.book().works.sites.get(found.work.slug)
    return site if site and site.sanctioned_paise and not found.road.sanctioned else None


def _line(found: Found) -> Line:
    work, language = found.work, words.language()
    district = work.case.district
    return Line(
        work=work,
        title=work.title(language),
        district=district.name(language) if district else "",
        look=words.LOOK[found.light],
        light=words.LIGHT[found.light],
        why=words.WHY[found.why],
        done=percent(found.physical),
        planned=None if found.planned is None else percent(found.planned),
        spent=percent(found.road.spent_share),
        due_on=found.due_on,
        forecast_on=found.forecast.on,
        hindrances=sum(one.cleared_on is None for one in found.hindrances),
        flags=[words.FLAG[one] for one in found.flags],
    )


def _cell(district: Place, line: Line | None) -> dict[str, object]:
    return {
        "col": district.hex_col,
        "row": district.hex_row,
        "name": district.name(words.language()),
        "value": line.done if line else None,
        "url": reverse("nirman:work", args=[line.work.slug]) if line else "",
    }


def _hindrances(found: Found) -> list[tuple[object, str, str, int]]:
    """Return each hindrance with its words, its owner's words and its days, those that stand first."""
    owners, language = rulebook.book().works.owners, words.language()
    rows = sorted(found.hindrances, key=lambda one: (one.cleared_on is not None, one.from_on))
    return [
        (
            one,
            words.kind(one.kind),
            owners[one.owner].title.say(language) if one.owner in owners else one.owner,
            ((one.cleared_on or found.on) - one.from_on).days + 1,
        )
        for one in rows
    ]


def _by_kind(found: Found) -> list[tuple[str, int, int]]:
    """Return each kind of hindrance with how many of it stand, and on how many days one stood."""
    kinds = dict.fromkeys(one.kind for one in found.hindrances)
    made = []
    for slug in kinds:
        rows = [one for one in found.hindrances if one.kind == slug]
        stretches = [Stretch(one.from_on, one.cleared_on) for one in rows]
        days = days_hindered(stretches, min(one.from_on for one in rows), found.on)
        made.append((words.kind(slug), sum(one.cleared_on is None for one in rows), days))
    return made


def _takes_back(row: MoneyRow, sides: frozenset[Side]) -> bool:
    return row.corrects_id is None and bool(sides & set(WRITES[Stage(row.stage)]))


def _late_visitors(found: Found) -> list[tuple[str, date | None]]:
    return queries.late_visitors(found.work, found.on) if found.work.case.state == "building" else []


def _strange(visit: object) -> list[str | Promise]:
    photos = list(visit.photos.all())  # type: ignore[attr-defined] # a visit read with its photographs
    return [words.FLAG[one] for one in sorted(queries.flagged(photos))]


def _measured(work: Work) -> list[Measurement]:
    rows = Measurement.objects.filter(component__work=work).select_related("component", "corrected_by", "post")
    return list(rows.order_by("-on", "-pk")[:LAST_MEASURED])


def _offered(sheet: type[Sheet], sides: frozenset[Side], found: Found) -> bool:
    """Tell whether a sheet can be written by this side at this stage."""
    state = found.work.case.state
    if not sheet.sides & sides or state in {"over", "abandoned"}:
        return False
    if sheet is SHEETS["ready"] and found.work.series != SCHOOLS:
        return False
    if sheet is SHEETS["hindrance"]:
        return state in queries.RUNNING
    return state == "building" or sheet not in {SHEETS["measure"], SHEETS["handover"]}


def _cells(found: Found, opening: Opening) -> Sequence[object]:
    work, road = found.work, found.road
    rupees = [in_rupees(paise) for paise in (road.sanctioned, road.released, road.spent, road.certified)]
    return [
        work.slug,
        work.title_hi,
        work.title_en,
        work.case.district.lgd_code if work.case.district else "",
        found.light.value,
        percent(found.physical),
        None if found.planned is None else percent(found.planned),
        found.due_on,
        found.forecast.on if found.physical < WHOLE else None,
        *rupees,
        sum(one.cleared_on is None for one in found.hindrances),
        found.days_hindered,
        opening.open,
        len(opening.blocks),
    ]
