"""Named reads of endpoints and what was sent to them."""

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from shramsetu.bridges.models import Endpoint, Parcel

State = Parcel.State


def endpoints() -> QuerySet[Endpoint]:
    """Return every endpoint with how much waits and how much was given up, the living ones first."""
    counts = {"waiting": _count(State.WAITING), "failed": _count(State.FAILED)}
    rows = Endpoint.objects.select_related("district").annotate(**counts)
    return rows.order_by("ended_at", "name", "pk")


def deliveries(endpoint: Endpoint, state: str = "") -> QuerySet[Parcel]:
    """Return what was and will be sent to an endpoint, the newest first; of one state or all."""
    rows = Parcel.objects.filter(endpoint=endpoint).order_by("-pk")
    return rows.filter(state=state) if state in State.values else rows


def _count(state: State) -> Coalesce:
    rows = Parcel.objects.filter(endpoint=OuterRef("pk"), state=state).order_by().values("endpoint")
    return Coalesce(Subquery(rows.annotate(count=Count("pk")).values("count")), 0)
