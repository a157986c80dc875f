"""From the journal to subscribers: what happened to a worker or a family becomes an errand for each who asked for it.

Entries are read behind the horizon of running transactions, so that none is passed over; an entry makes one errand for
a subscription, however often this is repeated.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from shramsetu.workers.models import Cursor, Errand, Family, Subscription, Worker
from shramsetu.workers.social.actions import errands

NAME = "news"
BATCH = 2000
REGISTER, UPDATE, DEREGISTER, JOINED = "REGISTER", "UPDATE", "DEREGISTER", "NewHouseHoldMember"
# Verbs of a worker's stream that change what a record says. Who was merely entered is not registered yet.
_VERBS = {"admit": REGISTER, "cancel": DEREGISTER, "die": DEREGISTER, "merged_away": DEREGISTER}
_VERBS |= dict.fromkeys(("change", "renew", "merge", "unmerge"), UPDATE)
_ALIKE = {DEREGISTER: {DEREGISTER, "DELETE"}}


@dataclass(frozen=True, slots=True)
class Happened:
    """An entry of the stream of a worker or a family."""

    entry: int
    stream: str
    events: tuple[str, ...]


@transaction.atomic
def spread(*, at: datetime) -> int:
    """Make errands of the entries since the last time; return how many entries were read."""
    Cursor.objects.bulk_create([_begin()], ignore_conflicts=True)
    cursor = Cursor.objects.select_for_update().get(name=NAME)
    rows = _entries(cursor)
    happened = [one for entry, _, stream, verb, detail in rows if (one := _read(entry, stream, verb, detail))]
    Errand.objects.bulk_create(list(_errands(happened, at)), ignore_conflicts=True)
    if rows:
        Cursor.objects.filter(pk=cursor.pk).update(xid=rows[-1][1], entry=rows[-1][0])
    return len(rows)


def _begin() -> Cursor:
    """Begin where the journal stands: nobody is told of the years before the first subscription."""
    if Cursor.objects.filter(name=NAME).exists():
        return Cursor(name=NAME)
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.journal_horizon()")
        return Cursor(name=NAME, xid=cursor.fetchone()[0], entry=0)


def _entries(cursor: Cursor) -> list[tuple[int, int, str, str, Any]]:
    with connection.cursor() as database:
        database.execute(
            "SELECT id, xid, stream, verb, detail FROM journal_entry"
            " WHERE (xid, id) > (%s, %s) AND xid < public.journal_horizon() ORDER BY xid, id LIMIT %s",
            [cursor.xid, cursor.entry, BATCH],
        )
        return list(database.fetchall())


def _read(entry: int, stream: str, verb: str, detail: Mapping[str, Any]) -> Happened | None:
    if stream.startswith("worker:"):
        event = _VERBS.get(verb, "")
        return Happened(entry, stream, (event,)) if event else None
    if stream.startswith("family:"):
        joined = isinstance(detail, dict) and detail.get("joined")
        return Happened(entry, stream, (UPDATE, JOINED) if joined else (UPDATE,))
    return None


def _errands(happened: Sequence[Happened], at: datetime) -> Iterable[Errand]:
    workers = Worker.objects.in_bulk(
        [_key(one) for one in happened if one.stream.startswith("worker:")], field_name="number"
    )
    ids = [int(key) for one in happened if one.stream.startswith("family:") and (key := _key(one)).isdigit()]
    families = Family.objects.in_bulk(ids)
    for one in happened:
        key = _key(one)
        if one.stream.startswith("worker:") and key in workers:
            worker = workers[key]
            about = Q(worker=worker) | Q(place_id=worker.district_id)
            yield from _for(one, about, at, worker=worker)
        elif key.isdigit() and (family := families.get(int(key))):
            yield from _for(one, Q(family=family), at, family=family)


def _for(one: Happened, about: Q, at: datetime, **whose: Worker | Family) -> Iterable[Errand]:
    events = {name for event in one.events for name in _ALIKE.get(event, {event})}
    live = Subscription.objects.filter(about, event__in=events, ended_at=None, from_at__lte=at, partner__ended_at=None)
    for subscription in live.filter(Q(until_at=None) | Q(until_at__gt=at)).select_related("partner"):
        uri = subscription.partner.callback + errands.PATHS["notify"]
        yield Errand(
            partner=subscription.partner,
            action="notify",
            subscription=subscription,
            entry=one.entry,
            event=subscription.event,
            uri=uri,
            due_at=at,
            **whose,
        )


def _key(one: Happened) -> str:
    return one.stream.partition(":")[2]
