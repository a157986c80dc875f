"""Parcels: owed once, claimed by one worker under a lease, tried again with longer and longer waits, settled once."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from shramsetu import rulebook
from shramsetu.bridges.models import Parcel, System
from shramsetu.lib import clock

LEASE = timedelta(minutes=3)
PAUSED_UNTIL = datetime(9999, 1, 1, tzinfo=UTC)  # nothing is due at an endpoint that is stopped
FORGET_BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Tried:
    """What a try came to: the answer's status, and a word for what went wrong."""

    fault: str = ""
    status: int = 0


def owe(parcels: Iterable[Parcel]) -> None:
    """Write down what is to go out; what is owed already (by its key) is not owed again."""
    Parcel.objects.bulk_create(list(parcels), ignore_conflicts=True)


@transaction.atomic
def claim(system: System, *, at: datetime) -> Parcel | None:
    """Take the parcel that is due, those tried least first, under a lease; None where nothing is due.

    Whoever dies meanwhile leaves it to be tried again.
    """
    due = Parcel.objects.filter(system=system, direction=Parcel.Direction.OUT, state=Parcel.State.WAITING)
    due = due.filter(due_at__lte=at)
    if system == System.WEBHOOK:
        due = due.filter(endpoint__paused_at=None, endpoint__ended_at=None)
    locked = due.select_for_update(skip_locked=True, of=("self",)).order_by("tries", "due_at", "pk")
    pk = locked.values_list("pk", flat=True).first()
    if pk is None:
        return None
    Parcel.objects.filter(pk=pk).update(due_at=at + LEASE, tries=F("tries") + 1)
    return Parcel.objects.select_related("endpoint", "case").get(pk=pk)


def done(parcel: Parcel, tried: Tried, *, at: datetime, digest: str = "") -> bool:
    """Write down that a parcel arrived; tell whether it was still under way."""
    return _settle(parcel, Parcel.State.DONE, tried, at, digest=digest)


def give_up(parcel: Parcel, tried: Tried, *, at: datetime) -> bool:
    """Set a parcel aside, with the reason; a person may send it again."""
    return _settle(parcel, Parcel.State.FAILED, tried, at)


def drop(parcel: Parcel, fault: str, *, at: datetime) -> bool:
    """Let go of a parcel that says nothing any more."""
    return _settle(parcel, Parcel.State.DROPPED, Tried(fault), at)


def again(parcel: Parcel, tried: Tried, *, waits: Sequence[int], at: datetime) -> bool:
    """Let a parcel wait for its next try, `waits` minutes after each; given up, and False, when they are used up."""
    if parcel.tries > len(waits):
        give_up(parcel, tried, at=at)
        return False
    wait = timedelta(minutes=waits[max(parcel.tries, 1) - 1])
    _waiting(parcel).update(due_at=at + wait, error=tried.fault[:60], status=tried.status)
    return True


def untried(parcel: Parcel, tried: Tried, *, at: datetime) -> None:
    """Let a claimed parcel wait as if it had not been tried: nobody was there to take it."""
    _waiting(parcel).update(due_at=at, tries=parcel.tries - 1, error=tried.fault[:60], status=tried.status)


def put_off(parcels: QuerySet[Parcel], *, at: datetime, wait: timedelta = timedelta(minutes=1)) -> None:
    """Let what is due wait a little: nobody is there, or each try costs seconds. It is no try of theirs."""
    until = at + wait
    parcels.filter(state=Parcel.State.WAITING, due_at__lt=until).update(due_at=until)


def send_again(parcel: Parcel, *, at: datetime) -> bool:
    """Let a settled parcel go once more, from its first try; tell whether it does."""
    ended = Parcel.objects.filter(pk=parcel.pk, direction=Parcel.Direction.OUT).exclude(state=Parcel.State.WAITING)
    fresh = {"tries": 0, "due_at": at, "ended_at": None, "error": "", "status": 0}
    return bool(ended.update(state=Parcel.State.WAITING, **fresh))


def digest(body: bytes) -> str:
    """Return the hash by which a body is known."""
    return hashlib.sha256(body).hexdigest()


def old(before: datetime) -> QuerySet[Parcel]:
    """Return the settled parcels that ended before `before`."""
    return Parcel.objects.filter(ended_at__lt=before)


def kept_since(at: datetime) -> datetime:
    """Return since when the log of what came and went is kept."""
    return at - timedelta(days=rulebook.book().number("bridges.parcel_days", clock.day(at)))


def forget(*, at: datetime) -> int:
    """Drop a batch of parcels that were settled long ago; return how many.

    What waited as long for an endpoint that is stopped goes too: nobody may pile up the state's news by forgetting one.
    """
    before = kept_since(at)
    batch = list(old(before).order_by("ended_at").values_list("pk", flat=True)[:FORGET_BATCH])
    stopped = Parcel.objects.filter(state=Parcel.State.WAITING, due_at=PAUSED_UNTIL, made_at__lt=before)
    batch += stopped.values_list("pk", flat=True)[:FORGET_BATCH]
    return Parcel.objects.filter(pk__in=batch).delete()[0]


def _waiting(parcel: Parcel) -> QuerySet[Parcel]:
    return Parcel.objects.filter(pk=parcel.pk, state=Parcel.State.WAITING)


def _settle(parcel: Parcel, state: Parcel.State, tried: Tried, at: datetime, *, digest: str = "") -> bool:
    told = {"error": tried.fault[:60], "status": tried.status} | ({"digest": digest} if digest else {})
    return bool(_waiting(parcel).update(state=state, ended_at=at, **told))
