"""Whose reports and committees a post may see: of its districts, if it works on bonded labour or answers for it."""

from shramsetu.offices import queries as offices
from shramsetu.offices.models import Post, Role
from shramsetu.places import queries as places
from shramsetu.places.models import Place

DEPARTMENT = "labour"
BY_PLACE = (Role.DM, Role.MAGISTRATE, Role.MANDAL, Role.CHIEF_SECRETARY, Role.AUDITOR)
BY_DEPARTMENT = (Role.OFFICER, Role.HEAD, Role.PRINCIPAL_SECRETARY)
READERS = (*BY_PLACE, *BY_DEPARTMENT)
MAGISTRATES = (Role.DM, Role.MAGISTRATE)


class OutOfSight(Exception):
    """This post has no part in bonded labour, or not in this place."""


def districts(post: Post) -> list[Place]:
    """Return the districts whose reports and committees `post` may see; raises OutOfSight for none."""
    if post.role in BY_DEPARTMENT and (post.department is None or post.department.slug != DEPARTMENT):
        raise OutOfSight(post.code)
    if post.role not in READERS:
        raise OutOfSight(post.code)
    within = offices.scope_districts(post)
    rows = places.districts()
    found = list(rows if within is None else rows.filter(pk__in=within))
    if not found:
        raise OutOfSight(post.code)
    return found


def whole(post: Post, found: list[Place]) -> Place:
    """Return what the districts of a post make up together: the place of its office."""
    return found[0] if len(found) == 1 else post.place
