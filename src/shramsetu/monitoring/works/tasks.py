"""The clock's work of buildings: each night it is written down how all of them stood."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from shramsetu import rulebook
from shramsetu.lib import clock, lanes
from shramsetu.monitoring.works.actions import clockwork


def _nightly() -> str:
    """Return the cron line, in UTC, of the time that the rulebook writes when the worker starts."""
    today = clock.day(timezone.now())
    begins = clock.moment(today, rulebook.book().time("works.night_at", today)).astimezone(UTC)
    return f"{begins.minute} {begins.hour} * * *"


@app.periodic(cron=_nightly(), periodic_id="works.standings")
@app.task(queue=lanes.NIGHTLY, queueing_lock="works.standings", lock="works.standings")
def write_standings(timestamp: int) -> None:
    """Write how every running work stood at the end of yesterday."""
    at = datetime.fromtimestamp(timestamp, UTC)
    clockwork.write_standings(clock.day(at) - timedelta(days=1), at=at)
