"""What calls keep of persons, and how it is erased once its time is over. Sound of a case that lives stays."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from shramsetu.casework.models import FINAL
from shramsetu.files import actions as files
from shramsetu.helpline.models import Block, Call, CallEvent, Recording, Step, Target
from shramsetu.journal import actions as journal

BATCH = 500
DONE = Q(state__in=[Target.State.DONE, Target.State.GIVEN_UP, Target.State.STOPPED])


def calls(before: datetime) -> QuerySet[Call]:
    """Return the calls whose number and person have served their time; an emergency's stays while its case lives."""
    at_rest = Q(event_number="") | Q(case=None) | Q(case__phase=FINAL)
    return Call.objects.filter(at_rest, step=Step.ENDED, began_at__lt=before, forgotten_at=None)


def events(before: datetime) -> QuerySet[CallEvent]:
    """Return what happened in calls so long ago."""
    return CallEvent.objects.filter(at__lt=before, call__step=Step.ENDED)


def recordings(kind: str, before: datetime) -> QuerySet[Recording]:
    """Return the sound that has served its time: none of a case that is not final yet."""
    at_rest = Q(call__case=None) | Q(call__case__phase=FINAL)
    return Recording.objects.filter(at_rest, kind=kind, began_at__lt=before, forgotten_at=None)


def targets(before: datetime) -> QuerySet[Target]:
    """Return who was to be called, and was, so long ago."""
    return Target.objects.filter(DONE, made_at__lt=before).exclude(phone="", person=None, note="")


def blocks(before: datetime) -> QuerySet[Block]:
    """Return the blocks that were refused, or whose end lies so long ago."""
    return Block.objects.filter(state__in=[Block.State.REFUSED, Block.State.ENDED], until__lt=before).exclude(phone="")


@transaction.atomic
def forget_blocks(before: datetime, at: datetime) -> int:
    """Take number and words out of a batch, the words of its journal with them; the kind of abuse and the days stay."""
    del at
    batch = list(blocks(before).order_by("until")[:BATCH])
    for block in batch:
        block.phone, block.reason = "", block.reason.partition(":")[0]
    Block.objects.bulk_update(batch, ["phone", "reason"])
    journal.forget_all(f"block:{block.pk}" for block in batch)
    return len(batch)


def forget_calls(before: datetime, at: datetime) -> int:
    """Take number and person out of a batch of calls; line, times and outcome stay."""
    batch = list(calls(before).order_by("began_at").values_list("pk", flat=True)[:BATCH])
    return Call.objects.filter(pk__in=batch).update(phone="", person=None, event_number="", forgotten_at=at)


def forget_events(before: datetime, at: datetime) -> int:
    """Remove a batch of the log."""
    del at
    batch = list(events(before).order_by("at").values_list("pk", flat=True)[:BATCH])
    return CallEvent.objects.filter(pk__in=batch).delete()[0]


@transaction.atomic
def forget_recordings(kind: str, before: datetime, at: datetime) -> int:
    """Remove the sound of a batch; that there was one, and how long, stays."""
    batch = list(recordings(kind, before).select_related("attachment").order_by("began_at")[:BATCH])
    for one in batch:
        if one.attachment is not None:
            files.remove(one.attachment, at=at)
    return Recording.objects.filter(pk__in=[one.pk for one in batch]).update(forgotten_at=at)


def forget_targets(before: datetime, at: datetime) -> int:
    """Take number, person and note out of a batch."""
    del at
    batch = list(targets(before).order_by("made_at").values_list("pk", flat=True)[:BATCH])
    return Target.objects.filter(pk__in=batch).update(phone="", person=None, note="")
