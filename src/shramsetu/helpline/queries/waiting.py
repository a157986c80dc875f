"""The queue and the free agents, as the rules want them."""

from shramsetu.helpline.models import Agent, AgentState, Call, Step
from shramsetu.helpline.rules.queue import Free, Waiting

MOST = 5_000  # callers looked at in one pairing, oldest first


def callers() -> list[Waiting]:
    """Return who waits in the queue, oldest first."""
    rows = Call.objects.filter(step=Step.QUEUE, queued_at__isnull=False).order_by("queued_at")
    fields = ("pk", "queued_at", "line", "language", "dialect", "board", "wants_woman", "urgent", "repeat", "returned")
    return [Waiting(*row) for row in rows.values_list(*fields)[:MOST]]


def free_agents() -> list[Free]:
    """Return the agents who wait for a call and whose phone is there, longest idle first."""
    rows = Agent.objects.filter(state=AgentState.AVAILABLE, phone_seen_at__isnull=False).order_by("idle_since")
    fields = ("pk", "idle_since", "languages", "boards", "lines", "is_woman")
    return [
        Free(pk, since, frozenset(languages), frozenset(boards), frozenset(lines), is_woman)
        for pk, since, languages, boards, lines, is_woman in rows.values_list(*fields)
        if since is not None
    ]
