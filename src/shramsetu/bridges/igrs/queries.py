"""Named reads of the bridge to IGRS."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Func, IntegerField, Min, Q, QuerySet

from shramsetu.bridges.models import Difference, IgrsStates, Parcel, Reconciliation, System

PAGE = 50
IN, OUT = Parcel.Direction.IN, Parcel.Direction.OUT
State = Parcel.State


@dataclass(frozen=True, slots=True)
class Standing:
    """How the bridge stands: what waits, since when, what was set aside, what arrived last."""

    waiting: int
    since: datetime | None
    aside_out: int
    aside_in: int
    last_out: Parcel | None
    last_in: Parcel | None
    run: Reconciliation | None


@dataclass(frozen=True, slots=True)
class Ledger:
    """A page of parcels, and behind which of them there are newer and older ones."""

    parcels: list[Parcel]
    newer: int | None
    older: int | None


def standing() -> Standing:
    """Return how the bridge stands."""
    rows = Parcel.objects.filter(system=System.IGRS)
    counted = rows.filter(state__in=[State.WAITING, State.FAILED]).aggregate(
        waiting=Count("pk", filter=Q(state=State.WAITING, direction=OUT)),
        since=Min("made_at", filter=Q(state=State.WAITING, direction=OUT)),
        aside_out=Count("pk", filter=Q(state=State.FAILED, direction=OUT)),
        aside_in=Count("pk", filter=Q(state=State.FAILED, direction=IN)),
    )
    arrived = rows.filter(state=State.DONE).order_by("-ended_at")
    run = Reconciliation.objects.filter(system=System.IGRS).order_by("-begun_at").first()
    return Standing(
        **counted, last_out=arrived.filter(direction=OUT).first(), last_in=arrived.filter(direction=IN).first(), run=run
    )


def ledger(state: str, *, before: int | None = None, after: int | None = None) -> Ledger:
    """Return a page of what waits or was set aside, or of another `state`; the newest first.

    It goes on from a parcel to older (`before`) or newer ones (`after`): what arrived is never counted, however much.
    """
    wanted = [state] if state in State.values else [State.WAITING, State.FAILED]
    rows = Parcel.objects.filter(system=System.IGRS, state__in=wanted).select_related("case")
    if after is not None:
        found = list(rows.filter(pk__gt=after).order_by("pk")[: PAGE + 1])
        shown, is_first, is_last = found[:PAGE][::-1], len(found) <= PAGE, False
    else:
        older = rows if before is None else rows.filter(pk__lt=before)
        found = list(older.order_by("-pk")[: PAGE + 1])
        shown, is_first, is_last = found[:PAGE], before is None, len(found) <= PAGE
    if not shown:
        return Ledger([], None, None) if after is None else ledger(state)
    return Ledger(shown, None if is_first else shown[0].pk, None if is_last else shown[-1].pk)


def state_files() -> QuerySet[IgrsStates]:
    """Return the files of states that were handed in, the newest first, with how many of their lines are wrong."""
    wrong = Func(F("faults"), function="jsonb_array_length", output_field=IntegerField())
    rows = IgrsStates.objects.select_related("run").defer("rows", "faults").annotate(wrong=wrong)
    return rows.order_by("-made_at", "-pk")


def found_in(run: Reconciliation) -> QuerySet[Difference]:
    """Return what a comparison found unlike, also where a later one saw it again."""
    rows = Difference.objects.filter(system=System.IGRS, found_at__lte=run.begun_at, seen_at__gte=run.begun_at)
    return rows.order_by("kind", "number")


def differences(*, only_open: bool) -> QuerySet[Difference]:
    """Return what was found unlike, the newest first."""
    rows = Difference.objects.filter(system=System.IGRS).order_by("-found_at", "-pk")
    return rows.filter(healed_at=None) if only_open else rows
