"""Of which part of the state figures are shown, and which parts a post may see."""

from dataclasses import dataclass, field

from shramsetu.offices import queries as offices
from shramsetu.offices.models import Department, Post, Role
from shramsetu.places.models import Kind, Place

ALL = (0,)
EVERYTHING = frozenset(
    {
        Role.CHIEF_SECRETARY,
        Role.CM,
        Role.SUPERVISOR,
        Role.QUALITY,
        Role.STATE_DESK,
        Role.ADMINISTRATOR,
    }
)
BY_PLACE = frozenset({Role.DM, Role.MANDAL})
BY_DEPARTMENT = frozenset(
    {Role.OFFICER, Role.HEAD, Role.PRINCIPAL_SECRETARY, Role.MINISTER, Role.VIGILANCE, Role.ENQUIRY}
)


class OutOfSight(Exception):
    """These figures are not of this post's jurisdiction."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Districts and departments by id, (0,) for all of them; the place and the department say what to call it."""

    districts: tuple[int, ...] = ALL
    departments: tuple[int, ...] = ALL
    place: Place | None = field(default=None, compare=False)
    department: Department | None = field(default=None, compare=False)

    @property
    def is_state(self) -> bool:
        """Whether it spans all districts."""
        return self.districts == ALL

    @property
    def has_all_departments(self) -> bool:
        """Whether it spans all departments."""
        return self.departments == ALL


STATE = Scope()


@dataclass(frozen=True, slots=True)
class Sight:
    """What a post may see: districts and departments by id, None for all of them."""

    districts: frozenset[int] | None
    departments: frozenset[int] | None


def sight(post: Post) -> Sight:
    """Return what `post` may see. Raises OutOfSight for a post that sees no figures."""
    if post.role in EVERYTHING:
        return Sight(None, None)
    if post.role in BY_PLACE:
        return Sight(offices.scope_districts(post), None)
    if post.role in BY_DEPARTMENT and post.department_id:
        return Sight(offices.scope_districts(post), offices.scope_departments(post))
    raise OutOfSight(post.code)


def scope(post: Post, place: Place | None = None, department: Department | None = None) -> Scope:
    """Return the figures of `place` (None: all that the post answers for) and `department` as far as `post` sees.

    Raises OutOfSight where nothing of it is the post's.
    """
    seen = sight(post)
    districts = ALL if seen.districts is None else tuple(sorted(seen.districts))
    if place is not None and place.kind != Kind.STATE:
        wanted = _districts(place)
        if seen.districts is not None and not wanted <= seen.districts:
            raise OutOfSight(place.path)
        districts = tuple(sorted(wanted))
    departments = ALL if seen.departments is None else tuple(sorted(seen.departments))
    if department is not None:
        if seen.departments is not None and department.pk not in seen.departments:
            raise OutOfSight(department.slug)
        departments = (department.pk,)
    return Scope(districts, departments, place or (None if districts == ALL else post.place), department)


def _districts(place: Place) -> frozenset[int]:
    if place.kind == Kind.MANDAL:
        return frozenset(Place.objects.filter(parent=place, kind=Kind.DISTRICT).values_list("pk", flat=True))
    return frozenset({place.district_id or place.pk})
