"""The process that empties the outbox: woken by the database, it drains what is due and sleeps again."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime

from django.db import connection
from psycopg import Connection

from shramsetu.messages import bulk, delivery

CHANNEL = "outbox"
NAP_SECONDS = 2.0  # how long a retry, a morning or a stop may have to wait

Clock = Callable[[], datetime]


def drain(clock: Clock, stopping: Callable[[], bool] = lambda: False) -> Counter[str]:
    """Recover what dead workers left, feed the bulk messages, then send all that is due; return counts by state."""
    counts: Counter[str] = Counter()
    delivery.recover(at=clock())
    bulk.feed(at=clock())
    while not stopping() and (claimed := delivery.claim(at=clock())):
        counts += delivery.deliver(claimed, at=clock())
    return counts


def run(clock: Clock, stopping: Callable[[], bool]) -> None:
    """Drain whenever the doorbell rings, and every few seconds, until `stopping`."""
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {CHANNEL}")
    while not stopping():
        drain(clock, stopping)
        wait()


def wait() -> None:
    """Sleep until the doorbell rings, at most a nap."""
    listening = connection.connection
    assert isinstance(listening, Connection)
    for _ in listening.notifies(timeout=NAP_SECONDS, stop_after=1):
        pass
