"""Dates of a matter: one at a time, at an hour in which there is room and whoever speaks is not called elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max

from shramsetu.casework.actions import Refused
from shramsetu.hearings.actions import video as rooms
from shramsetu.hearings.actions import ways
from shramsetu.hearings.models import Forum, Hearing, Matter, Representative
from shramsetu.hearings.queries import calls, dates, forums
from shramsetu.hearings.rules.sitting import NeverSits
from shramsetu.hearings.words import SAY
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.lib import text as texts


@dataclass(frozen=True, slots=True)
class Video:
    """Whether a date is also held by video, and an outside link beside the room, where there is one."""

    wanted: bool = False
    link: str = ""


NO_VIDEO = Video()


def fix(matter: Matter, on_at: datetime, *, purpose: str, by: Actor, at: datetime, video: Video = NO_VIDEO) -> Hearing:
    """Write the next date of a matter; the row of the matter says it too. What holds of the hour is checked before."""
    seq = (Hearing.objects.filter(matter=matter).aggregate(last=Max("seq"))["last"] or 0) + 1
    made = Hearing(
        matter=matter,
        forum=matter.forum,
        seq=seq,
        on_at=on_at,
        purpose=purpose,
        video_link=video.link,
        by_video=video.wanted,
        fixed_by=by.key,
        fixed_at=at,
        **dates.standing(matter.forum, at),
    )
    made.save(force_insert=True)
    ways.write(matter, next_at=on_at, next_purpose=purpose)
    if video.wanted:
        rooms.open_for(matter, made, by=by, at=at)
    return made


def clear(matter: Matter) -> None:
    """Leave a matter without a next date."""
    ways.write(matter, next_at=None, next_purpose="")


def check_hour(matter: Matter, on_at: datetime, *, at: datetime, name: str = "next_at") -> None:
    """Raise Refused for an hour that is over, or when the forum calls nobody, is full, or a speaker is elsewhere.

    Until the end of the transaction nobody else fixes a date of this forum, or one of who speaks here: two who fix the
    last place at the same moment do not both get it. Whoever locks more than one matter does so before.
    """
    if on_at <= at:
        raise Refused(SAY["past_day"], name)
    _lock(matter)
    forum, on = matter.forum, clock.day(on_at)
    week, calendar = forums.week(forum), forums.calendar(on)
    if not week.sits_on(on, calendar):
        raise Refused(SAY["not_sitting"] % {"day": _next_day(matter, on)}, name)
    if on_at not in week.slots_on(on, calendar):
        raise Refused(SAY["no_slot"] % {"hours": ", ".join(f"{one:%H:%M}" for one in week.slots)}, name)
    taken = forums.taken(forum, clock.bounds(on)[0])
    if taken.get(on_at, 0) >= week.per_slot:
        free = week.free_slot(on - timedelta(days=1), taken, calendar)
        said = {"day": texts.dated(clock.day(free)), "hour": f"{clock.local(free):%H:%M}"}
        raise Refused(SAY["full"] % said, name)
    if who := calls.elsewhere(matter, on_at, at=at):
        raise Refused(SAY["speaks_elsewhere"] % {"name": who}, name)


def _lock(matter: Matter) -> None:
    """Let nobody else count the places of this forum, or the calls of who speaks in this matter, until we are done."""
    Forum.objects.select_for_update(no_key=True).get(pk=matter.forum_id)
    who = calls.speakers([matter.pk]).get(matter.pk, frozenset())
    list(Representative.objects.select_for_update(no_key=True).filter(pk__in=who).order_by("pk"))


def check_share(matter: Matter, on_at: datetime, *, at: datetime, name: str = "next_at") -> None:
    """Raise Refused where the rest of the day is kept for the oldest matters, and this one is none of them."""
    if not dates.is_within_share(matter, on_at, at=at):
        raise Refused(SAY["kept_for_old"], name)


def end(hearing: Hearing, **changes: object) -> None:
    """Write what came of a date."""
    Hearing.objects.filter(pk=hearing.pk, state=Hearing.State.FIXED).update(**changes)
    for name, value in changes.items():
        setattr(hearing, name, value)


def drop(matter: Matter, *, at: datetime) -> None:
    """Drop a date that is not needed any more, because the matter was decided before it."""
    Hearing.objects.filter(matter=matter, state=Hearing.State.FIXED).update(state=Hearing.State.DROPPED, ended_at=at)
    clear(matter)


def free_hours(matter: Matter, *, after: date, at: datetime, most: int = 3) -> Sequence[datetime]:
    """Return the first hours after a day to which a matter may be called; fewer where the forum hardly sits."""
    found = list[datetime]()
    on = after
    while len(found) < most:
        try:
            free = dates.first_free(matter, after=on, at=at)
        except NeverSits:
            break
        found.append(free)
        on = clock.day(free)
    return found


def _next_day(matter: Matter, after: date) -> str:
    try:
        return texts.dated(forums.week(matter.forum).next_day(after, forums.calendar(after)))
    except NeverSits:
        return "-"
