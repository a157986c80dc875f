"""The nightly erasure of what has served its time."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import lanes
from shramsetu.privacy import actions


@app.periodic(cron="40 21 * * *", periodic_id="privacy.erase")
@app.task(queue=lanes.NIGHTLY, queueing_lock="privacy.erase", lock="privacy.erase")
def erase(timestamp: int) -> None:
    """Erase every kind of personal data that is past its time."""
    actions.erase_all(by=SYSTEM, at=datetime.fromtimestamp(timestamp, UTC))
