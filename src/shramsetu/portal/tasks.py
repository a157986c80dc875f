"""Jobs of the portal: forgetting counts, and pieces of recordings that never became whole."""

from django.utils import timezone
from procrastinate.contrib.django import app

from shramsetu.lib import lanes
from shramsetu.people import throttle
from shramsetu.portal import pieces


@app.periodic(cron="20 2 * * *", periodic_id="portal.forget")
@app.task(queue=lanes.NIGHTLY, queueing_lock="portal:forget", lock="portal:forget")
def forget(timestamp: int) -> None:
    """Drop the counts and the pieces of yesterday."""
    throttle.forget(at=timezone.now())
    pieces.forget_old(at=timezone.now())
