"""Who sees a building, and who may write what of it.

The agency that builds writes plan, measurements, spending, hindrances and photo points; the labour department enters
works, approves plans, writes sanctions and releases, and says what is ready: from the assistant commissioner up. Its
enforcement officers, magistrates and commissioners visit, and name what stands in the way.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet

from shramsetu import rulebook
from shramsetu.casework.actions import NotAllowed
from shramsetu.casework.models import OPEN, PAUSED, Case
from shramsetu.journal.rules import Actor
from shramsetu.monitoring import scope
from shramsetu.monitoring.works.models import Work
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Post, Role

READERS = tuple(sorted({*scope.WATCHERS, Role.LINE_DESK}))
KEEPERS = frozenset({Role.OFFICER, Role.HEAD, Role.PRINCIPAL_SECRETARY})
LABOUR = "labour"
FIRST_LEVEL = 1  # the enforcement officer


class Side(StrEnum):
    """As what somebody writes of a building."""

    AGENCY = "agency"
    DEPARTMENT = "department"
    FIELD = "field"  # the department's officers of the first level: as the administration
    ADMINISTRATION = "administration"  # magistrates, commissioners: they visit, and name what stands in the way


@dataclass(frozen=True, slots=True)
class Pen:
    """The person who writes a row, and the post in whose name."""

    user: int
    post: int


def seen_by(post: Post) -> QuerySet[Work]:
    """Return the works that `post` sees: of its part of the state, those it builds, those in which it holds a case."""
    works = Work.objects.order_by()
    try:
        districts = scope.districts(post)
    except scope.OutOfSight:
        held = Case.objects.filter(parent=OuterRef("case"), holder=post, phase__in=[OPEN, PAUSED])
        return works.filter(Q(agency__in=_below(post)) | Q(case__holder=post) | Q(Exists(held)))
    return works if districts is None else works.filter(case__district__in=districts)


def sides(post: Post, work: Work) -> frozenset[Side]:
    """Return as what `post` may write of `work`; empty for who only reads. The caller has seen that it may read."""
    found: set[Side] = set()
    builds = post.pk == work.agency_id or offices.is_above(post, work.agency)
    if builds and post.role == Role.LINE_DESK:
        found.add(Side.AGENCY)
    if is_keeper(post):
        found.add(Side.DEPARTMENT)
    elif _is_labour(post):
        found.add(Side.FIELD)
    if post.role in scope.BY_PLACE:
        found.add(Side.ADMINISTRATION)
    return frozenset(found)


def is_keeper(post: Post) -> bool:
    """Tell whether `post` is of the labour department, above its first level, and keeps its works."""
    return _is_labour(post) and post.level != FIRST_LEVEL


def visitors(sides_: frozenset[Side]) -> list[str]:
    """Return as which visitors of the rulebook somebody may visit who writes as `sides_`."""
    ours = {Side.DEPARTMENT if one is Side.FIELD else one for one in sides_}
    return [slug for slug, one in rulebook.book().works.visitors.items() if Side(one.side) in ours]


def need(work: Work, *wanted: Side, by: Actor) -> Pen:
    """Return who writes; raise NotAllowed unless `by` sees `work` and writes of it as one of `wanted`."""
    if by.post_id is None or by.user_id is None:
        raise NotAllowed(work.slug)
    post = offices.get(by.post_id)
    if not sides(post, work) & set(wanted) or not seen_by(post).filter(pk=work.pk).exists():
        raise NotAllowed(work.slug)
    return Pen(by.user_id, by.post_id)


def _is_labour(post: Post) -> bool:
    return post.role in KEEPERS and post.department is not None and post.department.slug == LABOUR


def _below(post: Post) -> list[int]:
    """Return the ids of `post` and of the agencies that report to it."""
    every = offices.memory().posts.values()
    return [post.pk, *(one.pk for one in every if one.reports_to_id == post.pk and one.role == Role.LINE_DESK)]
