"""The clock's work for the rooms."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from shramsetu.lib import lanes
from shramsetu.rooms import actions


@app.periodic(cron="* * * * *", periodic_id="rooms.sweep")
@app.task(queue=lanes.OUTSIDE, queueing_lock="rooms.sweep", lock="rooms.sweep")
def sweep(timestamp: int) -> None:
    """Open the rooms whose time has come, close those whose time is over."""
    actions.sweep(at=datetime.fromtimestamp(timestamp, UTC))
