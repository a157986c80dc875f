"""Batches of every kind and district at once: a run of casework, one chunk a kind and district, once each."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.casework import runs
from shramsetu.casework.models import Run
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.places.models import Place
from shramsetu.schemes import payable, refusals
from shramsetu.schemes.actions import batches

KIND = "payments"


def begin(board: str, *, by: Actor, at: datetime) -> Run:
    """Begin to make a batch of all that can go out of each kind in each district. Raises NotYours, NothingToPay."""
    batches.allow(by, board)
    payable.flag_shared(board, at=at)
    ready = [one for one in payable.waiting(board, at=at) if one.why == payable.READY]
    if not ready:
        raise refusals.NothingToPay
    most = rulebook.book().number(batches.LINES, clock.day(at))
    parts = [
        runs.Part({"kind": one.kind, "district": one.district}, min(most, one.count - done))
        for one in ready
        for done in range(0, one.count, most)
    ]
    title = f"{board} {clock.day(at):%d-%m-%Y}"
    return runs.begin(KIND, parts, title=title, by=by, at=at, asked={"board": board})


def work(task: runs.Task) -> Iterator[runs.Told]:
    """Make one batch; where nothing can go out any more, somebody else was quicker."""
    board, kind = str(task.run.asked["board"]), str(task.what["kind"])
    district = Place.objects.get(pk=task.what["district"])
    try:
        made = batches.make(board, kind, district=district, by=task.by, at=task.at)
    except refusals.NothingToPay:
        return
    yield runs.Told(made.number, is_done=True, words=f"{made.count}")


LABEL = _("Batches of payments")
