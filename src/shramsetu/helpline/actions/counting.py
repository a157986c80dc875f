"""Fill the roll-ups of calls and agents: each time from the rows themselves, so that repeating changes nothing."""

from datetime import date, datetime, timedelta

from django.db import connection, transaction

from shramsetu import rulebook
from shramsetu.helpline.models import AgentDay, HalfHour
from shramsetu.lib import clock

COUNTING = 1076_002  # the advisory lock: an older count never overwrites a newer one
HALF_HOUR = timedelta(minutes=30)

_TAKE = """
WITH taken AS (DELETE FROM helpline_recount
  WHERE id IN (SELECT id FROM helpline_recount ORDER BY id LIMIT %(batch)s) RETURNING start)
SELECT start, count(*) FROM taken GROUP BY start ORDER BY start"""

_COUNT = """
INSERT INTO helpline_halfhour (start, line, board, direction, calls, offered, answered, within, abandoned, handled,
  self_service, voicemail, call_back, blocked, emergency, lost, unreached, wait, gave_up, longest, talk, wrap)
SELECT public.helpline_half_hour(c.began_at), c.line, c.board, c.direction, count(*),
  count(*) FILTER (WHERE offered),
  count(*) FILTER (WHERE offered AND answered),
  count(*) FILTER (WHERE offered AND answered AND waited <= %(within)s),
  count(*) FILTER (WHERE offered AND c.outcome = 'abandoned'),
  count(*) FILTER (WHERE answered AND c.agent_id IS NOT NULL),
  count(*) FILTER (WHERE c.outcome = 'self_service'),
  count(*) FILTER (WHERE c.outcome = 'voicemail'),
  count(*) FILTER (WHERE c.outcome = 'call_back'),
  count(*) FILTER (WHERE c.outcome = 'blocked'),
  count(*) FILTER (WHERE c.outcome = 'emergency'),
  count(*) FILTER (WHERE c.outcome = 'lost'),
  count(*) FILTER (WHERE c.outcome IN ('no_answer', 'busy', 'failed')),
  coalesce(round(sum(waited) FILTER (WHERE offered AND answered)), 0),
  coalesce(round(sum(waited) FILTER (WHERE offered AND NOT answered)), 0),
  coalesce(round(max(waited) FILTER (WHERE offered)), 0),
  coalesce(round(sum(talked) FILTER (WHERE c.agent_id IS NOT NULL)), 0),
  coalesce(round(sum(extract(epoch FROM w.to_at - w.from_at))), 0)
FROM helpline_call c
CROSS JOIN LATERAL (SELECT c.direction = 'in' AND c.queued_at IS NOT NULL AS offered,
  c.answered_at IS NOT NULL AS answered,
  extract(epoch FROM coalesce(c.answered_at, c.ended_at) - c.queued_at) AS waited,
  extract(epoch FROM c.ended_at - c.answered_at) AS talked) v
LEFT JOIN helpline_spell w ON w.agent_id = c.agent_id AND w.from_at = c.ended_at AND w.state = 'wrap_up'
  AND w.to_at IS NOT NULL AND w.from_at >= %(first)s AND w.from_at < %(last)s + interval '1 day'
  AND c.answered_at IS NOT NULL
WHERE c.began_at >= %(first)s AND c.began_at < %(last)s AND c.step = 'ended'
GROUP BY 1, 2, 3, 4"""

