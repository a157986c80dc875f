"""The clock's work of targets: at midnight the counters are read, the day is frozen, and who falls behind is told."""

from datetime import UTC, datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from shramsetu import rulebook
from shramsetu.lib import clock, lanes
from shramsetu.monitoring.targets.actions import freezing, reading, shortfalls


def _daily(key: str) -> str:
    """Return the cron line, in UTC, of the time that the rulebook writes under `key` when the worker starts."""
    today = clock.day(timezone.now())
    begins = clock.moment(today, rulebook.book().time(key, today)).astimezone(UTC)
    return f"{begins.minute} {begins.hour} * * *"


@app.periodic(cron=_daily("targets.freeze_at"), periodic_id="targets.freeze")
@app.task(queue=lanes.NIGHTLY, queueing_lock="targets.freeze", lock="targets.freeze")
def freeze_the_day(timestamp: int) -> None:
    """Read what the platform counted, freeze the day's targets, open and end shortfalls."""
    midnight(at=datetime.fromtimestamp(timestamp, UTC))


def midnight(*, at: datetime) -> None:
    """Do a midnight's work in its order; safe to repeat."""
    reading.read_all(at=at)
    freezing.freeze(at=at)
    shortfalls.watch(at=at)
