"""The clock's work of hearings: what became of the messages that carry notices; drafts that nobody went on with."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from shramsetu.hearings.actions import drafts, notices


@app.periodic(cron="*/10 * * * *", periodic_id="hearings.notices")
@app.task(queueing_lock="hearings.notices")
def gather_notices(timestamp: int) -> None:
    """Take over what became of the messages that carry notices."""
    at = datetime.fromtimestamp(timestamp, UTC)
    while notices.gather(at=at):
        pass


@app.periodic(cron="20 20 * * *", periodic_id="hearings.drafts")
@app.task(queueing_lock="hearings.drafts")
def forget_drafts(timestamp: int) -> None:
    """Remove drafts that nobody went on with."""
    drafts.forget(at=datetime.fromtimestamp(timestamp, UTC))
