"""Proves the roll-ups: holds them against a direct count over cases, lapses and calls, in one snapshot."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from shramsetu.insight import deltas
from shramsetu.insight.actions import END, catch_up, count_entries
from shramsetu.insight.models import Cursor

_SCOPED = """
WITH c AS (
  SELECT level, state, phase, (opened_at AT TIME ZONE 'Asia/Kolkata')::date AS opened,
    (due_at AT TIME ZONE 'Asia/Kolkata')::date AS due,
    CASE WHEN NOT sealed THEN district_id END AS district, CASE WHEN NOT sealed THEN department_id END AS department
  FROM casework_case WHERE kind = ANY(%(public)s) AND phase IN (1, 2)
), s AS (
  SELECT v.district, v.department, level, state, phase, opened, due FROM c CROSS JOIN LATERAL (VALUES
    (0, 0), (c.district, 0), (0, c.department), (c.district, c.department)) v(district, department)
  WHERE v.district IS NOT NULL AND v.department IS NOT NULL
)"""

# What is proved: its name, the roll-up's own answer, and the direct count. Each row ends with its number.
CHECKS = {
    "open by level and state": (
        "SELECT district, department, level, state, amount FROM insight_openstate WHERE amount <> 0",
        _SCOPED + " SELECT district, department, level, state, count(*) FROM s GROUP BY 1, 2, 3, 4",  # noqa: S608 - fixed
    ),
    "open by day of opening": (
        "SELECT district, department, day, amount FROM insight_openday WHERE sort = 'opened' AND amount <> 0",
        _SCOPED + " SELECT district, department, opened, count(*) FROM s GROUP BY 1, 2, 3",  # noqa: S608 - fixed
    ),
    "open by due day": (
        "SELECT district, department, day, amount FROM insight_openday WHERE sort = 'due' AND amount <> 0",
        _SCOPED + " SELECT district, department, due, count(*) FROM s WHERE phase = 1 GROUP BY 1, 2, 3",  # noqa: S608 - fixed
    ),
    "received by day and kind": (
        """SELECT day, measure, amount FROM insight_daycount
           WHERE district = 0 AND department = 0 AND category = '' AND measure LIKE 'received\\_%%'""",
        """SELECT (opened_at AT TIME ZONE 'Asia/Kolkata')::date, 'received_' || kind, count(*) FROM casework_case
           WHERE kind = ANY(%(public)s) GROUP BY 1, 2""",
    ),
    "received by month and channel": (
        """SELECT month, measure, amount FROM insight_monthcount
           WHERE district = 0 AND department = 0 AND category = '' AND measure LIKE 'channel\\_%%'""",
        """SELECT date_trunc('month', opened_at AT TIME ZONE 'Asia/Kolkata')::date, 'channel_' || channel, count(*)
           FROM casework_case WHERE kind = ANY(%(public)s) GROUP BY 1, 2""",
    ),
    "closed by outcome": (
        """SELECT regexp_replace(measure, '^back_', ''),
             sum(CASE WHEN measure LIKE 'back\\_%%' THEN -amount ELSE amount END)
           FROM insight_monthcount WHERE district = 0 AND department = 0 AND category = ''
             AND regexp_replace(measure, '^back_', '') = ANY(%(outcomes)s)
           GROUP BY 1 HAVING sum(CASE WHEN measure LIKE 'back\\_%%' THEN -amount ELSE amount END) <> 0""",
        "SELECT outcome, count(*) FROM casework_case WHERE kind = ANY(%(public)s) AND phase IN (3, 4) GROUP BY 1",
    ),
    "lapses by day": (
        """SELECT day, sum(amount) FROM insight_daycount WHERE district = 0 AND department = 0 AND category = ''
             AND measure IN ('lapsed', 'lapsed_desk') GROUP BY 1""",
        "SELECT (at AT TIME ZONE 'Asia/Kolkata')::date, count(*) FROM grievances_lapse GROUP BY 1",
    ),
    "feedback calls by day": (
        """SELECT day, sum(amount) FROM insight_daycount WHERE district = 0 AND department = 0 AND category = ''
             AND measure = 'called' GROUP BY 1""",
        "SELECT (at AT TIME ZONE 'Asia/Kolkata')::date, count(*) FROM grievances_feedback GROUP BY 1",
    ),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A number in which a roll-up and the direct count do not agree."""

    check: str
    key: tuple[object, ...]
    rolled_up: int
    counted: int


def differences(*, at: datetime) -> list[Difference]:
    """Return where the roll-ups differ from the cases themselves; empty is the proof.

    Runs beside the running system: one snapshot is held, what the roll-ups have not yet taken is counted into them
    within it, and all of that is undone afterwards.
    """
    catch_up(at=at)
    with transaction.atomic():
        with connection.cursor() as database:
            database.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor = Cursor.objects.get(id=1)
        count_entries(cursor, at=at, batch=END, until=END)
        found = [difference for check in CHECKS for difference in _compare(check)]
        transaction.set_rollback(True)
    return found


def _compare(check: str) -> Iterator[Difference]:
    ours, direct = (_rows(text) for text in CHECKS[check])
    for key in sorted(set(ours) | set(direct), key=str):
        if ours[key] != direct[key]:
            yield Difference(check, key, ours[key], direct[key])


def _rows(text: str) -> Counter[tuple[object, ...]]:
    given = {"public": list(deltas.PUBLIC), "outcomes": [*deltas.DISPOSED, *deltas.APART]}
    with connection.cursor() as database:
        database.execute(text, given)
        return Counter({row[:-1]: int(row[-1]) for row in database.fetchall()})
