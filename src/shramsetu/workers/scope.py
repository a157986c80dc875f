"""Which workers a post may see: its places and its role. The scope is the query; pages and API all begin here."""

from django.db.models import Exists, OuterRef, QuerySet

from shramsetu.journal.rules import Actor
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Department, Role
from shramsetu.workers.models import Membership, Worker

# Departments whose officers and clerks keep the registry.
KEEPERS = frozenset({"labour", "bocw", "uow"})
BY_DEPARTMENT = frozenset({Role.OFFICER, Role.ENQUIRY, Role.HEAD, Role.PRINCIPAL_SECRETARY})
BY_PLACE = frozenset({Role.DM, Role.MANDAL, Role.STEWARD})
STATE_WIDE = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.FEEDBACK, Role.BOARD_ACCOUNTS})
BY_OPENER = frozenset({Role.CSC, Role.EDISTRICT, Role.SERVICE_CENTRE})
# Who works with a person's numbers and phone; everybody else in scope sees them masked.
IN_CLEAR = frozenset({Role.OFFICER, Role.ENQUIRY, Role.STEWARD})


def workers_visible_to(actor: Actor) -> QuerySet[Worker]:
    """Return the workers that `actor` may see; none for whom the registry is no business."""
    rows = Worker.objects.order_by()
    if actor.post_id is None:
        return rows.none()
    post = offices.get(actor.post_id)
    if post.role in STATE_WIDE:
        return rows
    if post.role in BY_OPENER:
        filed = Membership.objects.filter(worker=OuterRef("pk"), case__opened_by=actor.key)
        return rows.filter(Exists(filed))
    keeps = post.role in BY_DEPARTMENT and _keeps(post.department)
    if not keeps and post.role not in BY_PLACE:
        return rows.none()
    districts = offices.scope_districts(post)
    return rows if districts is None else rows.filter(district__in=districts)


def sees_in_clear(actor: Actor) -> bool:
    """Tell whether phone and numbers stand in clear for `actor`; for others they are masked."""
    return actor.role in IN_CLEAR


def _keeps(department: Department | None) -> bool:
    return department is not None and department.slug in KEEPERS
