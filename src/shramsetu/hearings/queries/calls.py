"""Named reads over who speaks for parties: in which matters, and where they are called at which hour."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from shramsetu.casework import rules
from shramsetu.hearings.models import Engagement, Forum, Hearing, Matter, Representative
from shramsetu.hearings.rules import listing


def apart(at: datetime) -> timedelta:
    """Return how long who is called to one forum cannot stand before another one."""
    return timedelta(minutes=rules.figure("hearings.apart_minutes", at))


def speakers(matters: Iterable[int]) -> dict[int, frozenset[int]]:
    """Return who speaks for the parties of each matter."""
    rows = Engagement.objects.filter(litigant__matter__in=list(matters), to_at=None, litigant__left_at=None)
    found = defaultdict[int, set[int]](set)
    for matter, representative in rows.values_list("litigant__matter", "representative"):
        found[matter].add(representative)
    return {matter: frozenset(some) for matter, some in found.items()}


def called_then(
    who: Iterable[int],
    since: datetime,
    *,
    before: Forum | None = None,
    besides: Forum | None = None,
    without: Iterable[int] = (),
) -> dict[datetime, frozenset[int]]:
    """Return which of these representatives are called at each hour from an instant on: `before` a forum, or `besides`.

    `without` are dates that do not count.
    """
    speaking = list(who)
    if not speaking:
        return {}
    rows = Hearing.objects.filter(
        state=Hearing.State.FIXED,
        on_at__gte=since,
        matter__litigants__left_at=None,
        matter__litigants__engagements__to_at=None,
        matter__litigants__engagements__representative__in=speaking,
    ).exclude(pk__in=list(without))
    if before is not None:
        rows = rows.filter(forum=before)
    if besides is not None:
        rows = rows.exclude(forum=besides)
    found = defaultdict[datetime, set[int]](set)
    for on_at, one in rows.values_list("on_at", "matter__litigants__engagements__representative"):
        found[on_at].add(one)
    return {on_at: frozenset(some) for on_at, some in found.items()}


def elsewhere(matter: Matter, on_at: datetime, *, at: datetime) -> str:
    """Return who of this matter's representatives is called before another forum at that time; empty for nobody."""
    mine = speakers([matter.pk]).get(matter.pk, frozenset())
    span = apart(at)
    there = called_then(mine, on_at - span, besides=matter.forum)
    late = sorted(listing.busy(on_at, there, span))
    found = Representative.objects.filter(pk__in=late).select_related("person").first()
    return found.person.name if found else ""
