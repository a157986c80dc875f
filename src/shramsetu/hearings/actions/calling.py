"""Matters called to a day: those without a date, and whole days moved, the oldest first."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from shramsetu.casework.actions import Refused
from shramsetu.hearings.actions import lists, sittings
from shramsetu.hearings.models import Forum, Hearing, Matter
from shramsetu.hearings.queries import dates, forums
from shramsetu.hearings.rules import listing
from shramsetu.hearings.words import SAY
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock

FIRST_PURPOSE = "appearance"


@transaction.atomic
def fill(forum: Forum, on: date, *, matters: Sequence[Matter], by: Actor, at: datetime) -> list[Hearing]:
    """Call matters that have no date to a day, the oldest first, as many as find room; return their dates.

    Their parties hear of it at once; the day must be far enough for that, as for a first date.
    """
    lists.need(forum, by)
    lock(forum, matters)
    slots = forums.week(forum).slots_on(on, forums.calendar(on))
    if not slots or on <= clock.day(at):
        raise Refused(SAY["not_sitting"] % {"day": "-"}, "on")
    waiting = listing.oldest_first(dates.waiting(matters, at=at))
    who = {pk for one in waiting for pk in one.speakers}
    taken = dates.taken(forum, clock.bounds(on)[0], at=at, who=who)
    found = listing.assign(waiting, [slots], dates.room(forum, at=at), taken)
    known = {one.pk: one for one in matters}
    return [
        sittings.list_for(known[pk], on_at, purpose=known[pk].next_purpose or FIRST_PURPOSE, by=by, at=at)
        for pk, on_at in found.items()
    ]


def lock(forum: Forum, matters: Sequence[Matter]) -> None:
    """Lock matters, in one order, and then the forum: the order of everybody who fixes dates."""
    pks = [one.pk for one in matters]
    list(Matter.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk"))
    Forum.objects.select_for_update(no_key=True).get(pk=forum.pk)


def plan_moves(rows: Sequence[Hearing], *, after: date, at: datetime) -> dict[int, datetime]:
    """Return to which hours dates would be moved, the oldest matter first, without moving any: the preview."""
    if not rows:
        return {}
    forum = rows[0].forum
    waiting = listing.oldest_first(dates.called(rows, at=at))
    who = {pk for one in waiting for pk in one.speakers}
    taken = dates.taken(forum, clock.bounds(after)[1], at=at, who=who, without=[one.pk for one in rows])
    return listing.assign(waiting, dates.days_ahead(forum, after), dates.room(forum, at=at), taken)
