"""Jobs of the outbox: the doorbell's stand-in, the daily digest."""

from django.utils import timezone
from procrastinate.contrib.django import app

from shramsetu.lib import lanes
from shramsetu.messages import digest, worker


@app.periodic(cron="* * * * *")
@app.task(queue=lanes.OUTSIDE, queueing_lock="messages:deliver", lock="messages:deliver")
def deliver_waiting(timestamp: int) -> None:
    """Send what is due even where no delivery process runs."""
    worker.drain(timezone.now)


@app.periodic(cron="*/10 * * * *")
@app.task(queue=lanes.PEOPLE, queueing_lock="messages:digest", lock="messages:digest")
def collect_digests(timestamp: int) -> None:
    """Queue the officers' daily digests once their hour has come."""
    digest.collect(at=timezone.now())
