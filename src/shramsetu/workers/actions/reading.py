"""Who looked at a worker: each look at the page is written down, once an hour for each post."""

from datetime import datetime, timedelta

from shramsetu.journal import actions as journal
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import Actor
from shramsetu.workers.models import Worker

ONCE = timedelta(hours=1)


def look(worker: Worker, *, by: Actor, at: datetime) -> None:
    """Write down that `by` looked at a worker's page."""
    stream = reads(worker)
    if Entry.objects.filter(stream=stream, verb="look", by=by.key, at__gt=at - ONCE).exists():
        return
    journal.append(stream, "look", by=by, at=at, detail={"worker": worker.number})


def reads(worker: Worker) -> str:
    """Return the stream in which looks at `worker` are written."""
    return f"reads:{worker.stream}"
