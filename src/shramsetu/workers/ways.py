"""Who decides on an application, and by when: the board's officer of the place, the post above, the secretary."""

from datetime import datetime

from shramsetu.casework import rules
from shramsetu.casework.moves import Due
from shramsetu.lib import clock
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Department, Post
from shramsetu.places.models import Place

CATEGORY = {"bocw": "bocw-registration", "uow": "uow-registration"}
# What a complaint is filed under that more than the official fee was asked for.
MORE = {"bocw": "bocw-tout", "uow": "other-uow"}
TOP = 4


def officer(board: str, place: Place, *, at: datetime, level: int = 1) -> Post:
    """Return who answers for applications to `board` in `place` at a level of its ladder."""
    found = offices.routing(category=CATEGORY[board], place=place, level=level, on=clock.day(at))
    return found.post


def secretary(board: str) -> Post:
    """Return the secretary of `board`, who decides appeals for good (section 12 of the BOCW Act)."""
    return offices.department_head(Department.objects.get(slug=board))


def due(key: str, at: datetime) -> Due:
    """Return the end of the span that the rulebook writes under `key`, counted from `at`."""
    found = rules.figure_due(key, at)
    return Due(found.at, found.key, found.from_on, found.source)
