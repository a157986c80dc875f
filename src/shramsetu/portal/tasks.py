"""Jobs of the portal: forgetting counts and drafts."""

from django.utils import timezone
from procrastinate.contrib.django import app

from shramsetu.portal import actions, throttle


@app.periodic(cron="20 2 * * *", periodic_id="portal.forget")
@app.task(queueing_lock="portal:forget", lock="portal:forget")
def forget(timestamp: int) -> None:
    """Drop the counts of yesterday and the papers of drafts that nobody sent."""
    now = timezone.now()
    throttle.forget(at=now)
    actions.forget_drafts(at=now)
