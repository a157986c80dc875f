"""Which part of the state a post watches: its districts, or all of them."""

from shramsetu.offices import queries as offices
from shramsetu.offices.models import Post, Role
from shramsetu.places.models import Place
from shramsetu.rulebook.watched import Indicator

EVERYWHERE = frozenset({Role.STATE_DESK, Role.ADMINISTRATOR, Role.CHIEF_SECRETARY, Role.CM, Role.MINISTER})
BY_PLACE = frozenset({Role.DM, Role.CDO, Role.MANDAL})
BY_DEPARTMENT = frozenset({Role.OFFICER, Role.HEAD, Role.PRINCIPAL_SECRETARY})
WATCHERS = (*sorted(EVERYWHERE), *sorted(BY_PLACE), *sorted(BY_DEPARTMENT))
REPORTERS = frozenset({Role.STATE_DESK, Role.HEAD, Role.OFFICER})
# The departments whose officers watch: labour and the boards under it.
DEPARTMENTS = frozenset({"labour", "bocw", "uow"})


class OutOfSight(Exception):
    """What is watched here is no business of this post, or this place is not."""


def districts(post: Post) -> frozenset[int] | None:
    """Return the districts that `post` watches, None for all; raises OutOfSight."""
    if post.role in EVERYWHERE:
        return None
    is_ours = post.department is not None and post.department.slug in DEPARTMENTS
    if post.role in BY_PLACE or (post.role in BY_DEPARTMENT and is_ours):
        return offices.scope_districts(post)
    raise OutOfSight(post.code)


def sees(post: Post, place: Place) -> bool:
    """Tell whether `post` watches `place`; state and mandals are seen by all who watch, a district by its own."""
    return shows(districts(post), place)


def shows(seen: frozenset[int] | None, place: Place) -> bool:
    """Tell whether who watches the districts `seen` (None: all) may look at `place`."""
    return seen is None or place.district_id is None or place.district_id in seen


def answers_for(post: Post, department: str) -> bool:
    """Tell whether `post` decides for what is counted in `department`: its own, a board under it, or no single one."""
    if post.department_id is None:
        return True
    counted = offices.department(department)
    return counted is not None and post.department_id in (counted.pk, counted.parent_id)


def reports(post: Post, indicator: Indicator) -> bool:
    """Tell whether `post` may report figures of `indicator`: counted outside, by its department or a board below."""
    return indicator.is_outside and post.role in REPORTERS and answers_for(post, indicator.department)
