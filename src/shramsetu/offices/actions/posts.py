"""Departments, posts and the local exceptions to the ladder."""

from datetime import date, datetime
from uuid import UUID

from django.db import models, transaction

from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.offices import burden, errors
from shramsetu.offices.models import Charge, Department, Post, Route
from shramsetu.places.models import Place

POST_FIELDS = (
    "title_hi",
    "title_en",
    "short_hi",
    "short_en",
    "role",
    "department_id",
    "service",
    "place_id",
    "level",
    "is_desk",
    "reports_to_id",
)
DEPARTMENT_FIELDS = ("name_hi", "name_en", "short_hi", "parent_id")


@transaction.atomic
def add_department(department: Department, *, by: Actor, at: datetime) -> Department:
    """Add a department or board. Raises Taken."""
    if Department.objects.filter(slug=department.slug).exists():
        raise errors.Taken
    department.save(force_insert=True)
    detail = {"slug": department.slug, **_values(department, DEPARTMENT_FIELDS)}
    journal.append(f"department:{department.slug}", "add", by=by, at=at, detail=detail)
    return department


@transaction.atomic
def change_department(department: Department, *, by: Actor, at: datetime) -> Department:
    """Give a department other names or another parent."""
    old = Department.objects.select_for_update().get(pk=department.pk)
    if changes := _changes(old, department, DEPARTMENT_FIELDS):
        department.save(update_fields=[name.removesuffix("_id") for name in changes])
        journal.append(f"department:{department.slug}", "change", by=by, at=at, detail=changes)
    return department


@transaction.atomic
def add_post(post: Post, *, by: Actor, at: datetime) -> Post:
    """Add a post or desk. Raises Taken or LadderTaken."""
    if Post.objects.filter(code=post.code).exists():
        raise errors.Taken
    _check_ladder(post)
    post.is_vacant = True
    post.save(force_insert=True)
    journal.append(f"post:{post.code}", "add", by=by, at=at, detail=_values(post, POST_FIELDS))
    return post


@transaction.atomic
def change_post(post: Post, *, by: Actor, at: datetime) -> Post:
    """Change title, place (jurisdiction), ladder or superior. Raises LadderTaken, Circle, StillHolds or Abolished."""
    old = Post.objects.select_for_update().get(pk=post.pk)
    if old.abolished_at:
        raise errors.Abolished
    if old.is_desk != post.is_desk and Charge.objects.filter(post=post, to_at=None).exists():
        raise errors.StillHolds
    _check_ladder(post)
    _check_circle(post)
    if changes := _changes(old, post, POST_FIELDS):
        post.save(update_fields=[name.removesuffix("_id") for name in changes])
        journal.append(f"post:{post.code}", "change", by=by, at=at, detail=changes)
    return post


@transaction.atomic
def abolish_post(post: Post, *, by: Actor, at: datetime) -> Post:
    """End a post. Raises StillHolds while it has cases, people or posts under it."""
    found = Post.objects.select_for_update().get(pk=post.pk)
    if found.abolished_at:
        raise errors.Abolished
    busy = Charge.objects.filter(post=post, to_at=None).exists()
    busy = busy or Post.objects.filter(reports_to=post, abolished_at=None).exists()
    busy = busy or Route.objects.filter(post=post, ended_at=None).exists()
    held = burden.of(post, at)
    if busy or held.open or held.sealed:
        raise errors.StillHolds
    Post.objects.filter(pk=post.pk).update(abolished_at=at)
    journal.append(f"post:{post.code}", "abolish", by=by, at=at, detail={})
    post.abolished_at = at
    return post


@transaction.atomic
def set_route(*, category: str, place: Place | None, level: int, post: Post, by: Actor, at: datetime) -> Route:
    """Send this category (or any, ""), in this place (or anywhere), at this level, to `post`; ends an older route."""
    if not category and place is None:
        raise errors.SaysNothing
    if post.abolished_at:
        raise errors.Abolished
    Route.objects.filter(category=category, place=place, level=level, ended_at=None).update(ended_at=at)
    route = Route.objects.create(category=category, place=place, level=level, post=post)
    journal.append(f"post:{post.code}", "set_route", by=by, at=at, detail=_route(route))
    return route


@transaction.atomic
def end_route(route: Route, *, by: Actor, at: datetime) -> Route:
    """End a local exception: the ladder answers again."""
    if not Route.objects.filter(pk=route.pk, ended_at=None).update(ended_at=at):
        raise errors.NotInCharge
    journal.append(f"post:{route.post.code}", "end_route", by=by, at=at, detail=_route(route))
    route.ended_at = at
    return route


def _route(route: Route) -> dict[str, object]:
    return {"category": route.category, "place": route.place.path if route.place else "", "level": route.level}


def _check_ladder(post: Post) -> None:
    if not post.level:
        return
    here = Post.objects.filter(place_id=post.place_id, level=post.level, abolished_at=None)
    twins = here.filter(department=post.department, service=post.service)
    if twins.exclude(pk=post.pk).exists():
        raise errors.LadderTaken


def _check_circle(post: Post) -> None:
    seen = {post.pk}
    above = post.reports_to_id
    while above is not None:
        if above in seen:
            raise errors.Circle
        seen.add(above)
        above = Post.objects.values_list("reports_to_id", flat=True).get(pk=above)


def _values(row: models.Model, names: tuple[str, ...]) -> dict[str, object]:
    return {name: _plain(getattr(row, name)) for name in names}


def _changes(old: models.Model, new: models.Model, names: tuple[str, ...]) -> dict[str, object]:
    pairs = {name: (_plain(getattr(old, name)), _plain(getattr(new, name))) for name in names}
    return {name: [before, after] for name, (before, after) in pairs.items() if before != after}


def _plain(value: object) -> object:
    return str(value) if isinstance(value, date | UUID) else value
