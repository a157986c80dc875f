"""Which cases GeoReport speaks of."""

from datetime import datetime

from django.db.models import QuerySet

from shramsetu.bridges.open311 import shown
from shramsetu.casework.models import CLOSED, FINAL, OPEN, PAUSED, Case
from shramsetu.grievances.actions.intake import KINDS

MOST = 1000  # as the specification says
PHASES = {"open": (OPEN, PAUSED), "closed": (CLOSED, FINAL)}


def public() -> QuerySet[Case]:
    """Return the cases that may be spoken of: not sealed, not of a category that is, not erased."""
    rows = Case.objects.filter(kind__in=KINDS, sealed=False, erased_at=None, category__in=shown.open_categories())
    return rows.select_related("district", "department").order_by("-opened_at", "-pk")


def between(first: datetime, last: datetime) -> QuerySet[Case]:
    """Return those opened in this span, the newest first."""
    return public().filter(opened_at__gte=first, opened_at__lt=last)
