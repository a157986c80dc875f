"""A search for workers is written down: who searched and how many were found, never the words."""

from dataclasses import replace
from datetime import datetime

from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.offices import queries as offices
from shramsetu.places import queries as places
from shramsetu.workers import scope
from shramsetu.workers.queries import find
from shramsetu.workers.queries.find import Answer, Asked


def search(asked: Asked, *, by: Actor, at: datetime) -> Answer:
    """Find workers within what `by` may see."""
    found = find.search(_narrowed(asked, by), within=scope.workers_visible_to(by).select_related("district", "place"))
    detail = {"found": len(found.found), "wide": found.is_wide, "by_number": asked.numbers.given}
    journal.append(f"reads:workers-search:{by.post_id}", "search", by=by, at=at, detail=detail)
    return found


def _narrowed(asked: Asked, by: Actor) -> Asked:
    """Ask within the one district of a post that has but one: the index then reads its rows alone."""
    told = asked.district is not None or asked.numbers.given
    if told or by.post_id is None or by.role not in scope.BY_DEPARTMENT | scope.BY_PLACE:
        return asked
    districts = offices.scope_districts(offices.get(by.post_id))
    if districts is None or len(districts) != 1:
        return asked
    return replace(asked, district=places.districts().get(pk=next(iter(districts))))
