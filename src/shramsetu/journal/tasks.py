"""The hourly signed root."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from shramsetu.journal import actions
from shramsetu.lib import lanes


@app.periodic(cron="0 * * * *", periodic_id="journal.close_root")
@app.task(queue=lanes.PEOPLE, queueing_lock="journal.close_root", lock="journal.close_root", pass_context=False)
def close_root(timestamp: int) -> None:
    """Sign the root of the hour that has ended."""
    actions.close_root(at=datetime.fromtimestamp(timestamp, UTC))
