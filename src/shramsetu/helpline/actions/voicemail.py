"""Messages that callers left: taken by one person at a time, and brought to an end."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from shramsetu import rulebook
from shramsetu.helpline.actions import blocks, callbacks
from shramsetu.helpline.errors import NotPossible, TakenByAnother
from shramsetu.helpline.models import Recording, Target, Voicemail
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock


@transaction.atomic
def take(recording: Recording, *, by: Actor, at: datetime) -> Voicemail:
    """Give a message to one person for some minutes; raises TakenByAnother while somebody else has it."""
    Voicemail.objects.get_or_create(recording=recording)
    minutes = rulebook.book().number("helpline.voicemail_minutes", clock.day(at))
    free = Q(taken_by=None) | Q(taken_by_id=by.user_id) | Q(taken_until__lte=at)
    rows = Voicemail.objects.filter(free, pk=recording.pk, done_at=None)
    if not rows.update(taken_by=by.user_id, taken_until=at + timedelta(minutes=minutes)):
        raise TakenByAnother
    return Voicemail.objects.get(pk=recording.pk)


@transaction.atomic
def done(recording: Recording, result: str, *, by: Actor, at: datetime) -> None:
    """Bring a message to its end; raises TakenByAnother while somebody else has it or it is done."""
    if result not in Voicemail.Result.values:
        raise NotPossible
    take(recording, by=by, at=at)
    Voicemail.objects.filter(pk=recording.pk).update(result=result, done_by=by.key, done_at=at)
    if result == Voicemail.Result.ABUSE:
        blocks.mark(recording.call, blocks.UNNAMED, by=by, at=at)
    journal.append(_stream(recording), "voicemail_done", by=by, at=at, detail={"result": result})


@transaction.atomic
def call_back(recording: Recording, *, by: Actor, at: datetime) -> Target:
    """Have the caller called back, which ends the message; raises NotPossible for a number that was withheld."""
    target = callbacks.owe(recording.call, source="voicemail", at=at)
    if target is None:
        raise NotPossible
    done(recording, Voicemail.Result.OWED, by=by, at=at)
    return target


@transaction.atomic
def reveal(recording: Recording, *, by: Actor, at: datetime) -> str:
    """Return the caller's number to who has taken the message; it is written down that they saw it."""
    take(recording, by=by, at=at)
    if not recording.call.phone:
        raise NotPossible
    journal.append(f"reads:{_stream(recording)}", "see_phone", by=by, at=at, detail={"recording": recording.pk})
    return recording.call.phone


def _stream(recording: Recording) -> str:
    return f"call:{recording.call_id}"
