"""What Prometheus reads: requests by route, and the state of the work: open, overdue, waiting messages and jobs."""

from django.db import connection
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

registry = CollectorRegistry()
requests = Counter("shramsetu_requests_total", "Requests", ["method", "route", "status"], registry=registry)
seconds = Histogram(
    "shramsetu_request_seconds",
    "Time of a request",
    ["route"],
    registry=registry,
    buckets=(0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10),
)

# Each one is answered from a partial index; none of them grows with what is closed.
READINGS = {
    "shramsetu_cases_open": "SELECT count(*) FROM casework_case WHERE phase IN (1, 2)",
    "shramsetu_cases_overdue": "SELECT count(*) FROM casework_case WHERE phase IN (1, 2) AND due_at < now()",
    "shramsetu_cases_due_not_moved": (
        "SELECT count(*) FROM casework_case"
        " WHERE phase IN (1, 2) AND warned < 100 AND due_at < now() - interval '15 min'"
    ),
    "shramsetu_messages_waiting": "SELECT count(*) FROM outbox_message WHERE state IN ('queued', 'claimed')",
    "shramsetu_messages_unknown": "SELECT count(*) FROM outbox_message WHERE state = 'unknown'",
    "shramsetu_letters_broken": (
        "SELECT count(*) FROM intake_scanned WHERE state = 'waiting'"
        " AND (reading = 'unread' AND tries >= 3 OR reading = 'waiting' AND tries > 1)"
    ),
    "shramsetu_jobs_waiting": "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')",
}
gauges = {name: Gauge(name, name.replace("_", " "), registry=registry) for name in READINGS}


def note(method: str, route: str, status: int, took: float) -> None:
    """Count one request."""
    requests.labels(method, route, str(status)).inc()
    seconds.labels(route).observe(took)


def text() -> bytes:
    """Return everything in Prometheus' text format, the work's state read now."""
    with connection.cursor() as cursor:
        for name, sql in READINGS.items():
            cursor.execute(sql)
            gauges[name].set(cursor.fetchone()[0])
    return generate_latest(registry)