_AGENTS = """
INSERT INTO helpline_agentday (agent_id, "on", answered, outgoing, missed, transfers, talk, held, wrap, available,
  ringing, paused, pauses, planned, kept)
WITH spells AS (
  SELECT agent_id, state, reason,
    extract(epoch FROM sum(least(to_at, %(last)s) - greatest(from_at, %(first)s))) AS seconds
  FROM helpline_spell
  WHERE from_at >= %(first)s - interval '1 day' AND from_at < %(last)s AND to_at > %(first)s AND state <> 'out'
  GROUP BY 1, 2, 3),
states AS (
  SELECT agent_id,
    coalesce(sum(seconds) FILTER (WHERE state = 'talking'), 0) AS talking,
    coalesce(sum(seconds) FILTER (WHERE state = 'wrap_up'), 0) AS wrap,
    coalesce(sum(seconds) FILTER (WHERE state = 'available'), 0) AS available,
    coalesce(sum(seconds) FILTER (WHERE state = 'ringing'), 0) AS ringing,
    coalesce(sum(seconds) FILTER (WHERE state = 'paused'), 0) AS paused,
    coalesce(jsonb_object_agg(reason, round(seconds)) FILTER (WHERE state = 'paused'), '{}') AS pauses
  FROM spells GROUP BY 1),
calls AS (
  SELECT agent_id, count(*) FILTER (WHERE direction = 'in') AS answered,
    count(*) FILTER (WHERE direction = 'out') AS outgoing
  FROM helpline_call
  WHERE began_at >= %(first)s - interval '6 hours' AND began_at < %(last)s AND answered_at >= %(first)s
    AND answered_at < %(last)s AND agent_id IS NOT NULL GROUP BY 1),
events AS (
  SELECT coalesce((detail ->> 'agent')::bigint, agent_id) AS agent_id,
    count(*) FILTER (WHERE verb = 'returned' AND detail ->> 'why' = 'no-answer') AS missed,
    count(*) FILTER (WHERE verb IN ('passed_on', 'handed')) AS transfers,
    coalesce(extract(epoch FROM sum(next_at - at) FILTER (WHERE verb = 'held')), 0) AS held
  FROM (SELECT e.verb, e.detail, e.at, c.agent_id,
      lead(e.at) OVER (PARTITION BY e.call_id ORDER BY e.at, e.id) AS next_at
    FROM helpline_callevent e JOIN helpline_call c ON c.id = e.call_id
    WHERE e.at >= %(first)s AND e.at < %(last)s
      AND e.verb IN ('returned', 'passed_on', 'handed', 'taken_over', 'held', 'unheld', 'outcome')) x
  WHERE verb IN ('returned', 'passed_on', 'handed', 'held') GROUP BY 1),
shifts AS (
  SELECT d.agent_id, extract(epoch FROM d.to_at - d.from_at) AS planned,
    least(extract(epoch FROM d.to_at - d.from_at), s.there + least(s.away, d.break_seconds)) AS kept
  FROM helpline_duty d JOIN helpline_rosterweek r ON r.id = d.week_id AND r.published_at IS NOT NULL
  CROSS JOIN LATERAL (
    SELECT coalesce(sum(seconds) FILTER (WHERE NOT away), 0) AS there,
      coalesce(sum(seconds) FILTER (WHERE away), 0) AS away
    FROM (SELECT extract(epoch FROM least(to_at, d.to_at) - greatest(from_at, d.from_at)) AS seconds,
        state = 'paused' AND reason <> ALL(%(working)s) AS away
      FROM helpline_spell WHERE agent_id = d.agent_id AND state <> 'out' AND to_at > d.from_at
        AND from_at >= d.from_at - interval '1 day' AND from_at < d.to_at) p) s
  WHERE d."on" = %(on)s)
SELECT agent_id, %(on)s, coalesce(answered, 0), coalesce(outgoing, 0), coalesce(missed, 0), coalesce(transfers, 0),
  round(coalesce(talking, 0)), round(coalesce(held, 0)), round(coalesce(wrap, 0)), round(coalesce(available, 0)),
  round(coalesce(ringing, 0)), round(coalesce(paused, 0)), coalesce(pauses, '{}'), round(coalesce(planned, 0)),
  round(coalesce(kept, 0))
FROM states FULL JOIN calls USING (agent_id) FULL JOIN events USING (agent_id) FULL JOIN shifts USING (agent_id)
WHERE agent_id IS NOT NULL"""


def catch_up(*, at: datetime, batch: int = 20_000) -> int:
    """Count anew the half-hours in which a call ended or changed since the last time; return how many."""
    counted: set[datetime] = set()
    while True:
        found = _take(batch, at)
        counted |= found.keys()
        if sum(found.values()) < batch:
            return len(counted)


@transaction.atomic
def _take(batch: int, at: datetime) -> dict[datetime, int]:
    """Count what the next `batch` notes name. They go in the same transaction: a kill loses none."""
    with connection.cursor() as database:
        database.execute("SELECT pg_advisory_xact_lock(%s)", [COUNTING])
        database.execute(_TAKE, {"batch": batch})
        found: dict[datetime, int] = dict(database.fetchall())
    for start in found:
        _count(start, start + HALF_HOUR, at)
    return found


@transaction.atomic
def recount(first: date, last: date, *, at: datetime) -> None:
    """Count the half-hours and agents of the days from `first` to `last` anew from the calls that are there.

    Half-hours before the oldest call still kept stand as they are: their calls went into the archive.
    """
    with connection.cursor() as database:
        database.execute("SELECT pg_advisory_xact_lock(%s)", [COUNTING])
        database.execute("SELECT public.helpline_half_hour(min(began_at)) FROM helpline_call")
        oldest = database.fetchone()[0]
    if oldest is None:
        return
    on = max(first, clock.day(oldest))
    while on <= last:
        start, end = clock.bounds(on)
        _count(max(start, oldest), end, at)
        count_agents(on)
        on += timedelta(days=1)


def count_today(*, at: datetime) -> None:
    """Count what agents did today, and until noon yesterday too, for the nights."""
    today = clock.day(at)
    if clock.local(at).hour < 12:
        count_agents(today - timedelta(days=1))
    count_agents(today)


@transaction.atomic
def count_agents(on: date) -> None:
    """Count what every agent did on the day `on` anew. A spell that still lasts is counted when it ends."""
    first, last = clock.bounds(on)
    working = [reason for reason, pause in rulebook.book().helpline.pauses.items() if pause.is_work]
    AgentDay.objects.filter(on=on).delete()
    with connection.cursor() as database:
        database.execute(_AGENTS, {"first": first, "last": last, "on": on, "working": working})


def _count(first: datetime, last: datetime, at: datetime) -> None:
    within = rulebook.book().number("helpline.level_seconds", clock.day(at))
    HalfHour.objects.filter(start__gte=first, start__lt=last).delete()
    with connection.cursor() as database:
        database.execute(_COUNT, {"first": first, "last": last, "within": within})
