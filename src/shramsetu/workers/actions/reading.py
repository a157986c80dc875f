"""Who looked at a worker: each look at the page is written down, once an hour for each post."""

from datetime import datetime, timedelta

from django.db import transaction

from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.casework.reading import note_reveal
from shramsetu.casework.words import SAY
from shramsetu.journal import actions as journal
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import Actor
from shramsetu.workers import scope
from shramsetu.workers.models import Worker

ONCE = timedelta(hours=1)


def look(worker: Worker, *, by: Actor, at: datetime) -> None:
    """Write down that `by` looked at a worker's page."""
    stream = reads(worker)
    if Entry.objects.filter(stream=stream, verb="look", by=by.key, at__gt=at - ONCE).exists():
        return
    journal.append(stream, "look", by=by, at=at, detail={"worker": worker.number})


@transaction.atomic
def reveal(worker: Worker, *, reason: str, by: Actor, at: datetime) -> str:
    """Return a worker's phone in clear and write the reading down with its reason.

    Raises NotAllowed for who does not work with phones, Refused without a reason or where there is no phone.
    """
    if not scope.sees_in_clear(by):
        raise NotAllowed("reveal")
    if not worker.phone:
        raise Refused(SAY["no_phone"])
    note_reveal(reads(worker), {"worker": worker.number}, reason=reason, by=by, at=at)
    return worker.phone


def reads(worker: Worker) -> str:
    """Return the stream in which looks at `worker` are written."""
    return f"reads:{worker.stream}"
