"""Short lists for homes: what is overdue below a post, what somebody registered last."""

from datetime import datetime

from shramsetu.casework import queries
from shramsetu.casework.models import OPEN, PAUSED, Case
from shramsetu.journal.rules import Actor

SHOWN = 20
ROWS = ("district", "place", "department", "holder", "parent", "lease__user")


def overdue(by: Actor, *, at: datetime) -> list[Case]:
    """Return the cases under `by` that are longest over their time, one more than is shown."""
    late = queries.cases_visible_to(by).filter(phase__in=[OPEN, PAUSED], due_at__lte=at)
    return list(late.select_related(*ROWS).order_by("due_at", "id")[: SHOWN + 1])


def registered_by(by: Actor) -> list[Case]:
    """Return the cases this person registered last, newest first."""
    mine = queries.cases_visible_to(by).filter(opened_by=by.key)
    return list(mine.select_related(*ROWS).order_by("-opened_at")[:SHOWN])
