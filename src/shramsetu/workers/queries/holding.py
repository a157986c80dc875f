"""Merges that hold money back: two rows with different accounts became one, and that was not looked at long enough."""

from datetime import datetime

from django.db.models import Q, QuerySet

from shramsetu.workers.models import Merge


def merges(at: datetime) -> QuerySet[Merge]:
    """Return the merges after which no money goes to the account that the kept row had then."""
    rows = Merge.objects.filter(accounts_differ=True, undone_at=None)
    return rows.filter(Q(cools_until=None) | Q(cools_until__gt=at))
