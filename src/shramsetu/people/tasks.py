"""Jobs of this floor: forgetting old one-time codes."""

from django.utils import timezone
from procrastinate.contrib.django import app

from shramsetu.people import actions


@app.periodic(cron="50 2 * * *", periodic_id="people.forget_codes")
@app.task(queueing_lock="people:forget", lock="people:forget")
def forget_codes(timestamp: int) -> None:
    """Remove one-time codes that are older than the rulebook keeps them."""
    actions.forget_codes(at=timezone.now())
