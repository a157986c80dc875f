"""Jobs of the portal: forgetting counts."""

from django.utils import timezone
from procrastinate.contrib.django import app

from shramsetu.people import throttle


@app.periodic(cron="20 2 * * *", periodic_id="portal.forget")
@app.task(queueing_lock="portal:forget", lock="portal:forget")
def forget(timestamp: int) -> None:
    """Drop the counts of yesterday."""
    throttle.forget(at=timezone.now())
