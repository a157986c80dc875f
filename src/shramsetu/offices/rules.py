"""Which post answers: the fallback chain from local routes over the ladder to the state desk. Pure functions.

A place is known by its path ("/9/agra/118/"), whose beginnings are the places above it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Because = Literal[
    "route_category_place",
    "route_category_above",
    "route_category",
    "route_place",
    "ladder",
    "ladder_above",
    "place_unknown",
    "covered",
    "on_leave",
    "vacant",
    "barred",
    "district_magistrate",
    "state_desk",
]
# Roles that may hold a complaint by falling through; above them it goes to the district magistrate instead.
CARRIES = frozenset({"enquiry", "officer", "cdo", "dm", "mandal", "head", "state_desk"})


class NoPost(LookupError):
    """No post answers for this, not even the state desk."""


@dataclass(frozen=True, slots=True)
class Chair:
    """A post as routing sees it. `user` is who answers for it, None while it is vacant or a desk of many."""

    id: int
    role: str
    department: str
    service: str
    path: str
    level: int
    reports_to: int | None
    is_vacant: bool
    user: int | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """A local exception: this category (or any, ""), in this place (or anywhere, ""), at this level, goes to `post`."""

    category: str
    path: str
    level: int
    post: int


@dataclass(frozen=True, slots=True)
class Away:
    """Days on which the incumbent of `post` is away."""

    post: int
    from_on: date
    to_on: date
    covered_by: int | None


@dataclass(frozen=True, slots=True)
class Barred:
    """Posts and persons who may not hold this case, because it names them."""

    posts: frozenset[int] = frozenset()
    users: frozenset[int] = frozenset()


NOBODY = Barred()


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of the way to a post: what was found there, the post, and the place it answers for."""

    kind: Because
    post: int
    path: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """What is to be routed. `path` is "" where the place is unknown."""

    category: str
    department: str
    service: str
    path: str
    level: int
    on: date
    barred: Barred = NOBODY


@dataclass(frozen=True)
class Roster:
    """All posts in being, the local routes in force and the leaves not cancelled."""

    chairs: Mapping[int, Chair]
    ways: Mapping[tuple[str, str, int], int] = field(default_factory=dict)
    leaves: Mapping[int, tuple[Away, ...]] = field(default_factory=dict)
    ladders: Mapping[tuple[str, str, int], Mapping[str, int]] = field(default_factory=dict)
    common: Mapping[tuple[str, str], int] = field(default_factory=dict)


def roster(chairs: Iterable[Chair], ways: Iterable[Way] = (), leaves: Iterable[Away] = ()) -> Roster:
    """Build the lookups: ladders by (department, service, level) and path, common posts by (role, path)."""
    ladders: dict[tuple[str, str, int], dict[str, int]] = {}
    common: dict[tuple[str, str], int] = {}
    found = {chair.id: chair for chair in chairs}
    for chair in found.values():
        if chair.level:
            ladders.setdefault((chair.department, chair.service, chair.level), {})[chair.path] = chair.id
        elif not chair.department:
            common.setdefault((chair.role, chair.path), chair.id)
    away: dict[int, tuple[Away, ...]] = {}
    for leave in leaves:
        away[leave.post] = (*away.get(leave.post, ()), leave)
    return Roster(found, {(way.category, way.path, way.level): way.post for way in ways}, away, ladders, common)


def upwards(path: str) -> Iterator[str]:
    """Yield `path` and the paths of all places above it, nearest first."""
    while path.strip("/"):
        yield path
        path = path.rstrip("/").rpartition("/")[0] + "/"


def covers(above: str, path: str) -> bool:
    """Tell whether the place `above` is `path` or holds it."""
    return path.startswith(above)


def route(book: Roster, ask: Ask) -> tuple[Chair, list[Reason]]:
    """Return who answers for `ask` and why, step by step; raises NoPost if there is not even a state desk."""
    start = _by_route(book, ask) or _by_ladder(book, ask)
    because = [start] if start else []
    if start and (found := _seated(book, book.chairs[start.post], ask, because)):
        return found, because
    return _last_resort(book, ask, because)


def above(book: Roster, chair: Chair, *, on: date | None = None, barred: Barred = NOBODY) -> Chair | None:
    """Return the next post up with somebody in it, skipping barred posts and persons; None at the top.

    With `on`, a post on leave that day gives its cover, or is passed over.
    """
    for up in chain(book, chair):
        found = _available(book, up, on, barred)
        if found and found.id != chair.id:
            return found
    return None


