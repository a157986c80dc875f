"""Which time limit of an information, an operation or a person comes next: the same on its list and on its page."""

from datetime import datetime

from django.db.models import Model, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable
from django.utils.translation import get_language

from shramsetu.bonded.models import BondedDuty
from shramsetu.bonded.queries import duties
from shramsetu.casework.models import Case
from shramsetu.casework.panels import Limit


def of(parent: Combinable | Model | int) -> QuerySet[BondedDuty]:
    """Return the open duties of a case, what turns red first on top."""
    # an operation waits for the findings of its persons once the rescue is over
    whose = Q(parent=parent) | Q(parent__parent=parent, clock="finding")
    return BondedDuty.objects.filter(whose, is_open=True).order_by("red_at", "pk")


def first_red() -> QuerySet[BondedDuty, datetime | None]:
    """Return when the first duty of the outer case turns red, for a subquery."""
    return of(OuterRef("pk")).values_list("red_at", flat=True)[:1]


def nearest(case: Case, red_at: datetime | None) -> datetime | None:
    """Return the limit that comes next: the duty's or the case's own; a person's own counts where no duty runs."""
    if red_at is None or case.due_at is None or case.kind == "bl_person":
        return red_at or case.due_at
    return min(red_at, case.due_at)


def next_of(case: Case) -> Limit | None:
    """Return what is due next in a case by its name; None where the case's own limit comes first."""
    duty = of(case.pk).first()
    if duty is None or nearest(case, duty.red_at) != duty.red_at:
        return None
    return Limit(duties.what(duty).say(get_language() or "hi"), duty.red_at, duty.from_at)
