"""What other systems asked and were given, and our letters to them, once the log of readings has served its time."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from shramsetu.workers.models import Disclosed, Errand, Letter, Received

BATCH = 1000


def asked(before: datetime) -> QuerySet[Received]:
    """Return the envelopes that came before; nobody waits for an answer to them any more."""
    waiting = Errand.objects.filter(state=Errand.State.WAITING, received__isnull=False).values("received")
    return Received.objects.filter(at__lt=before).exclude(pk__in=waiting)


@transaction.atomic
def forget(before: datetime, at: datetime) -> int:
    """Drop a batch of envelopes with their questions, whose records went out, and old letters; return how many."""
    del at
    batch = list(asked(before).order_by("at", "pk").values_list("pk", flat=True)[:BATCH])
    Disclosed.objects.filter(received__in=batch).delete()
    Disclosed.objects.filter(received=None, at__lt=before).delete()
    Letter.objects.filter(sent_at__lt=before).delete()
    Received.objects.filter(pk__in=batch).delete()
    return len(batch)
