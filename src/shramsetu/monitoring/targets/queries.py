"""Named reads of targets: which are in force, their rows, what waits for approval."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from shramsetu.monitoring.targets.models import DayTarget, Share, TargetSet


class NoTarget(LookupError):
    """There is no such target, or none in force on that day."""


def in_force(on: date) -> dict[str, TargetSet]:
    """Return the target of each indicator that counts on a day: the last version that has begun."""
    rows = TargetSet.objects.filter(state=TargetSet.State.APPROVED, first_on__lte=on, last_on__gte=on, from_on__lte=on)
    return {one.indicator: one for one in rows.order_by("indicator", "version")}


def target(indicator: str, on: date) -> TargetSet:
    """Return the target of `indicator` that counts on a day; raises NoTarget."""
    rows = TargetSet.objects.filter(
        indicator=indicator, state=TargetSet.State.APPROVED, first_on__lte=on, last_on__gte=on, from_on__lte=on
    )
    found = rows.order_by("-version").first()
    if found is None:
        raise NoTarget(indicator)
    return found


def latest(indicator: str, on: date) -> TargetSet:
    """Return the target that counts on a day, else the last one that is over, else the next; raises NoTarget."""
    try:
        return target(indicator, on)
    except NoTarget:
        pass
    rows = TargetSet.objects.filter(indicator=indicator, state=TargetSet.State.APPROVED)
    found = rows.filter(last_on__lt=on).order_by("-last_on", "-version").first()
    found = found or rows.filter(first_on__gt=on).order_by("first_on", "-version").first()
    if found is None:
        raise NoTarget(indicator)
    return found


def versions(one: TargetSet) -> QuerySet[TargetSet]:
    """Return all versions of a target, the newest first."""
    rows = TargetSet.objects.filter(indicator=one.indicator, first_on=one.first_on, last_on=one.last_on)
    return rows.select_related("proposed_post", "proposed_post__place", "decided_post", "decided_post__place").order_by(
        "-version"
    )


def waiting() -> QuerySet[TargetSet]:
    """Return the targets that wait for approval, the oldest first."""
    rows = TargetSet.objects.filter(state=TargetSet.State.PROPOSED)
    return rows.select_related("proposed_post", "proposed_post__place").order_by("proposed_at")


def shares(one: TargetSet) -> list[Share]:
    """Return the rows of a target from the top down, each with its place."""
    return list(Share.objects.filter(target=one).select_related("place").order_by("pk"))


def frozen(shares: Iterable[int], on: date) -> dict[int, DayTarget]:
    """Return how these rows stood at midnight of a day, by share."""
    return {day.share_id: day for day in DayTarget.objects.filter(share__in=list(shares), on=on)}
