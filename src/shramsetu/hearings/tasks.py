"""The clock's work of hearings: fate of notices, drafts left lying, reminders, changes told, lists published."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from shramsetu.hearings.actions import drafts, lists, notices, reminding, sittings
from shramsetu.lib import lanes


@app.periodic(cron="*/10 * * * *", periodic_id="hearings.notices")
@app.task(queue=lanes.PEOPLE, queueing_lock="hearings.notices", lock="hearings.notices")
def gather_notices(timestamp: int) -> None:
    """Take over what became of the messages that carry notices."""
    at = datetime.fromtimestamp(timestamp, UTC)
    while notices.gather(at=at):
        pass


@app.periodic(cron="20 20 * * *", periodic_id="hearings.drafts")
@app.task(queue=lanes.NIGHTLY, queueing_lock="hearings.drafts", lock="hearings.drafts")
def forget_drafts(timestamp: int) -> None:
    """Remove drafts that nobody went on with."""
    drafts.forget(at=datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="*/15 * * * *", periodic_id="hearings.changes")
@app.task(queue=lanes.PEOPLE, queueing_lock="hearings.changes", lock="hearings.changes")
def tell_changes(timestamp: int) -> None:
    """Tell the parties of dates to come of another officer or another place."""
    at = datetime.fromtimestamp(timestamp, UTC)
    while sittings.tell_changes(at=at):
        pass


@app.periodic(cron="15 2 * * *", periodic_id="hearings.remind")
@app.task(queue=lanes.PEOPLE, queueing_lock="hearings.remind", lock="hearings.remind")
def remind(timestamp: int) -> None:
    """Remind the parties of their hearings, in the morning (7:45 in India)."""
    reminding.remind(at=datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="*/30 * * * *", periodic_id="hearings.lists")
@app.task(queue=lanes.PEOPLE, queueing_lock="hearings.lists", lock="hearings.lists")
def publish_lists(timestamp: int) -> None:
    """Publish the cause lists that are due."""
    lists.publish_due(at=datetime.fromtimestamp(timestamp, UTC))
