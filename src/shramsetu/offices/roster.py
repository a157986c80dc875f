"""The roster in memory: every post, route and leave, read again only when one of them has changed.

A trigger gives `Version` a new value with every change of those tables, in the same transaction. One query compares it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

from shramsetu.offices import rules
from shramsetu.offices.models import Charge, Department, Leave, Post, Route, Version
from shramsetu.places.models import Kind, Place
from shramsetu.prepared import Rows

INCUMBENT = (Charge.Kind.SUBSTANTIVE, Charge.Kind.ADDITIONAL)

_VERSION = Rows(lambda: Version.objects.values_list("value", flat=True))


@dataclass(frozen=True)
class Snapshot:
    """The roster as of `version`, with the rows behind it; shared between threads, never to be changed."""

    version: UUID
    posts: dict[int, Post]
    by_code: dict[str, Post]
    by_role: dict[str, tuple[Post, ...]]  # by code
    below: dict[int, tuple[Post, ...]]
    departments: dict[int, Department]
    places: dict[int, Place]  # state, mandals, districts
    rules: rules.Roster


class _Memory:
    held: Snapshot | None = None


_held: ContextVar[list[Snapshot] | None] = ContextVar("held", default=None)


@contextmanager
def held() -> Iterator[None]:
    """Look at most once whether the roster has changed; for what reads it often and does not change it itself."""
    mark = _held.set([])
    try:
        yield
    finally:
        _held.reset(mark)


def current() -> Snapshot:
    """Return the roster as it is now."""
    kept = _held.get()
    if kept:
        return kept[0]
    found = _newest()
    if kept is not None:
        kept.append(found)
    return found


def _newest() -> Snapshot:
    version = _VERSION.first()
    held = _Memory.held
    if held is None or version is None or held.version != version:
        # The version is read before the rows: rows that are newer than it are read again next time.
        held = _read(version or UUID(int=0))
        _Memory.held = held if version else None
    return held


def _read(version: UUID) -> Snapshot:
    found = list(Post.objects.filter(abolished_at=None).select_related("department", "place", "place__district"))
    posts = {post.pk: post for post in found}
    users = dict(Charge.objects.filter(to_at=None, kind__in=INCUMBENT).values_list("post_id", "user_id"))
    below: dict[int, list[Post]] = {}
    by_role: dict[str, list[Post]] = {}
    for post in sorted(found, key=lambda post: post.code):
        by_role.setdefault(post.role, []).append(post)
        if post.reports_to_id in posts:
            post.reports_to = posts[post.reports_to_id]
            below.setdefault(post.reports_to_id, []).append(post)
    return Snapshot(
        version,
        posts,
        {post.code: post for post in found},
        {role: tuple(row) for role, row in by_role.items()},
        {boss: tuple(sorted(row, key=lambda post: post.code)) for boss, row in below.items()},
        Department.objects.in_bulk(),
        Place.objects.filter(kind__in=(Kind.STATE, Kind.MANDAL, Kind.DISTRICT)).in_bulk(),
        rules.roster([_chair(post, users.get(post.pk)) for post in found], _ways(), _leaves()),
    )


def _chair(post: Post, user: int | None) -> rules.Chair:
    return rules.Chair(
        id=post.pk,
        role=post.role,
        department=post.department.slug if post.department else "",
        service=post.service,
        path=post.place.path,
        level=post.level,
        reports_to=post.reports_to_id,
        is_vacant=post.is_vacant,
        user=user,
    )


def _ways() -> list[rules.Way]:
    rows = Route.objects.filter(ended_at=None).values_list("category", "place__path", "level", "post_id")
    return [rules.Way(category, path or "", level, post) for category, path, level, post in rows]


def _leaves() -> list[rules.Away]:
    rows = Leave.objects.filter(cancelled_at=None).order_by("from_on")
    return [rules.Away(row.post_id, row.from_on, row.to_on, row.covered_by_id) for row in rows]
