"""Recordings come from the exchange into the file store after the call."""

from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import Q

from shramsetu.files import actions as files
from shramsetu.files.models import Purpose
from shramsetu.files.rules import RECORDING
from shramsetu.helpline.actions import calls, writes
from shramsetu.helpline.actions.calls import Arrival
from shramsetu.helpline.models import Outcome, Recording
from shramsetu.journal.rules import SYSTEM
from shramsetu.prepared import Rows

SETTLED = timedelta(seconds=5)
GIVEN_UP = timedelta(minutes=5)
BATCH = 100
_LOCKED = Rows(lambda recording: Recording.objects.select_for_update(of=("self",)).filter(pk=recording), recording=int)
_TO_FETCH = Rows(
    lambda node, now, settled: (
        Recording.objects.filter(Q(ended_at__lte=now) | Q(call__ended_at__lte=settled))
        .filter(call__node=node, attachment=None, failed="")
        .select_related("call")
        .order_by("began_at")[:BATCH]
    ),
    node=str,
    now=datetime,
    settled=datetime,
)


def to_fetch(node: str, *, at: datetime) -> list[Recording]:
    """Return recordings of ended calls of this node that are not in the store yet, oldest first."""
    return _TO_FETCH.all(node=node, now=at, settled=at - SETTLED)


@transaction.atomic
def keep(recording: Recording, sound: bytes, *, seconds: int, at: datetime) -> None:
    """Put the sound into the store; repeating it changes nothing."""
    row = _LOCKED.first(recording=recording.pk)
    if row is None or row.attachment_id is not None:
        return
    upload = SimpleUploadedFile(f"{recording.name}.wav", sound, "audio/wav")
    stream = f"call:{recording.call_id}"
    stored = files.store(upload, stream=stream, purpose=Purpose.RECORDING, by=SYSTEM, at=at, size_rule=RECORDING)
    given = {"attachment": stored, "seconds": row.seconds or seconds, "ended_at": row.ended_at or at}
    writes.change(Recording, given, where="id = %s", keys=[row.pk])


def missing(recording: Recording, *, at: datetime) -> None:
    """The exchange answers that it has no such file: some minutes after the call nobody looks any more.

    It writes a file when a recording ends; one it cannot be asked for is another matter, and waited for without end.
    """
    ended = recording.ended_at or recording.call.ended_at or at
    if at - ended > GIVEN_UP:
        Recording.objects.filter(pk=recording.pk, attachment=None).update(failed="missing", ended_at=at)


@transaction.atomic
def adopt(name: str, sound: bytes, *, arrival: Arrival, seconds: int, at: datetime) -> None:
    """Write down a message that the exchange took by itself at `at`: a call with its voicemail; safe to repeat."""
    call = calls.arrive(arrival, menu=None, at=at)
    row, is_new = Recording.objects.get_or_create(
        name=name, defaults={"call": call, "kind": Recording.Kind.VOICEMAIL, "began_at": at}
    )
    if is_new:
        calls.end(call, Outcome.VOICEMAIL, at=at + timedelta(seconds=seconds), cause="no controller")
    keep(row, sound, seconds=seconds, at=at + timedelta(seconds=seconds))
