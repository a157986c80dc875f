"""Families as a post may see them: those of a worker in its scope, and where two words on them differ."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from shramsetu.journal.rules import Actor
from shramsetu.workers import household, scope
from shramsetu.workers.models import Difference, Disclosed, Family, Member, Worker
from shramsetu.workers.rules import household as reckoned
from shramsetu.workers.rules.household import Counts, Double, Given, Snapshot

LEFT_SHOWN, ASKED_SHOWN = 20, 20


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands on the page of a family."""

    told: Snapshot
    counts: Counts
    given: list[Given]
    doubles: list[Double]
    workers: list[Worker]
    left: list[Member]
    differences: list[Difference]
    asked: list[Disclosed]


def visible_to(actor: Actor) -> QuerySet[Family]:
    """Return the families of which `actor` may see a worker."""
    seen = scope.workers_visible_to(actor).values("pk")
    return Family.objects.filter(Q(workers__in=seen) | Q(members__worker__in=seen)).distinct()


def shown(family: Family, actor: Actor, on: date) -> Shown:
    """Gather a family for its page, in a bounded number of queries."""
    told, given = household.snapshot(family, on), household.given_in(family)
    rows = Difference.objects.filter(family=family).select_related("worker").order_by("verdict", "-found_at")
    return Shown(
        told=told,
        counts=reckoned.counts(told, given),
        given=given,
        doubles=reckoned.doubles(given),
        workers=list(scope.workers_visible_to(actor).filter(family=family, merged_into=None).order_by("pk")),
        left=list(Member.objects.filter(family=family, until__lte=on).order_by("-until", "seat")[:LEFT_SHOWN]),
        differences=list(rows.exclude(verdict=Difference.Verdict.GONE)),
        asked=list(Disclosed.objects.filter(family=family).select_related("partner").order_by("-at")[:ASKED_SHOWN]),
    )


def differences(actor: Actor, what: str = "") -> QuerySet[Difference]:
    """Return what waits for a decision in the actor's scope, the oldest first."""
    rows = Difference.objects.filter(verdict=Difference.Verdict.OPEN, worker__in=scope.workers_visible_to(actor))
    rows = rows.filter(what=what) if what in Difference.What.values else rows
    return rows.select_related("worker", "family", "district").order_by("found_at", "pk")
