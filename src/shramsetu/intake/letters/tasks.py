"""The clock's work for letters."""

from datetime import UTC, datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from shramsetu.intake.letters import actions
from shramsetu.lib import lanes

AT_ONCE = 20  # letters of one job; the rest waits a minute, and so does nothing else for long


@app.periodic(cron="* * * * *", periodic_id="intake.letters")
@app.task(queue=lanes.HEAVY, queueing_lock="intake.letters", lock="intake.letters")
def read_letters(timestamp: int) -> None:
    """Read the letters that wait, the oldest first, until there is none or the job has done its share."""
    at = datetime.fromtimestamp(timestamp, UTC)
    for _one in range(AT_ONCE):
        if not actions.read_next(at=max(at, timezone.now())):
            return
