"""What came on WhatsApp and was answered by nobody: seen, answered after all, or put away by an administrator."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from shramsetu.bridges.whatsapp.models import Heard
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor

STREAM = "bridge:whatsapp"
PUT_AWAY = "put_away"


def listed() -> QuerySet[Heard]:
    """Return the messages set aside, the newest first."""
    return Heard.objects.filter(state=Heard.State.ASIDE).order_by("-ended_at", "-pk")


@transaction.atomic
def take_again(heard: Heard, *, by: Actor, at: datetime) -> bool:
    """Let a message be answered from its first try; tell whether it can be: without a phone nobody is answered."""
    if not _taken(Heard.objects.filter(pk=heard.pk), at):
        return False
    journal.append(STREAM, "take_again", by=by, at=at, detail={"message": heard.pk})
    return True


@transaction.atomic
def take_all_again(*, by: Actor, at: datetime) -> int:
    """Let all be answered whose words and phone are there; return how many."""
    count = _taken(Heard.objects.all(), at)
    if count:
        journal.append(STREAM, "take_again", by=by, at=at, detail={"count": count})
    return count


@transaction.atomic
def put_away(heard: Heard, *, by: Actor, at: datetime) -> bool:
    """End a message that nobody will answer; phone and words go with it. Tell whether it was still set aside."""
    mine = Heard.objects.filter(pk=heard.pk, state=Heard.State.ASIDE)
    if not mine.update(state=Heard.State.DONE, outcome=PUT_AWAY, phone="", body={}, ended_at=at):
        return False
    journal.append(STREAM, PUT_AWAY, by=by, at=at, detail={"message": heard.pk, "why": heard.error})
    return True


def _taken(rows: QuerySet[Heard], at: datetime) -> int:
    known = rows.filter(state=Heard.State.ASIDE).exclude(phone="")
    return known.update(state=Heard.State.WAITING, tries=0, due_at=at, ended_at=None, error="")
