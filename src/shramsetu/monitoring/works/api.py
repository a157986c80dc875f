"""The API of buildings: how each work in the caller's sight stands, for systems that follow them. It writes nothing."""

from collections.abc import Sequence
from datetime import date

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Router

from shramsetu.casework.actions import NotAllowed
from shramsetu.casework.contract import Shape, described
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.monitoring.works import opened, powers, queries, standing
from shramsetu.monitoring.works.models import Hindrance
from shramsetu.monitoring.works.opened import Opening
from shramsetu.monitoring.works.rules.progress import Point, Stretch, days_hindered, percent
from shramsetu.monitoring.works.standing import Found
from shramsetu.offices import queries as offices
from shramsetu.offices import roster
from shramsetu.offices.models import Post

router = Router(tags=["works"])


class MoneyOut(Shape):
    """How much came to each stage, in paise."""

    sanctioned: int
    released: int
    spent: int
    certified: int


class WorkOut(Shape):
    """How a building stands today. Shares are percent, rounded down; `forecast_end` null: it stands still."""

    slug: str
    name_hi: str
    name_en: str
    series: str
    district: int
    state: str
    light: str
    why: str
    flags: list[str]
    built: float
    planned: float | None
    spent: float
    planned_end: str | None
    forecast_end: str | None
    money_paise: MoneyOut
    hindrances_open: int
    days_hindered: int
    blocks_open: int
    blocks: int


class PartOut(Shape):
    """A part: what it weighs of a hundred, how much of it stands, when that was measured and it was handed over."""

    part: str
    name_hi: str
    name_en: str
    weight: int
    built: float
    measured_on: str | None
    handed_over_on: str | None
    is_block: bool
    waits: list[str]


class HindranceOut(Shape):
    """What stood in the way: whose it is, since when, until when, and how many days in all, both counted."""

    number: str
    kind: str
    owner: str
    stops_work: bool
    since: str
    until: str | None
    days: int
    due_at: str | None


class PointOut(Shape):
    """A point of a curve: so much of the whole by the end of a day."""

    on: str
    share: float


class PlanOut(Shape):
    """A version of the plan that was approved; the last one is in force."""

    version: int
    points: list[PointOut]


class DetailOut(WorkOut):
    """The same with parts, curves, hindrances, and what is there of the list for opening."""

    parts: list[PartOut]
    plans: list[PlanOut]
    measured: list[PointOut]
    hindrances: list[HindranceOut]
    ready: list[str]
    missing: list[str]


LISTS = described(200, list[WorkOut], errors=(401, 403, 429))
READS = described(200, DetailOut, errors=(401, 403, 404, 429))


@router.get("", response=list[WorkOut], openapi_extra=LISTS)
@roster.held()
def works_standing(request: HttpRequest) -> list[dict[str, object]]:
    """List the buildings in the caller's sight, by name, as they stand today."""
    works = powers.seen_by(_post(request)).exclude(case__state="abandoned").order_by("slug")
    found = standing.of(works, _today())
    openings = queries.openings(found)
    return [_short(one, openings[one.work.pk]) for one in found]


@router.get("/{slug:slug}", response=DetailOut, openapi_extra=READS)
@roster.held()
def work_standing(request: HttpRequest, slug: str) -> dict[str, object]:
    """Say how one building stands: parts, plans, what was measured, hindrances, opening."""
    work = queries.by_slug(powers.seen_by(_post(request)), slug)
    if work is None:
        raise Http404
    found = standing.one(work, _today())
    opening = queries.opening(found)
    waits = {one.component.pk: one.slugs for one in opening.blocks}
    return {
        **_short(found, opening),
        "parts": [_part(one, list(waits.get(one.component.pk, ()))) for one in found.parts],
        "plans": [{"version": one.version, "points": _points(one.points)} for one in found.curves],
        "measured": _points(found.measured),
        "hindrances": [_hindrance(one, found.on) for one in found.hindrances],
        "ready": [one.item.slug for one in opening.items if one.is_ready],
        "missing": [one.item.slug for one in opening.items if not one.is_ready],
    }


def _short(found: Found, opening: Opening) -> dict[str, object]:
    work, road = found.work, found.road
    return {
        "slug": work.slug,
        "name_hi": work.title_hi,
        "name_en": work.title_en,
        "series": work.series,
        "district": work.case.district.lgd_code if work.case.district else 0,
        "state": work.case.state,
        "light": found.light.value,
        "why": found.why.value,
        "flags": [one.value for one in found.flags],
        "built": percent(found.physical),
        "planned": None if found.planned is None else percent(found.planned),
        "spent": percent(road.spent_share),
        "planned_end": _day(found.due_on),
        "forecast_end": _day(found.forecast.on),
        "money_paise": {
            "sanctioned": road.sanctioned,
            "released": road.released,
            "spent": road.spent,
            "certified": road.certified,
        },
        "hindrances_open": sum(one.cleared_on is None for one in found.hindrances),
        "days_hindered": found.days_hindered,
        "blocks_open": opening.open,
        "blocks": len(opening.blocks),
    }


def _part(done: standing.Done, waits: list[str]) -> dict[str, object]:
    part = done.component
    given = opened.handover(part)
    return {
        "part": part.slug,
        "name_hi": part.title_hi,
        "name_en": part.title_en,
        "weight": part.weight,
        "built": percent(done.done),
        "measured_on": _day(done.on),
        "handed_over_on": _day(given.on) if given else None,
        "is_block": part.is_block,
        "waits": waits,
    }


def _hindrance(row: Hindrance, on: date) -> dict[str, object]:
    return {
        "number": row.case.number,
        "kind": row.kind,
        "owner": row.owner,
        "stops_work": row.stops,
        "since": f"{row.from_on}",
        "until": _day(row.cleared_on),
        "days": days_hindered([Stretch(row.from_on, row.cleared_on)], row.from_on, on),
        "due_at": row.case.due_at.isoformat() if row.case.due_at and row.cleared_on is None else None,
    }


def _points(points: Sequence[Point]) -> list[dict[str, object]]:
    return [{"on": f"{one.on}", "share": percent(one.share)} for one in points]


def _day(on: date | None) -> str | None:
    return None if on is None else f"{on}"


def _today() -> date:
    return clock.day(timezone.now())


def _post(request: HttpRequest) -> Post:
    by: Actor = request.actor  # type: ignore[attr-defined] # put there by the bearer
    post = offices.get(by.post_id) if by.post_id is not None else None
    if post is None or post.role not in powers.READERS:
        raise NotAllowed("works")
    return post
