"""What an administrator does at the bridge to IGRS; each is an entry of the bridge's stream."""

from datetime import datetime

from django.db import transaction

from shramsetu.bridges.models import Parcel, System
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor

STREAM = "bridge:igrs"
ALL_MOST = 5_000


@transaction.atomic
def again(parcel: Parcel, *, by: Actor, at: datetime) -> bool:
    """Let a parcel that was set aside go once more, or a reference be asked for again; tell whether it does."""
    if not _fresh([parcel.pk], at):
        return False
    journal.append(STREAM, "send_again", by=by, at=at, detail={"parcel": parcel.pk, "what": parcel.what})
    return True


@transaction.atomic
def again_all(*, by: Actor, at: datetime) -> int:
    """Let all go once more that were set aside; return how many."""
    aside = Parcel.objects.filter(system=System.IGRS, state=Parcel.State.FAILED).order_by("pk")
    count = _fresh(list(aside.values_list("pk", flat=True)[:ALL_MOST]), at)
    if count:
        journal.append(STREAM, "send_again", by=by, at=at, detail={"count": count})
    return count


def compare(*, by: Actor, at: datetime) -> None:
    """Write down that both sides are to be compared now."""
    journal.append(STREAM, "reconcile", by=by, at=at, detail={})


def _fresh(keys: list[int], at: datetime) -> int:
    settled = Parcel.objects.filter(pk__in=keys, system=System.IGRS).exclude(state=Parcel.State.WAITING)
    fresh = {"tries": 0, "due_at": at, "ended_at": None, "error": "", "status": 0}
    return settled.update(state=Parcel.State.WAITING, **fresh)
