"""The clock's work of schemes: files that were not written, claims whose money has come, pensions each morning."""

from datetime import UTC, datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from shramsetu import rulebook
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock, lanes
from shramsetu.schemes.actions import aftercalls, batches, closing, life_due, pensions, unclaimed

BOARDS = ("bocw", "uow")


def _daily(key: str) -> str:
    """Return the cron line, in UTC, of the time that the rulebook writes under `key` when the worker starts."""
    today = clock.day(timezone.now())
    begins = clock.moment(today, rulebook.book().time(key, today)).astimezone(UTC)
    return f"{begins.minute} {begins.hour} * * *"


@app.periodic(cron="*/5 * * * *", periodic_id="schemes.money")
@app.task(queue=lanes.PEOPLE, queueing_lock="schemes.money", lock="schemes.money")
def bring_money_on(timestamp: int) -> None:
    """Write the files of approved batches that have none; end the claims whose money has come."""
    at = datetime.fromtimestamp(timestamp, UTC)
    for batch in batches.unwritten():
        batches.write(batch, at=at)
    while closing.close_paid(at=at):
        pass


@app.periodic(cron=_daily("schemes.pensions_at"), periodic_id="schemes.pensions")
@app.task(queue=lanes.NIGHTLY, queueing_lock="schemes.pensions", lock="schemes.pensions")
def make_pensions(timestamp: int) -> None:
    """Make what pensions are due up to this month: on its first day all of them, afterwards what waited for a proof.

    Who is to be seen alive again is told so.
    """
    at = datetime.fromtimestamp(timestamp, UTC)
    for board in BOARDS:
        pensions.run(board, clock.day(at), by=SYSTEM, at=at)
        life_due.tell(board, by=SYSTEM, at=at)


@app.periodic(cron=_daily("outreach.list_at"), periodic_id="schemes.unclaimed")
@app.task(queue=lanes.NIGHTLY, queueing_lock="schemes.unclaimed", lock="schemes.unclaimed")
def list_unclaimed(timestamp: int) -> None:
    """Begin the nightly list, whose parts are done as a large job; draw whom to call about money that came."""
    at = datetime.fromtimestamp(timestamp, UTC)
    unclaimed.begin(at=at)
    aftercalls.draw(at=at)
    unclaimed.forget(at=at)
