"""Named reads of works: what a review takes up, who visits late, photographs by point, what is public."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.functional import Promise

from shramsetu import rulebook
from shramsetu.casework.models import OPEN, PAUSED, Case
from shramsetu.lib import clock
from shramsetu.monitoring.works import opened, standing, words
from shramsetu.monitoring.works.models import Defect, Hindrance, Readiness, Work
from shramsetu.monitoring.works.records import MoneyRow, Photo, PhotoPoint, Visit
from shramsetu.monitoring.works.rules.flags import Flag
from shramsetu.monitoring.works.rules.light import Light
from shramsetu.monitoring.works.standing import Found
from shramsetu.offices.models import Post

RUNNING = ("preparing", "building")


@dataclass(frozen=True, slots=True)
class RedItem:
    """What a review takes up: a work that is red, or a hindrance or defect of one whose time is over."""

    work: Work
    case: Case
    reason: str | Promise
    holder: Post | None
    since: date | None = None


def red_items(on: date) -> list[RedItem]:
    """Return what stands red at the end of `on`: late works first, then hindrances and defects over their time."""
    running = Work.objects.filter(case__state__in=RUNNING).order_by("slug")
    found = standing.of(running, on)
    red = [
        RedItem(one.work, one.work.case, words.WHY[one.why], one.work.case.holder, one.due_on)
        for one in found
        if one.light == Light.RED
    ]
    return [*red, *_overdue(on)]


def _overdue(on: date) -> list[RedItem]:
    late = {"case__phase__in": [OPEN, PAUSED], "case__due_at__lt": clock.bounds(on)[0]}
    rows = ("case__holder__place", "case__district", "work__case")
    stood = Hindrance.objects.filter(**late).select_related(*rows).order_by("case__due_at", "pk")
    found = [RedItem(one.work, one.case, words.kind(one.kind), one.case.holder, _due_on(one.case)) for one in stood]
    wrong = Defect.objects.filter(**late).select_related(*rows).order_by("case__due_at", "pk")
    return found + [RedItem(one.work, one.case, words.DEFECT_LATE, one.case.holder, _due_on(one.case)) for one in wrong]


def _due_on(case: Case) -> date | None:
    return clock.day(case.due_at) if case.due_at else None


def by_slug(works: QuerySet[Work], slug: str) -> Work | None:
    """Return the work with this public address among `works`."""
    rows = works.filter(slug=slug).select_related("case__district", "case__holder__place", "agency__place")
    found: Work | None = rows.first()
    return found


def public() -> QuerySet[Work]:
    """Return the works that everybody may see, schools first, by name."""
    return Work.objects.filter(is_public=True).exclude(case__state="abandoned").order_by("series", "title_hi")


def photos(work: Work, *, hidden: bool, most: int) -> dict[PhotoPoint, list[Photo]]:
    """Return the newest photographs of each point of `work`, `most` of each; those not shown to all if `hidden`."""
    rows = Photo.objects.filter(work=work) if hidden else Photo.objects.filter(work=work, hidden_at=None)
    nth = Window(RowNumber(), partition_by="point", order_by=("-at", "-pk"))
    newest = rows.annotate(nth=nth).filter(nth__lte=most).select_related("point", "file", "visit")
    found: dict[PhotoPoint, list[Photo]] = {one: [] for one in PhotoPoint.objects.filter(work=work).order_by("number")}
    for photo in newest.order_by("point__number", "-at", "-pk"):
        found[photo.point].append(photo)
    return found


def money(work: Work) -> list[MoneyRow]:
    """Return the steps of the money in the order of their days, with paper and what took one back."""
    rows = MoneyRow.objects.filter(work=work).select_related("file", "corrected_by", "post__place")
    return list(rows.order_by("on", "id"))


def visits(work: Work, most: int = 50) -> list[Visit]:
    """Return the last visits, newest first, with their photographs."""
    rows = Visit.objects.filter(work=work).select_related("post__place", "by").prefetch_related("photos__point")
    return list(rows.order_by("-at", "-pk")[:most])


def late_visitors(work: Work, on: date) -> list[tuple[str, date | None]]:
    """Return who was to visit again by now and did not: the visitor's word, and the last day (None: never)."""
    last = dict(Visit.objects.filter(work=work, on__lte=on).values_list("visitor").annotate(on=Max("on")))
    book = rulebook.book().works
    due = [(slug, last.get(slug)) for slug in book.visitors]
    return [(slug, seen) for slug, seen in due if seen is None or (on - seen).days > book.visit_days(slug, on)]


def defects(work: Work) -> list[Defect]:
    """Return the defects of `work`, those still open first."""
    rows = Defect.objects.filter(work=work).select_related("case__holder__place", "component")
    return list(rows.order_by("case__phase", "-is_grave", "-found_on", "pk"))


def opening(found: Found) -> opened.Opening:
    """Return which blocks can be opened, and what the others wait for."""
    return openings([found])[found.work.pk]


def openings(found: Sequence[Found]) -> dict[int, opened.Opening]:
    """Return the same for many works, by the key of the work: two questions for any number."""
    keys = [one.work.pk for one in found]
    newest = Readiness.objects.filter(work__in=keys).order_by("work", "item", "-id").distinct("work", "item")
    said: dict[int, dict[str, Readiness]] = {key: {} for key in keys}
    for row in newest.select_related("file"):
        said[row.work_id][row.item] = row
    grave = Defect.objects.filter(is_grave=True, case__phase__in=[OPEN, PAUSED], work__in=keys)
    wrong: dict[int, list[int]] = {key: [] for key in keys}
    for work, component in grave.values_list("work_id", "component_id"):
        wrong[work].append(component)
    return {one.work.pk: opened.of(one, said[one.work.pk], wrong[one.work.pk]) for one in found}


def flagged(photos_: Sequence[Photo]) -> set[Flag]:
    """Return every flag of some photographs."""
    return {Flag(one) for photo in photos_ for one in photo.flags}
