"""The nightly list of who is owed something and has not asked: part by part, each as if it were asked alone."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import chain
from typing import LiteralString

from django.db import connection
from psycopg.sql import SQL, Identifier

from shramsetu import rulebook
from shramsetu.casework import runs
from shramsetu.casework.models import Run
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.lib import clock
from shramsetu.schemes import extracts, running_out
from shramsetu.schemes.engines import pointing
from shramsetu.schemes.models import Eligible, Unclaimed
from shramsetu.schemes.rules.signs import POINTERS

KIND = "unclaimed"

_ROOM: LiteralString = """
CREATE TEMP TABLE seen (
    worker_id bigint, scheme text, sign text, event_on date, last_on date, district_id bigint, place_id bigint
) ON COMMIT DROP"""
# Whoever claimed, or whose family did, has asked: after the event, or for a yearly scheme not long ago.
_CLAIMED: LiteralString = """
DELETE FROM seen USING workers_worker w, workers_worker kin, schemes_claim c
WHERE seen.scheme <> '' AND w.id = seen.worker_id
    AND (kin.id = w.id OR kin.family_id = w.family_id AND NOT seen.scheme = ANY(%(own)s))
    AND c.worker_id = kin.id AND c.scheme = seen.scheme AND c.is_live
    AND (seen.event_on IS NULL OR c.claimed_on >= seen.event_on)
    AND (c.claimed_on >= %(again)s OR NOT seen.scheme = ANY(%(yearly)s))
    AND seen.sign NOT IN ('papers', 'appeal')"""
_OVER: LiteralString = """
UPDATE schemes_unclaimed u SET over_on = %(on)s
WHERE u.over_on IS NULL AND u.worker_id BETWEEN %(first)s AND %(last)s AND NOT EXISTS (
    SELECT FROM seen s WHERE s.worker_id = u.worker_id AND s.scheme = u.scheme AND s.sign = u.sign)"""
_FOUND: LiteralString = """
INSERT INTO schemes_unclaimed AS u (worker_id, scheme, sign, event_on, last_on, district_id, place_id, found_on)
SELECT worker_id, scheme, sign, event_on, last_on, district_id, place_id, %(on)s FROM seen
ON CONFLICT (worker_id, scheme, sign) WHERE over_on IS NULL DO UPDATE
SET event_on = excluded.event_on, last_on = excluded.last_on,
    district_id = excluded.district_id, place_id = excluded.place_id
WHERE (u.event_on, u.last_on, u.district_id, u.place_id)
    IS DISTINCT FROM (excluded.event_on, excluded.last_on, excluded.district_id, excluded.place_id)"""

_PAID: LiteralString = """
SELECT coalesce(w.merged_into_id, w.id), array_agg(DISTINCT c.scheme)
FROM workers_worker w JOIN schemes_claim c ON c.worker_id = w.id JOIN casework_case k ON k.id = c.case_id
WHERE k.kind = 'claim' AND k.state = 'paid'
    AND (w.id BETWEEN %(first)s AND %(last)s AND w.merged_into_id IS NULL
        OR w.merged_into_id BETWEEN %(first)s AND %(last)s)
GROUP BY 1"""


def begin(*, at: datetime, by: Actor = SYSTEM, part: int = extracts.PART) -> Run:
    """Have the list made anew; once a day by the clock, again the same day by somebody who asks."""
    on = clock.day(at)
    parts = [runs.Part({"first": first, "part": part}, part) for first in extracts.begins(part)]
    key = f"{KIND}:{on}" if by == SYSTEM else None
    return runs.begin(KIND, parts, title=f"{on:%d-%m-%Y}", by=by, at=at, asked={"on": str(on)}, key=key)


def work(task: runs.Task) -> Iterable[runs.Told]:
    """Ask one part of the registry, and bring the list of its workers and the counts of the eligible up to date."""
    first, part, on = task.what["first"], task.what["part"], clock.day(task.at)
    file = extracts.one(first, at=task.at, part=part)
    again = rulebook.book().number("outreach.again_days", on)
    values = {
        "on": on,
        "first": first,
        "last": first + part - 1,
        "again": on - timedelta(days=again),
        "own": [one.scheme for one in POINTERS if one.is_own],
        "yearly": [one.scheme for one in POINTERS if one.is_yearly],
    }
    begun = list(running_out.found(first, first + part - 1, on))  # nothing is asked of PostgreSQL while it copies
    with extracts.engine() as duck, connection.cursor() as cursor:
        cursor.execute(_ROOM)
        into = SQL("COPY seen ({}) FROM STDIN").format(SQL(", ").join(map(Identifier, pointing.COLUMNS)))
        with cursor.copy(into) as copied:
            for row in chain(pointing.found(duck, file, on), begun):
                copied.write_row(row)
        for statement in (_CLAIMED, _OVER, _FOUND):
            cursor.execute(statement, values)
        cursor.execute("DROP TABLE seen")
        counts = pointing.eligible(duck, file, on, paid=_paid(first, first + part - 1))
    Eligible.objects.filter(first=first).delete()
    Eligible.objects.bulk_create(
        Eligible(first=first, scheme=scheme, district_id=district, workers=workers, unpaid=unpaid, counted_on=on)
        for scheme, district, workers, unpaid in counts
    )
    return []


def _paid(first: int, last: int) -> dict[int, list[str]]:
    """Return the workers of a part who were ever paid, with the schemes; of two merged rows the one that stays."""
    with connection.cursor() as cursor:
        cursor.execute(_PAID, {"first": first, "last": last})
        return dict(cursor.fetchall())


def forget(*, at: datetime) -> int:
    """Remove rows that have been over for so long that nobody asks for them; return how many."""
    on = clock.day(at)
    before = on - timedelta(days=rulebook.book().number("outreach.kept_days", on))
    return Unclaimed.objects.filter(over_on__lt=before).delete()[0]
