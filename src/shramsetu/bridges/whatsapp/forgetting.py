"""Erasing what was told on WhatsApp and became no case: talks left off, messages that nobody could answer."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from shramsetu.bridges.whatsapp.models import Conversation, Heard

BATCH = 1_000


def talks(before: datetime) -> QuerySet[Conversation]:
    """Return the talks that were left off; their papers go as those of other drafts do."""
    return Conversation.objects.filter(last_at__lt=before)


@transaction.atomic
def forget_talks(before: datetime, at: datetime) -> int:
    """Erase a batch of talks left off, and the words of messages set aside as long ago; return how many."""
    del at
    batch = list(talks(before).order_by("last_at").values_list("pk", flat=True)[:BATCH])
    aside = Heard.objects.filter(state=Heard.State.ASIDE, ended_at__lt=before).exclude(phone="", body={})
    aside.update(phone="", body={})
    return Conversation.objects.filter(pk__in=batch).delete()[0]


def forget_heard(*, before: datetime) -> int:
    """Drop a batch of the ids of messages answered long ago; the provider repeats none of them any more."""
    over = Heard.objects.filter(Q(state=Heard.State.DONE) | Q(phone="", body={}), ended_at__lt=before)
    batch = list(over.order_by("ended_at").values_list("pk", flat=True)[:BATCH])
    return Heard.objects.filter(pk__in=batch).delete()[0]
