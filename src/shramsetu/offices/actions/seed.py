"""Make the departments and posts that the rulebook's ladders ask for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils.text import slugify

from shramsetu import rulebook
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Department, Post, Role
from shramsetu.places.models import Kind, Place
from shramsetu.rulebook import PostTemplate

STREAM = "offices"
# The rulebook says "secretary" and "…_manager" where a post's role is shorter or fuller.
ROLES: Mapping[str, Role] = {
    "secretary": Role.PRINCIPAL_SECRETARY,
    "chief_minister": Role.CM,
    "edistrict_manager": Role.EDISTRICT,
    "csc_manager": Role.CSC,
}
KINDS = (Kind.STATE, Kind.MANDAL, Kind.DISTRICT, Kind.TEHSIL)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load has added."""

    departments: int
    posts: int


@dataclass(frozen=True, slots=True)
class _Seat:
    code: str
    template: PostTemplate
    department: str
    place: Place
    boss: str


@transaction.atomic
def load(*, by: Actor, at: datetime) -> Loaded:
    """Make every department and post of the rulebook's ladders that is not there yet, for every place.

    Repeating it is safe: what an administrator changed or abolished stays as it is.
    """
    departments, added = _departments()
    have = dict(Post.objects.values_list("code", "pk"))
    seats = [seat for seat in _seats() if seat.code not in have]
    if seats:
        have |= dict(zip([seat.code for seat in seats], _fresh_ids(len(seats)), strict=True))
        Post.objects.bulk_create([_post(seat, have, departments) for seat in seats], batch_size=1_000)
    if added or seats:
        journal.append(STREAM, "load", by=by, at=at, detail={"departments": added, "posts": len(seats)})
    return Loaded(added, len(seats))


def _departments() -> tuple[dict[str, Department], int]:
    have = {row.slug: row for row in Department.objects.all()}
    book = rulebook.book().departments
    new = {
        slug: Department(slug=slug, name_hi=row.name.hi, name_en=row.name.en, short_hi=row.short.hi)
        for slug, row in book.items()
        if slug not in have
    }
    have |= {row.slug: row for row in Department.objects.bulk_create(new.values())}
    for slug in new:
        if parent := book[slug].parent:
            Department.objects.filter(slug=slug).update(parent=have[parent])
    return have, len(new)


def _seats() -> Iterator[_Seat]:
    book = rulebook.book()
    ladders = {"": tuple(book.offices.values()), **book.ladders}
    places: dict[str, list[Place]] = {}
    for place in Place.objects.filter(kind__in=KINDS).order_by("path"):
        places.setdefault(place.kind, []).append(place)
    by_path = {place.path: place for row in places.values() for place in row}
    known = {_full(slug, post.key): post for slug, ladder in ladders.items() for post in ladder}
    for slug, ladder in ladders.items():
        for post in ladder:
            boss = _boss(slug, post, known)
            for place in places.get(post.place, []):
                over = _above(known[boss].place, place, by_path) if boss else None
                yield _Seat(
                    _code(slug, post.key, place), post, slug, place, _code("", boss, over) if boss and over else ""
                )


def _full(department: str, key: str) -> str:
    return f"{department}.{key}" if department else key


def _boss(department: str, post: PostTemplate, known: Mapping[str, PostTemplate]) -> str:
    """Return the full key of the post above: of the same ladder, of another one, or common to all."""
    if not post.reports_to:
        return ""
    here = _full(department, post.reports_to)
    return here if here in known else post.reports_to


def _code(department: str, key: str, place: Place) -> str:
    name = "" if place.kind == Kind.STATE else f".{slugify(place.name_en)}"
    return f"{_full(department, key)}{name}"


def _above(kind: str, place: Place, by_path: Mapping[str, Place]) -> Place | None:
    """Return the place of `kind` that is `place` or holds it."""
    parts = place.path.strip("/").split("/")
    paths = ("/" + "/".join(parts[:depth]) + "/" for depth in range(len(parts), 0, -1))
    return next((by_path[path] for path in paths if path in by_path and by_path[path].kind == kind), None)


def _fresh_ids(count: int) -> list[int]:
    """Draw ids beforehand: a post's row names the post above it, made in the same statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('offices_post', 'id')) FROM generate_series(1, %s)", [count]
        )
        return [row[0] for row in cursor.fetchall()]


def _post(seat: _Seat, ids: Mapping[str, int], departments: Mapping[str, Department]) -> Post:
    post, place = seat.template, seat.place
    here = "" if place.kind == Kind.STATE else f", {place.name_hi}"
    there = "" if place.kind == Kind.STATE else f", {place.name_en}"
    return Post(
        id=ids[seat.code],
        code=seat.code,
        title_hi=post.title.hi + here,
        title_en=post.title.en + there,
        short_hi=post.short.hi,
        short_en=post.short.en,
        role=ROLES.get(post.role, post.role),
        department=departments.get(seat.department),
        service=post.service or "",
        place=place,
        level=post.level or 0,
        is_desk=post.is_desk,
        reports_to_id=ids.get(seat.boss),
    )
