"""Pairs before the stewards, and merges that can be undone."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from shramsetu.journal.rules import Actor
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Role
from shramsetu.workers.models import Merge, Pair
from shramsetu.workers.rules.agreement import STRONG

DECIDES = frozenset({Role.STEWARD})
STRONG_ONES, REVIEW_ONES, ALL = "strong", "review", "all"
_ROWS = ("first__district", "second__district", "first__place", "second__place")


def open_pairs(by: Actor, show: str = ALL) -> QuerySet[Pair]:
    """Return the pairs that wait for the steward `by`, the surest first; whoever was merged or erased is left out."""
    rows = _within(by).filter(verdict="", first__merged_into=None, second__merged_into=None)
    rows = rows.filter(first__erased_at=None, second__erased_at=None)
    if show == STRONG_ONES:
        rows = rows.filter(score__gte=STRONG)
    elif show == REVIEW_ONES:
        rows = rows.filter(score__lt=STRONG)
    return rows.select_related("first__district", "second__district").order_by("-score", "pk")


def pairs(by: Actor) -> QuerySet[Pair]:
    """Return every pair that `by` may look at, decided or not."""
    return _within(by).select_related(*_ROWS, "first__family", "second__family")


def merges(by: Actor) -> QuerySet[Merge]:
    """Return the merges of the districts of `by`, newest first."""
    rows = Merge.objects.select_related("kept__district", "gone__district").order_by("-at", "-pk")
    districts = _districts(by)
    if districts is None:
        return rows
    return rows.filter(Q(kept__district__in=districts) | Q(gone__district__in=districts))


def _within(by: Actor) -> QuerySet[Pair]:
    rows = Pair.objects.all()
    districts = _districts(by)
    if districts is None:
        return rows
    return rows.filter(Q(district__in=districts) | Q(second__district__in=districts))


def _districts(by: Actor) -> Sequence[int] | None:
    """Return the districts in which `by` decides; None for the whole state."""
    if by.post_id is None or by.role not in DECIDES:
        return ()
    found = offices.scope_districts(offices.get(by.post_id))
    return None if found is None else sorted(found)
