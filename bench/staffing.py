"""The helpline's roll-ups and rosters at the size of the state: CALLS (4050000) calls in 30 days, 1,000 agents."""

import os
import time
from collections.abc import Callable
from datetime import date, timedelta

import django

django.setup()

from django.db import connection  # noqa: E402 - models come after setup

from bench import figures  # noqa: E402
from bench.given import sheet  # noqa: E402
from shramsetu.helpline.actions import counting, rosters  # noqa: E402
from shramsetu.helpline.models import Agent, Call, HalfHour, Recount  # noqa: E402
from shramsetu.helpline.queries import expected  # noqa: E402
from shramsetu.helpline.queries import figures as of_floor  # noqa: E402
from shramsetu.helpline.queries import rosters as weeks  # noqa: E402
from shramsetu.journal.rules import SYSTEM  # noqa: E402
from shramsetu.lib import clock  # noqa: E402
from shramsetu.offices.models import Post, Role, User  # noqa: E402

CALLS = int(os.environ.get("CALLS", "4050000"))
DAYS, AGENTS = 30, 1_000
LAST = date(2026, 11, 20)
AT = clock.moment(LAST + timedelta(days=1)) + timedelta(hours=5)
REPEATS = 5

# Times of the day by a bell around noon over a floor; one in twenty hangs up, one in ten is done by the menu.
_FILL = """
INSERT INTO helpline_call (key, node, direction, line, phone, step, revision, node_path, keyed, language, dialect,
  board, wants_woman, urgent, repeat, returned, tries, held, third, third_state, parts, recording_paused, leg,
  third_leg, agent_first, parting, began_at, queued_at, answered_at,
  ended_at, outcome, cause, disposition, event_number, agent_id)
SELECT 'b' || i, 'n1', CASE WHEN i / 30 %% 27 < 16 THEN 'in' ELSE 'out' END,
  CASE WHEN i / 30 %% 20 = 0 THEN 'labour' ELSE '1076' END,
  '+9190' || lpad((i %% 100000000)::text, 8, '0'), 'ended', 5, '', '', 'hi', '',
  (ARRAY['labour', 'bocw', 'uow', 'welfare-council', 'labour-courts', 'general'])[1 + i / 30 %% 6], false, false, false,
  false, 1, false, '', '', 1, false, '', '', false, '', began,
  CASE WHEN i / 30 %% 27 < 16 AND i %% 10 > 0 THEN began + interval '25 seconds' END,
  CASE WHEN i %% 20 > 1 AND i %% 10 > 0 THEN began + interval '30 seconds' END,
  began + make_interval(secs => CASE WHEN i %% 20 > 1 AND i %% 10 > 0 THEN 210 ELSE 60 END),
  CASE WHEN i %% 10 = 0 THEN 'self_service' WHEN i %% 20 = 1 THEN 'abandoned' ELSE 'answered' END, '', '', '',
  CASE WHEN i %% 20 > 1 AND i %% 10 > 0 THEN %(agent)s + i %% %(agents)s END
FROM generate_series(1, %(calls)s) i,
  LATERAL (SELECT %(first)s::timestamptz + make_interval(days => i %% %(days)s,
    secs => 25200 + 57600 * (random() + random()) / 2)) t(began)"""
_SPELLS = """
INSERT INTO helpline_spell (agent_id, state, reason, from_at, to_at)
SELECT agent_id, s.state, '', s.from_at, s.to_at FROM helpline_call c, LATERAL (VALUES
  ('ringing', c.began_at + interval '25 seconds', c.answered_at), ('talking', c.answered_at, c.ended_at),
  ('wrap_up', c.ended_at, c.ended_at + interval '35 seconds'),
  ('available', c.ended_at + interval '35 seconds', c.ended_at + interval '60 seconds')) s(state, from_at, to_at)
WHERE agent_id IS NOT NULL AND c.began_at >= %(day)s AND c.began_at < %(day)s + interval '1 day'"""
_PLAIN = """
SELECT line, board, count(*) FILTER (WHERE queued_at IS NOT NULL),
  count(*) FILTER (WHERE queued_at IS NOT NULL AND answered_at IS NOT NULL),
  count(*) FILTER (WHERE queued_at IS NOT NULL AND answered_at - queued_at <= interval '20 seconds'),
  count(*) FILTER (WHERE queued_at IS NOT NULL AND outcome = 'abandoned'), sum(ended_at - answered_at)
FROM helpline_call WHERE direction = 'in' AND began_at >= %(first)s AND began_at < %(last)s GROUP BY 1, 2"""


