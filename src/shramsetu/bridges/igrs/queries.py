"""Named reads of the bridge to IGRS."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet

from shramsetu.bridges.models import Difference, Parcel, Reconciliation, System

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


def parcels(state: str) -> QuerySet[Parcel]:
    """Return what waits or was set aside, the newest first."""
    wanted = [state] if state in State.values else [State.WAITING, State.FAILED]
    rows = Parcel.objects.filter(system=System.IGRS, state__in=wanted)
    return rows.select_related("case").order_by("-pk")


def differences(*, only_open: bool) -> QuerySet[Difference]:
    """Return what was found unlike, the newest first."""
    rows = Difference.objects.filter(system=System.IGRS).order_by("-found_at", "-pk")
    return rows.filter(healed_at=None) if only_open else rows
