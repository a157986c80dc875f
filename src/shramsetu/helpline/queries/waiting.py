"""The queue and the free agents, as the rules want them."""

from django.db import connection
from django.db.models import Q

from shramsetu.helpline.models import Agent, AgentState, Call, Step
from shramsetu.helpline.rules.queue import Free, Waiting
from shramsetu.prepared import Rows

MOST = 5_000  # callers looked at in one pairing, oldest first
_NEEDS = ("pk", "queued_at", "line", "language", "dialect", "board", "wants_woman", "urgent", "repeat", "returned")
_SKILLS = ("pk", "idle_since", "languages", "boards", "lines", "is_woman")
_CALLERS = Rows(
    lambda: (
        Call.objects.filter(step=Step.QUEUE, queued_at__isnull=False).order_by("queued_at").values_list(*_NEEDS)[:MOST]
    )
)
_FREE = Rows(
    lambda: (
        Agent.objects.filter(state=AgentState.AVAILABLE, phone_seen_at__isnull=False)
        .order_by("idle_since")
        .values_list(*_SKILLS)
    )
)

_ANYBODY = Rows(
    lambda: Agent.objects.filter(state=AgentState.AVAILABLE, phone_seen_at__isnull=False).values_list("pk", flat=True)[
        :1
    ]
)

# The lock is controller/ear.py's: who has a node's name is at work there.
_ALONE = """
SELECT id FROM helpline_call AS waits WHERE step = 'queue' AND node <> %s AND NOT EXISTS (
  SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND ((classid::bigint << 32) | objid::bigint) = hashtextextended('telephony:' || waits.node, 0))"""


def alone(node: str) -> frozenset[int]:
    """Return who waits at other nodes than this one where no controller is at work."""
    with connection.cursor() as cursor:
        cursor.execute(_ALONE, [node])
        return frozenset(call for (call,) in cursor.fetchall())


def callers() -> list[Waiting]:
    """Return who waits in the queue, oldest first."""
    return [Waiting(*row) for row in _CALLERS.all()]


def is_anybody_free() -> bool:
    """Tell whether an agent waits for a call."""
    return bool(_ANYBODY.all())


def free_agents() -> list[Free]:
    """Return the agents who wait for a call and whose phone is there, longest idle first."""
    return [
        Free(pk, since, frozenset(languages), frozenset(boards), frozenset(lines), is_woman)
        for pk, since, languages, boards, lines, is_woman in _FREE.all()
        if since is not None
    ]


def is_anybody_there(line: str, *, women: bool = False) -> bool:
    """Tell whether an agent of this line, or a woman among them, is at work, free or not."""
    rows = Agent.objects.exclude(state=AgentState.OUT).filter(Q(lines=[]) | Q(lines__contains=[line]))
    return (rows.filter(is_woman=True) if women else rows).exists()
