"""Named reads over dates: what is fixed when, who speaks then, which matters are old, which hours are free."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate

from shramsetu.casework import rules
from shramsetu.casework.models import OPEN
from shramsetu.hearings.models import Forum, Hearing, Matter
from shramsetu.hearings.queries import calls, forums
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
    return matter.registered_at is not None and matter.registered_at <= _old_before(at)


def room(forum: Forum, *, at: datetime) -> Room:
    """Return how the slots of a forum are filled."""
    return Room(forum.per_slot, rules.figure("hearings.oldest_percent", at), calls.apart(at))


def called(rows: Sequence[Hearing], *, at: datetime) -> list[Called]:
    """Return dates as the rules look at them, their speakers in one read."""
    speaking = calls.speakers(one.matter_id for one in rows)
    return [_called(one.matter, one.pk, one.on_at, speaking, at) for one in rows]


def waiting(rows: Sequence[Matter], *, at: datetime) -> list[Called]:
    """Return matters without a date as the rules look at them; the key is that of the matter."""
    speaking = calls.speakers(one.pk for one in rows)
    return [_called(one, one.pk, None, speaking, at) for one in rows]


def taken(
    forum: Forum, since: datetime, *, at: datetime, who: Iterable[int] = (), without: Iterable[int] = ()
) -> Taken:
    """Return what is fixed from an instant on: by slot of this forum, and where the representatives `who` are called.

    `without` are dates that are about to be moved.
    """
    here = Hearing.objects.filter(forum=forum, state=FIXED, on_at__gte=since).exclude(pk__in=list(without))
    old = Q(matter__registered_at__lte=_old_before(at))
    counted = here.values("on_at").annotate(count=Count("pk"), others=Count("pk", filter=~old)).order_by("on_at")
    count, others = Counter[datetime](), Counter[datetime]()
    for row in counted:
        count[row["on_at"]], others[row["on_at"]] = row["count"], row["others"]
    speaking = list(who)
    here_then = calls.called_then(speaking, since, before=forum, without=without)
    return Taken(count, others, here_then, calls.called_then(speaking, since, besides=forum))


def clashing(forum: Forum, rows: Sequence[Hearing], *, at: datetime) -> set[int]:
    """Return which dates of a forum call a representative who is called before another forum at that time."""
    here, span = called(rows, at=at), calls.apart(at)
    if not here:
        return set()
    who = {one for row in here for one in row.speakers}
    since = min(row.on_at for row in rows) - span
    return set(listing.clashes(here, calls.called_then(who, since, besides=forum), span))


def is_within_share(matter: Matter, on_at: datetime, *, at: datetime) -> bool:
    """Tell whether a matter may have an hour of that day besides those that are kept for the oldest."""
    if is_old(matter, at=at):
        return True
    on = clock.day(on_at)
    slots = forums.week(matter.forum).slots_on(on, forums.calendar(on))
    start, end = clock.bounds(on)
    here = Hearing.objects.filter(forum=matter.forum, state=FIXED, on_at__gte=start, on_at__lt=end)
    young = Q(matter__registered_at__gt=_old_before(at)) | Q(matter__registered_at=None)
    others = here.exclude(matter=matter).filter(young).count()
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
    speaking = calls.speakers([matter.pk])
    one = _called(matter, matter.pk, None, speaking, at)
    own = Hearing.objects.filter(matter=matter, state=FIXED).values_list("pk", flat=True)
    fixed_already = taken(matter.forum, clock.bounds(after)[1], at=at, who=one.speakers, without=own)
    found = listing.assign([one], days_ahead(matter.forum, after), room(matter.forum, at=at), fixed_already)
    if matter.pk not in found:
        raise NeverSits(f"no room after {after}")
    return found[matter.pk]


def stranded(forum: Forum, today: date) -> list[tuple[date, int]]:
    """Return the days to come on which dates are fixed though the forum does not sit then, with how many.

    A holiday that was declared late, or a day on which the forum was said not to sit, leaves them so until they move.
    """
    start = clock.bounds(today)[0]
    rows = Hearing.objects.filter(forum=forum, state=FIXED, on_at__gte=start)
    days = rows.annotate(day=TruncDate("on_at", tzinfo=clock.IST)).values("day").annotate(count=Count("pk"))
    week = forums.week(forum)
    counted = [(row["day"], row["count"]) for row in days.order_by("day")]
    return [(day, count) for day, count in counted if not week.sits_on(day, forums.calendar(day))]


def _old_before(at: datetime) -> datetime:
    """Return the instant before which a matter must have been registered to be old."""
    return at - timedelta(days=rules.figure("hearings.old_days", at))


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
