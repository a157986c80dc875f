"""What works put before an officer on the phone: plans that wait for approval, sites whose visit is due."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.casework.rounds import Job
from shramsetu.casework.signing import Sheet
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.monitoring.works import powers, queries, words
from shramsetu.monitoring.works.models import Plan, Work
from shramsetu.monitoring.works.records import PhotoPoint, Visit
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Post, Role

MOST = 40
WRITERS = frozenset({*powers.KEEPERS, Role.LINE_DESK, Role.DM, Role.CDO, Role.MANDAL})  # who enters visits


def plans(by: Actor) -> list[Sheet]:
    """Return the plans on which the post of `by` decides: of the works it keeps, proposed by somebody else."""
    post = _post(by)
    if post is None or not powers.is_keeper(post):
        return []
    rows = Plan.objects.filter(state=Plan.State.PROPOSED, work__in=powers.seen_by(post)).exclude(proposed_by=by.user_id)
    language = words.language()
    return [
        Sheet(
            _("Plan of a building"),
            one.work.title(language),
            one.reason,
            reverse("monitoring:work_decide", args=[one.work.slug, one.version]),
            one.proposed_at,
        )
        for one in rows.select_related("work").order_by("proposed_at")[:MOST]
    ]


def visits(by: Actor, at: datetime) -> list[Job]:
    """Return the sites that the post of `by` was to visit again by now: three questions for any number of works."""
    post, on = _post(by), clock.day(at)
    if post is None or post.role not in WRITERS:
        return []
    running = powers.seen_by(post).filter(case__state__in=queries.RUNNING).select_related("agency", "case__district")
    works = list(running.order_by("slug")[:MOST])
    last = _last([one.pk for one in works], on)
    due = [one for one in works if _is_due(one, powers.visitors(powers.sides(post, one)), last, on)]
    first = PhotoPoint.objects.filter(work__in=due, retired_at=None).order_by("work", "number").distinct("work")
    points = {point.work_id: point for point in first}
    return [_job(one, points.get(one.pk)) for one in due]


def _last(works: list[int], on: date) -> dict[tuple[int, str], date]:
    rows = Visit.objects.filter(work__in=works, on__lte=on).values_list("work", "visitor").annotate(on=Max("on"))
    return {(work, visitor): day for work, visitor, day in rows}


def _is_due(work: Work, visitors: Iterable[str], last: dict[tuple[int, str], date], on: date) -> bool:
    """Tell whether one of `visitors` has not been there within the days the rulebook gives."""
    book = rulebook.book().works
    seen = [(slug, last.get((work.pk, slug))) for slug in visitors]
    return any(day is None or (on - day).days > book.visit_days(slug, on) for slug, day in seen)


def _job(work: Work, point: PhotoPoint | None) -> Job:
    district = work.case.district
    return Job(
        label=_("Visit to a site"),
        title=work.title(words.language()),
        place=district.name(words.language()) if district else "",
        url=reverse("monitoring:work_visit", args=[work.slug]),
        spot=point.place if point else None,
        is_exact=point is not None,
        along=f"{reverse('site:page')}?site={work.slug}",
    )


def _post(by: Actor) -> Post | None:
    return offices.get(by.post_id) if by.post_id else None
