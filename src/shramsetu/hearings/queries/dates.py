"""Named reads over dates: what is fixed when, who speaks then, which matters are old, which hours are free."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from shramsetu.casework import rules
from shramsetu.casework.models import OPEN
from shramsetu.hearings.models import Engagement, Forum, Hearing, Matter
from shramsetu.hearings.queries import forums
from shramsetu.hearings.rules import listing
from shramsetu.hearings.rules.listing import Called, Room, Taken
from shramsetu.hearings.rules.sitting import AHEAD_DAYS, NeverSits
from shramsetu.lib import clock
from shramsetu.offices import queries as offices

FIXED = Hearing.State.FIXED


def fixed(matter: Matter) -> Hearing | None:
    """Return the date that is fixed for a matter."""
    return Hearing.objects.filter(matter=matter, state=FIXED).select_related("forum__place", "forum__post").first()


def of_day(forum: Forum, on: date) -> QuerySet[Hearing]:
    """Return the dates of a forum on a day that were not moved away, in the order of their hours."""
    start, end = clock.bounds(on)
    rows = Hearing.objects.filter(forum=forum, on_at__gte=start, on_at__lt=end, state__in=[FIXED, Hearing.State.DONE])
    return rows.select_related("matter__case", "matter__forum__place").order_by("on_at", "matter__registered_at", "pk")


def undated(forum: Forum) -> QuerySet[Matter]:
    """Return the matters of a forum that are being heard and have no date, the oldest first."""
    rows = Matter.objects.filter(forum=forum, next_at=None, case__phase=OPEN, case__state__in=["noticed", "hearing"])
    return rows.select_related("case", "forum__place").order_by("registered_at", "pk")


def standing(forum: Forum, at: datetime) -> dict[str, object]:
    """Return what parties are told of a forum, as it is: the day of telling, who presides, where it sits."""
    return {"told_on": clock.day(at), "told_judge": offices.incumbent_id(forum.post), "told_place": forum.address("hi")}


def is_old(matter: Matter, *, at: datetime) -> bool:
    """Tell whether a matter is one of the old ones, for which a share of each day is kept."""
    days = rules.figure("hearings.old_days", at)
    return matter.registered_at is not None and matter.registered_at <= at - timedelta(days=days)


def room(forum: Forum, *, at: datetime) -> Room:
    """Return how the slots of a forum are filled."""
    return Room(forum.per_slot, rules.figure("hearings.oldest_percent", at))


def called(rows: Sequence[Hearing], *, at: datetime) -> list[Called]:
    """Return dates as the rules look at them, their speakers in one read."""
    speaking = speakers(one.matter_id for one in rows)
    return [_called(one.matter, one.pk, one.on_at, speaking, at) for one in rows]


def waiting(rows: Sequence[Matter], *, at: datetime) -> list[Called]:
    """Return matters without a date as the rules look at them; the key is that of the matter."""
    speaking = speakers(one.pk for one in rows)
    return [_called(one, one.pk, None, speaking, at) for one in rows]


def speakers(matters: Iterable[int]) -> dict[int, frozenset[int]]:
    """Return who speaks for the parties of each matter."""
    rows = Engagement.objects.filter(litigant__matter__in=list(matters), to_at=None, litigant__left_at=None)
    found = defaultdict[int, set[int]](set)
    for matter, representative in rows.values_list("litigant__matter", "representative"):
        found[matter].add(representative)
    return {matter: frozenset(some) for matter, some in found.items()}


def taken(forum: Forum, since: datetime, *, at: datetime, without: Iterable[int] = ()) -> Taken:
    """Return what is fixed from an instant on: by slot of this forum, and who is called anywhere at each hour.

    `without` are dates that are about to be moved.
    """
    gone = list(without)
    here = (
        Hearing.objects.filter(forum=forum, state=FIXED, on_at__gte=since).exclude(pk__in=gone).select_related("matter")
    )
    count, others = Counter[datetime](), Counter[datetime]()
    for one in here:
        count[one.on_at] += 1
        others[one.on_at] += not is_old(one.matter, at=at)
    return Taken(count, others, called_then(since, without=gone))


def called_then(
    since: datetime, *, without: Iterable[int] = (), besides: Forum | None = None
) -> dict[datetime, frozenset[int]]:
    """Return who is called at each hour from an instant on, in every forum but `besides`."""
    rows = Engagement.objects.filter(
        to_at=None,
        litigant__left_at=None,
        litigant__matter__hearings__state=FIXED,
        litigant__matter__hearings__on_at__gte=since,
    ).exclude(litigant__matter__hearings__in=list(without))
    if besides is not None:
        rows = rows.exclude(litigant__matter__forum=besides)
    found = defaultdict[datetime, set[int]](set)
    for on_at, who in rows.values_list("litigant__matter__hearings__on_at", "representative"):
        found[on_at].add(who)
    return {on_at: frozenset(some) for on_at, some in found.items()}


def elsewhere(matter: Matter, on_at: datetime) -> str:
    """Return who of this matter's representatives is called before another forum at that hour; empty for nobody."""
    mine = speakers([matter.pk]).get(matter.pk, frozenset())
    rows = Engagement.objects.filter(
        Q(litigant__matter__hearings__state=FIXED, litigant__matter__hearings__on_at=on_at),
        representative__in=mine,
        to_at=None,
    ).exclude(litigant__matter__forum=matter.forum)
    found = rows.select_related("representative__person").first()
    return found.representative.person.name if found else ""


def is_within_share(matter: Matter, on_at: datetime, *, at: datetime) -> bool:
    """Tell whether a matter may have an hour of that day besides those that are kept for the oldest."""
    if is_old(matter, at=at):
        return True
    on = clock.day(on_at)
    slots = forums.week(matter.forum).slots_on(on, forums.calendar(on))
    start, end = clock.bounds(on)
    here = Hearing.objects.filter(forum=matter.forum, state=FIXED, on_at__gte=start, on_at__lt=end).select_related(
        "matter"
    )
    others = sum(not is_old(one.matter, at=at) for one in here)
    return others < room(matter.forum, at=at).others_most(len(slots) or 1)


def days_ahead(forum: Forum, after: date) -> Iterator[list[datetime]]:
    """Yield the slots of each day after a day on which a forum sits."""
    week = forums.week(forum)
    for ahead in range(1, AHEAD_DAYS + 1):
        on = after + timedelta(days=ahead)
        if slots := week.slots_on(on, forums.calendar(on)):
            yield slots


def first_free(matter: Matter, *, after: date, at: datetime) -> datetime:
    """Return the first hour after a day to which a matter may be called; raises NeverSits."""
    one = _called(matter, matter.pk, None, speakers([matter.pk]), at)
    fixed_already = taken(matter.forum, clock.bounds(after)[1], at=at)
    found = listing.assign([one], days_ahead(matter.forum, after), room(matter.forum, at=at), fixed_already)
    if matter.pk not in found:
        raise NeverSits(f"no room after {after}")
    return found[matter.pk]


def _called(
    matter: Matter, pk: int, on_at: datetime | None, speaking: dict[int, frozenset[int]], at: datetime
) -> Called:
    return Called(
        pk=pk,
        since=clock.day(matter.registered_at) if matter.registered_at else clock.day(at),
        serial=(matter.year or 0, matter.serial or 0),
        speakers=speaking.get(matter.pk, frozenset()),
        is_old=is_old(matter, at=at),
        at=on_at,
    )