def chain(book: Roster, chair: Chair) -> Iterator[Chair]:
    """Yield the posts above `chair`, nearest first, each once."""
    seen = {chair.id}
    while chair.reports_to in book.chairs and chair.reports_to not in seen:
        assert chair.reports_to is not None
        chair = book.chairs[chair.reports_to]
        seen.add(chair.id)
        yield chair


def common(book: Roster, role: str, path: str) -> Chair | None:
    """Return the post of `role` outside every department whose place is `path` or the nearest above it."""
    for up in upwards(path):
        if (role, up) in book.common:
            return book.chairs[book.common[role, up]]
    return None


def state_desk(book: Roster) -> Chair:
    """Return the desk that holds what has no other place; raises NoPost."""
    for (role, _path), chair in book.common.items():
        if role == "state_desk":
            return book.chairs[chair]
    raise NoPost("state desk")


def is_away(book: Roster, chair: Chair, on: date) -> Away | None:
    """Return the leave on which the incumbent of `chair` is on that day."""
    return next((leave for leave in book.leaves.get(chair.id, ()) if leave.from_on <= on <= leave.to_on), None)


def _by_route(book: Roster, ask: Ask) -> Reason | None:
    for path in upwards(ask.path):
        if (post := book.ways.get((ask.category, path, ask.level))) in book.chairs:
            kind: Because = "route_category_place" if path == ask.path else "route_category_above"
            return Reason(kind, _known(post), path)
    if (post := book.ways.get((ask.category, "", ask.level))) in book.chairs:
        return Reason("route_category", _known(post))
    for path in upwards(ask.path):
        if (post := book.ways.get(("", path, ask.level))) in book.chairs:
            return Reason("route_place", _known(post), path)
    return None


def _known(post: int | None) -> int:
    assert post is not None
    return post


def _by_ladder(book: Roster, ask: Ask) -> Reason | None:
    """Find the ladder's post at the level asked, or the next level that has one here; nobody for an unknown place.

    A post for the whole state answers for unknown places too.
    """
    for level in range(ask.level, 5):
        rungs = book.ladders.get((ask.department, ask.service, level)) or book.ladders.get(
            (ask.department, "", level), {}
        )
        here = upwards(ask.path) if ask.path else (path for path in rungs if path.count("/") == 2)
        for path in here:
            if path in rungs:
                return Reason("ladder" if level == ask.level else "ladder_above", rungs[path], path)
        if not ask.path:
            return None
    return None


def _seated(book: Roster, chair: Chair, ask: Ask, because: list[Reason]) -> Chair | None:
    """Return `chair`, its cover or the first post above that can take `ask`; notes why the lower ones could not."""
    for up in (chair, *chain(book, chair)):
        if up.role not in CARRIES:
            return None
        if (found := _available(book, up, ask.on, ask.barred)) is not None:
            if found.id != up.id:
                because.append(Reason("covered", up.id))
            return found
        because.append(Reason(_why_not(up, ask.barred), up.id))
    return None


def _why_not(chair: Chair, barred: Barred) -> Because:
    if chair.is_vacant:
        return "vacant"
    return "barred" if _is_barred(chair, barred) else "on_leave"


def _available(book: Roster, chair: Chair, on: date | None, barred: Barred) -> Chair | None:
    """Return `chair` if it can act, its cover while on leave, or None."""
    if chair.is_vacant or _is_barred(chair, barred):
        return None
    leave = is_away(book, chair, on) if on else None
    if leave is None:
        return chair
    cover = book.chairs.get(leave.covered_by or 0)
    if cover is None or cover.is_vacant or _is_barred(cover, barred) or (on and is_away(book, cover, on)):
        return None
    return cover


def _is_barred(chair: Chair, barred: Barred) -> bool:
    return chair.id in barred.posts or (chair.user is not None and chair.user in barred.users)


def _last_resort(book: Roster, ask: Ask, because: list[Reason]) -> tuple[Chair, list[Reason]]:
    magistrate = common(book, "dm", ask.path)
    if magistrate and (found := _available(book, magistrate, ask.on, ask.barred)):
        return found, [*because, Reason("district_magistrate", found.id, magistrate.path)]
    desk = state_desk(book)
    return desk, [*because, Reason("state_desk" if ask.path else "place_unknown", desk.id, desk.path)]
