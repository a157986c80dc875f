"""Which part of the state a post sees of schemes: counts of its districts, or of all."""

from shramsetu.offices import queries as offices
from shramsetu.offices.models import Post, Role
from shramsetu.workers.scope import KEEPERS

EVERYWHERE = frozenset({Role.STATE_DESK, Role.ADMINISTRATOR, Role.CHIEF_SECRETARY, Role.CM})
BY_PLACE = frozenset({Role.DM, Role.CDO, Role.MANDAL})
BY_DEPARTMENT = frozenset({Role.OFFICER, Role.HEAD, Role.PRINCIPAL_SECRETARY})
WATCHERS = (*sorted(EVERYWHERE), *sorted(BY_PLACE), *sorted(BY_DEPARTMENT))


class OutOfSight(Exception):
    """Schemes are no business of this post, or this district is not."""


def districts(post: Post) -> frozenset[int] | None:
    """Return the districts whose figures `post` sees, None for all; raises OutOfSight."""
    if post.role in EVERYWHERE:
        return None
    keeps = post.department is not None and post.department.slug in KEEPERS
    if post.role in BY_PLACE or (post.role in BY_DEPARTMENT and keeps):
        return offices.scope_districts(post)
    raise OutOfSight(post.code)
