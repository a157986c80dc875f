"""What a post may see of the cases, in plain values; and questions within it, compiled once for all posts alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from shramsetu.casework.models import OPEN, Bar, Case, Grant
from shramsetu.journal.rules import Actor
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Role
from shramsetu.prepared import Rows

STATE_WIDE = frozenset(
    {Role.OPERATOR, Role.FEEDBACK, Role.QUALITY, Role.SUPERVISOR, Role.STATE_DESK, Role.CHIEF_SECRETARY, Role.CM}
)
BY_DEPARTMENT = frozenset({Role.OFFICER, Role.HEAD, Role.PRINCIPAL_SECRETARY, Role.MINISTER})
BY_PLACE = frozenset({Role.DM, Role.MANDAL, Role.MAGISTRATE, Role.CHILD_UNIT, Role.PROSECUTOR})
# Roles whose posts take part in sealed procedures alone: the ordinary cases of their place are none of their business.
ONLY_OPENED = frozenset({Role.MAGISTRATE, Role.CHILD_UNIT, Role.PROSECUTOR, Role.AUDITOR})
BY_OPENER = frozenset({Role.EDISTRICT, Role.CSC, Role.SERVICE_CENTRE})
# Kinds that are sealed and yet show their working side (code name, state, times: nothing of a person) to some roles
# within their part of the state; a package above says which. Others see a sealed case as its holder, or by a grant.
OPEN_TO: dict[str, frozenset[Role]] = {}
# How a post stands to cases of a kind beyond holding them (`chair` to a decision of its review); a package above says
# it, for many cases by one query.
RELATED: dict[str, Callable[[Sequence[Case], Actor], Mapping[int, str]]] = {}


@dataclass(frozen=True, slots=True)
class Scope:
    """Who looks (ids of post and user), and which part of the state the post answers for.

    `districts` is None where the place does not matter, `departments` where the department does not; `opener` is the
    key of who sees only what they opened themself.
    """

    role: str
    post: int
    user: int | None
    districts: tuple[int, ...] | None = None
    departments: tuple[int, ...] | None = None
    opener: str = ""


def of(by: Actor) -> Scope:
    """Return the scope of the post in whose name `by` acts; raises NoPost for an abolished one."""
    assert by.post_id is not None
    post = offices.get(by.post_id)
    districts, departments, opener = None, None, ""
    if post.role in BY_PLACE | BY_DEPARTMENT:
        found = offices.scope_districts(post)
        districts = None if found is None else tuple(sorted(found))
    if post.role in BY_DEPARTMENT:
        departments = tuple(sorted(offices.scope_departments(post)))
    if post.role in BY_OPENER:
        opener = by.key
    return Scope(post.role, post.pk, by.user_id, districts, departments, opener)


def cases(scope: Scope) -> QuerySet[Case]:
    """Return the cases in scope: what the post holds or has a duty in, and the open part of its jurisdiction.

    A sealed case only for who holds it or was granted it (or by OPEN_TO), and never for whom it names.
    """
    barred = Bar.objects.filter(case=OuterRef("pk")).filter(Q(post=scope.post) | Q(user=scope.user))
    duty = Exists(Case.objects.filter(parent=OuterRef("pk"), kind="duty", holder=scope.post, phase=OPEN))
    granted = Exists(Grant.objects.filter(case=OuterRef("pk"), post=scope.post, to_at__gt=Now()))
    mine = Q(holder=scope.post) | Q(duty) | Q(granted)
    seen = Q(pk__in=[]) if scope.role in ONLY_OPENED else Q(sealed=False)
    if kinds := [kind for kind, roles in OPEN_TO.items() if scope.role in roles]:
        seen |= Q(kind__in=kinds)
    return Case.objects.order_by().filter(mine | (jurisdiction(scope) & seen)).exclude(Exists(barred))


def jurisdiction(scope: Scope) -> Q:
    """Return the part of the state a post answers for: everything, its places, or its departments within its places."""
    if scope.role in STATE_WIDE or scope.role == Role.AUDITOR:
        return Q()
    if scope.role in BY_OPENER:
        return Q(opened_by=scope.opener)
    if scope.role in BY_PLACE:
        return Q(district__in=scope.districts or ())
    if scope.role in BY_DEPARTMENT:
        where = Q() if scope.districts is None else Q(district__in=scope.districts)
        return where & Q(department__in=scope.departments or ())
    return Q(pk__in=[])


@dataclass(frozen=True)
class Question:
    """A query over the cases in somebody's scope whose values change from call to call: see `prepared.Rows`."""

    build: Callable[..., QuerySet[Case]]  # from the cases in scope and the slots
    slots: tuple[tuple[str, type], ...]


def answer(question: Question, scope: Scope, values: Mapping[str, object]) -> list[Case]:
    """Return the answer to `question` in `scope`; compiled once for every scope of this shape."""
    own = _values(scope)
    names = tuple((name, type(value)) for name, value in own.items())
    districts = None if scope.districts is None else len(scope.districts)
    departments = None if scope.departments is None else len(scope.departments)
    return _compiled(question, scope.role, names, districts, departments).all(**own, **values)


def _values(scope: Scope) -> dict[str, Any]:
    """Return the values of a scope by the names of their slots."""
    found: dict[str, Any] = {"scope_post": scope.post}
    if scope.user is not None:
        found["scope_user"] = scope.user
    if scope.opener:
        found["scope_opener"] = scope.opener
    found |= {f"scope_district_{index}": one for index, one in enumerate(scope.districts or ())}
    return found | {f"scope_department_{index}": one for index, one in enumerate(scope.departments or ())}


@lru_cache(maxsize=1024)
def _compiled(
    question: Question, role: str, names: tuple[tuple[str, type], ...], districts: int | None, departments: int | None
) -> Rows[Case]:
    def build(**given: Any) -> QuerySet[Case]:  # noqa: ANN401 - whatever the slots hold
        alike = Scope(
            role,
            given["scope_post"],
            given.get("scope_user"),
            None if districts is None else tuple(given[f"scope_district_{index}"] for index in range(districts)),
            None if departments is None else tuple(given[f"scope_department_{index}"] for index in range(departments)),
            given.get("scope_opener", ""),
        )
        return question.build(cases(alike), **{name: given[name] for name, _ in question.slots})

    return Rows(build, **dict(names), **dict(question.slots))