def main() -> None:
    """Fill what is missing, then measure counting, reading, the day of the agents, forecast and roster."""
    found = sheet("staffing")
    first = LAST - timedelta(days=DAYS - 1)
    _fill(first)
    seconds = _timed(lambda: counting.recount(first, LAST, at=AT))
    found.add("counted anew (rebuild)", CALLS / seconds, "calls a second", calls=CALLS, seconds=round(seconds, 1))
    _read(found, first)
    _end_calls(found)
    seconds = min(_timed(lambda: counting.count_agents(LAST)) for _ in range(REPEATS))
    found.add("a day of the agents", seconds, "seconds", agents=AGENTS)
    seconds = min(_timed(lambda: list(of_floor.by_agent(first, LAST, "agent")[:50])) for _ in range(REPEATS))
    found.add("report of 30 days, a page of operators", seconds * 1000, "ms")
    days = weeks.week_of(weeks.monday(LAST) + timedelta(weeks=1))
    found.add("forecast of a week", _timed(lambda: expected.outlook("1076", days, at=AT)) * 1000, "ms")
    found.add(
        "seats of a week by both formulas", _timed(lambda: expected.people_needed("1076", days, at=AT)), "seconds"
    )
    seconds = _timed(lambda: rosters.draw(days[0], by=SYSTEM, at=AT))
    found.add("a week drawn", seconds, "seconds", agents=AGENTS)
    found.add("its coverage", _timed(lambda: weeks.coverage(days, line="1076")) * 1000, "ms")
    figures.explain(
        """Reading must not grow with the calls: a page takes the roll-up's rows, half-hours times boards.
        Counting runs each minute on two or three half-hours; a rebuild is for after a restore or a mended rule."""
    )


def _read(found: figures.Sheet, first: date) -> None:
    bounds = {"first": clock.moment(first), "last": clock.moment(LAST + timedelta(days=1))}
    rolled = min(_timed(lambda: of_floor.by_board(first, LAST)) for _ in range(REPEATS))
    with connection.cursor() as database:
        plain = min(_timed(lambda: database.execute(_PLAIN, bounds)) for _ in range(REPEATS))
    found.add("30 days from the half-hours", rolled * 1000, "ms", rows=HalfHour.objects.count())
    found.add("30 days by GROUP BY over the calls", plain * 1000, "ms", calls=CALLS)
    found.add("ratio", plain / rolled, "times")


_END = """
EXPLAIN (ANALYZE, FORMAT JSON) UPDATE helpline_call SET ended_at = ended_at + interval '1 second'
WHERE id IN (SELECT id FROM helpline_call WHERE began_at >= %s AND agent_id IS NOT NULL ORDER BY began_at LIMIT 250)"""


def _end_calls(found: figures.Sheet) -> None:
    """Change the ends of a minute's worth of calls in the busiest half-hour, and count what that asks for."""
    noon = clock.moment(LAST) + timedelta(hours=14)
    spent = []
    for _ in range(REPEATS):
        with connection.cursor() as database:
            database.execute(_END, [noon])
            (triggers,) = [one["Triggers"] for one in database.fetchone()[0]]
        spent.append(sum(one["Time"] / one["Calls"] for one in triggers if "recount" in one["Trigger Name"]))
    found.add("trigger on the end of a call", min(spent) * 1000, "microseconds")
    found.add("a minute counted", _timed(lambda: counting.catch_up(at=AT)) * 1000, "ms", ended=250 * REPEATS)
    assert not Recount.objects.exists()


def _fill(first: date) -> None:
    began = time.monotonic()
    if Call.objects.count() >= CALLS:
        return
    agent = _agents()
    given = {"agent": agent, "agents": AGENTS, "calls": CALLS, "days": DAYS, "first": clock.moment(first)}
    with connection.cursor() as database:
        for table in ("helpline_call", "helpline_spell"):
            database.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        database.execute(_FILL, given)
        database.execute(_SPELLS, {"day": clock.moment(LAST)})
        for table in ("helpline_call", "helpline_spell"):
            database.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        database.execute("VACUUM ANALYZE helpline_call, helpline_spell")
    print(f"  {CALLS:,} calls filled in after {time.monotonic() - began:,.0f} s", flush=True)


def _agents() -> int:
    """Seat the agents; return the key of the first, the others follow it."""
    post = Post.objects.filter(role=Role.OPERATOR).order_by("pk")[0]
    users = User.objects.bulk_create(
        User(username=f"bench-agent-{number}", name_hi=f"ऑपरेटर {number}") for number in range(AGENTS)
    )
    made = Agent.objects.bulk_create(
        Agent(user=user, post=post, number=f"b{number}", languages=["hi"], is_woman=number % 2 == 0, state_at=AT)
        for number, user in enumerate(users)
    )
    return made[0].pk


def _timed(act: Callable[[], object]) -> float:
    began = time.monotonic()
    act()
    return time.monotonic() - began


if __name__ == "__main__":
    main()
