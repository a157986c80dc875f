"""Named reads of legal tracks: those of a person, a track's sides and dates, adjournments by side, dates to come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from shramsetu.bonded import scope
from shramsetu.bonded.models import FirDecision, Hearing, Survivor, Track
from shramsetu.casework.models import FINAL
from shramsetu.journal.rules import Actor


@dataclass(frozen=True, slots=True)
class Dated:
    """A track with the date that is fixed next, if one is."""

    track: Track
    next_at: datetime | None


def of_person(survivor: Survivor) -> list[Dated]:
    """Return the tracks of a person in the order in which they began, each with its next date."""
    tracks = list(Track.objects.filter(persons=survivor).select_related("case").order_by("pk"))
    waiting = Hearing.objects.filter(track__in=tracks, recorded_at=None)
    to_come = dict(waiting.values_list("track", "at"))
    return [Dated(track, to_come.get(track.pk)) for track in tracks]


def decision(survivor: Survivor) -> FirDecision | None:
    """Return the decision on the police report that stands."""
    return FirDecision.objects.filter(survivor=survivor).select_related("track__case").order_by("-at", "-pk").first()


def adjourned(tracks: Sequence[Track] | QuerySet[Track]) -> Mapping[str, int]:
    """Return how often dates of these tracks were adjourned because of each side, the most first."""
    held_up = Hearing.objects.filter(track__in=tracks, result=Hearing.Result.ADJOURNED)
    rows = held_up.order_by().values("side").annotate(n=Count("pk")).order_by("-n", "side")
    words = dict(Hearing.Side.choices)
    return {str(words[row["side"]]): row["n"] for row in rows}


def persons_beside(survivor: Survivor) -> QuerySet[Survivor]:
    """Return a person and those freed in the same operation."""
    beside = Q(operation=survivor.operation_id) if survivor.operation_id else Q(pk=survivor.pk)
    found = Survivor.objects.filter(beside | Q(pk=survivor.pk)).exclude(case__phase=FINAL, case__outcome="not_bonded")
    return found.select_related("case__district", "operation__case").order_by("code")


def dates(by: Actor) -> QuerySet[Hearing]:
    """Return the dates that are fixed, and those of which nothing is recorded yet, in the tracks that `by` may see."""
    found = Hearing.objects.filter(track__case__in=scope.cases(by, "bl_track"), recorded_at=None)
    return found.select_related("track__case__district", "track__case__holder__place").order_by("at", "pk")
