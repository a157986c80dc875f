"""Named reads: who answers for what, who stands above whom, who sits where."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from shramsetu import rulebook
from shramsetu.offices import roster, rules
from shramsetu.offices.models import Charge, Department, Post, Role, User
from shramsetu.offices.rules import NOBODY, Barred, NoPost, Reason
from shramsetu.places.models import Kind, Place
from shramsetu.prepared import Rows

__all__ = ["NOBODY", "Barred", "NoPost", "Reason", "Routing"]
MARK_DEPTH = 2
# Posts that owe a part of a procedure and make no enquiries into complaints.
NO_ENQUIRIES = frozenset({Role.MAGISTRATE, Role.CHILD_UNIT, Role.PROSECUTOR, Role.LINE_DESK, Role.AUDITOR, Role.JUDGE})
_USERS = Rows(lambda pk: User.objects.filter(pk=pk), pk=int)
_CHARGES = Rows(
    lambda user, at: (
        Charge.objects.filter(Q(to_at=None) | Q(to_at__gt=at), user=user, from_at__lte=at, post__abolished_at=None)
        .select_related("post", "post__department", "post__place")
        .order_by("-kind", "post__code")
    ),
    user=int,
    at=datetime,
)


@dataclass(frozen=True, slots=True)
class Routing:
    """The post that answers, and the steps of the way to it."""

    post: Post
    because: list[Reason]


@dataclass(frozen=True, slots=True)
class Gap:
    """A category in a district that no occupied officer answers for at this level."""

    category: str
    district: Place
    level: int
    because: list[Reason]


def routing(
    *,
    category: str,
    place: Place | None,
    on: date,
    level: int = 1,
    department: str = "",
    service: str | None = None,
    barred: Barred = NOBODY,
) -> Routing:
    """Return who answers for `category` in `place` (None: unknown) at `level` on that day, and why.

    `department` is its slug; left out, department and service are those of the category in the rulebook.
    Raises NoPost where there is not even a state desk.
    """
    if not department:
        row = rulebook.book().category(category)
        department, service = row.department, row.service
    path = place.path if place else ""
    return _routed(roster.current(), rules.Ask(category, department, service or "", path, level, on, barred))


def above(post: Post, *, barred: Barred = NOBODY, on: date | None = None) -> Post | None:
    """Return the next occupied post up, skipping barred posts and persons; None at the top.

    With `on`, a post on leave that day gives its cover, or is passed over.
    """
    held = roster.current()
    chair = held.rules.chairs.get(post.pk)
    found = rules.above(held.rules, chair, on=on, barred=barred) if chair else None
    return held.posts[found.id] if found else None


def desk(code: str) -> Post:
    """Return the post with this code; raises NoPost."""
    try:
        return roster.current().by_code[code]
    except KeyError:
        raise NoPost(code) from None


def get(post_id: int) -> Post:
    """Return the post with this id from memory; raises NoPost for an abolished one."""
    try:
        return roster.current().posts[post_id]
    except KeyError:
        raise NoPost(str(post_id)) from None


def known(post_id: int) -> Post:
    """Return the post with this id, from memory if it still is one; an abolished one from the database."""
    return roster.current().posts.get(post_id) or Post.objects.select_related("department", "place").get(pk=post_id)


def memory() -> roster.Snapshot:
    """Return everything that is in memory: posts, departments, and the places where posts are, by id."""
    return roster.current()


def department(slug: str) -> Department | None:
    """Return the department with this slug from memory."""
    return next((one for one in roster.current().departments.values() if one.slug == slug), None)


def of_role(role: str, *, department: Department | None = None) -> list[Post]:
    """Return the posts of `role`, of one department or of all, by code."""
    found = roster.current().by_role.get(role, ())
    return [post for post in found if department in (None, post.department)]


def roster_version() -> UUID:
    """Return the mark of the roster as it is now: another one after every change of posts, charges or departments."""
    return roster.current().version


def state_desk() -> Post:
    """Return the desk that holds what has no other place; raises NoPost."""
    held = roster.current()
    return held.posts[rules.state_desk(held.rules).id]


def dm_of(district: Place) -> Post:
    """Return the district magistrate above all departments of `district` (or of the district a place lies in)."""
    held = roster.current()
    found = rules.common(held.rules, Role.DM, district.path)
    if found is None:
        raise NoPost(f"dm {district.path}")
    return held.posts[found.id]


def mandal_of(district: Place) -> Post:
    """Return the divisional commissioner of the mandal in which a place lies."""
    held = roster.current()
    found = rules.common(held.rules, Role.MANDAL, district.path)
    if found is None:
        raise NoPost(f"mandal {district.path}")
    return held.posts[found.id]


def vigilance_of(department: Department) -> Post:
    """Return the vigilance post of `department`, else of its parent; raises NoPost."""
    return _of_department(department, Role.VIGILANCE)


def department_head(department: Department) -> Post:
    """Return the head of `department`, else of its parent; raises NoPost."""
    return _of_department(department, Role.HEAD)


def principal_secretary(department: Department) -> Post:
    """Return the principal secretary of `department`, else of its parent; raises NoPost."""
    return _of_department(department, Role.PRINCIPAL_SECRETARY)


def outside() -> Post:
    """Return the post outside every department to which complaints against a head go; raises NoPost."""
    found = of_role(Role.OUTSIDE)
    if not found:
        raise NoPost("outside")
    return found[0]


def subordinates(post: Post) -> list[Post]:
    """Return the occupied posts to which `post` may mark.

    Those that report to it, directly or through one other; for a district magistrate or divisional commissioner also
    every officer and enquiry officer of the place.
    """
    held = roster.current()
    found = {one.pk: one for one in _below(held, post.pk, MARK_DEPTH)}
    if post.role in (Role.DM, Role.MANDAL):
        path = held.rules.chairs[post.pk].path
        for one in held.posts.values():
            if one.role in (Role.OFFICER, Role.ENQUIRY) and one.place.path.startswith(path):
                found[one.pk] = one
    free = (one for one in found.values() if not one.is_vacant and one.role not in NO_ENQUIRIES)
    return sorted(free, key=lambda one: (-one.level, one.code))


def is_above(post: Post, other: Post) -> bool:
    """Tell whether `post` stands above `other` in the chain of reporting."""
    held = roster.current()
    chair = held.rules.chairs.get(other.pk)
    return chair is not None and any(up.id == post.pk for up in rules.chain(held.rules, chair))


def incumbent_id(post: Post) -> int | None:
    """Return the user who holds the charge of `post`; None for a vacant post and for a desk."""
    chair = roster.current().rules.chairs.get(post.pk)
    return chair.user if chair else None


def incumbent(post: Post) -> User | None:
    """Return who holds the charge of `post`; None for a vacant post and for a desk."""
    user = incumbent_id(post)
    return _USERS.first(pk=user) if user else None


def is_own_phone(phone: str) -> bool:
    """Tell whether a phone (E.164) is that of somebody who signs in for the office."""
    return bool(phone) and User.objects.filter(phone=phone, is_active=True).exists()


def charges_of(user: User, at: datetime) -> list[Charge]:
    """Return the charges which `user` holds at that time, own charge first."""
    return _CHARGES.all(user=user.pk, at=at)


def posts_of(user: User, at: datetime) -> list[Post]:
    """Return the posts in whose name `user` may act at that time, own charge first."""
    return [charge.post for charge in charges_of(user, at)]


def scope_districts(post: Post) -> frozenset[int] | None:
    """Return the ids of the districts for which `post` answers; None for the whole state."""
    place = post.place
    if place.kind == Kind.STATE:
        return None
    if place.kind == Kind.MANDAL:
        within = (one for one in roster.current().places.values() if one.kind == Kind.DISTRICT)
        return frozenset(one.pk for one in within if one.parent_id == place.pk)
    return frozenset({place.district_id}) if place.district_id else frozenset()


def scope_departments(post: Post) -> frozenset[int]:
    """Return the ids of the departments for which `post` answers: its own and the boards under it."""
    if post.department_id is None:
        return frozenset()
    every = roster.current().departments.values()
    return frozenset(one.pk for one in every if post.department_id in (one.pk, one.parent_id))


def gaps(on: date) -> Iterator[Gap]:
    """Yield every (category, district, level) whose complaint would not find an occupied officer of the department."""
    held = roster.current()
    districts = list(Place.objects.filter(kind=Kind.DISTRICT).order_by("path"))
    for category in rulebook.book().categories.values():
        for level in range(1, 5):
            for district in districts:
                asked = rules.Ask(category.slug, category.department, category.service or "", district.path, level, on)
                found = _routed(held, asked)
                if found.post.role not in (Role.OFFICER, Role.HEAD):
                    yield Gap(category.slug, district, level, found.because)


def _routed(held: roster.Snapshot, asked: rules.Ask) -> Routing:
    chair, because = rules.route(held.rules, asked)
    return Routing(held.posts[chair.id], because)


def _of_department(department: Department | None, role: Role) -> Post:
    held = roster.current()
    while department is not None:
        for post in held.posts.values():
            if post.department_id == department.pk and post.role == role:
                return post
        department = department.parent
    raise NoPost(role)


def _below(held: roster.Snapshot, post_id: int, depth: int) -> Iterator[Post]:
    for post in held.below.get(post_id, ()) if depth else ():
        yield post
        yield from _below(held, post.pk, depth - 1)
