"""Who hears at once of a record opened in an emergency: the magistrate of its district, and the opener's superior."""

from shramsetu.bonded import owners, rights
from shramsetu.bonded.ladder import Hearer
from shramsetu.bonded.models import Survivor
from shramsetu.journal.rules import Actor
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Post, User
from shramsetu.offices.rules import NoPost


def hearers(survivor: Survivor, by: Actor) -> list[Hearer]:
    """Return the second officers, each once, the district's first; nobody where none who could be told sits anywhere.

    An empty chair, one without a telephone, the opener in any chair and whoever the case names are passed over for the
    next above.
    """
    assert by.post_id is not None
    starts = [_magistrate(survivor), offices.above(offices.get(by.post_id))]
    found = [_seated(start, survivor, by) for start in starts if start is not None]
    return list({one.user.pk: one for one in found[::-1] if one is not None}.values())[::-1]


def _magistrate(survivor: Survivor) -> Post | None:
    for owner in ("dm", "divisional_commissioner"):
        try:
            return owners.post(owner, survivor.case.district)
        except NoPost:
            continue
    return None


def _seated(start: Post, survivor: Survivor, by: Actor) -> Hearer | None:
    here: Post | None = start
    while here is not None:
        user = offices.incumbent(here)
        if user is not None and _can_hear(here, user, survivor, by):
            return Hearer(here, user)
        here = offices.above(here)
    return None


def _can_hear(post: Post, user: User, survivor: Survivor, by: Actor) -> bool:
    if not user.phone or post.pk == by.post_id or user.pk == by.user_id:
        return False
    return not rights.is_barred(survivor.case, Actor(role=post.role, user_id=user.pk, post_id=post.pk))
