"""The clock's work for e-mail."""

import logging
from datetime import UTC, datetime

from procrastinate.contrib.django import app

from shramsetu.intake.mail import actions, imap
from shramsetu.lib import lanes

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *", periodic_id="intake.mail")
@app.task(queue=lanes.OUTSIDE, queueing_lock="intake.mail", lock="intake.mail")
def fetch(timestamp: int) -> None:
    """Take what is new in the mailbox and read it; a mailbox that cannot be read now is asked again in a minute."""
    at = datetime.fromtimestamp(timestamp, UTC)
    try:
        if imap.is_set():
            actions.fetch(at=at)
    except imap.NoMailbox as error:
        log.warning("mailbox: %s", error.reason)
    finally:
        actions.read_waiting(at=at)
