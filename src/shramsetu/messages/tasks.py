"""Jobs of the outbox: the doorbell's stand-in, the daily digest, forgetting."""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from shramsetu import rulebook
from shramsetu.lib.clock import day
from shramsetu.messages import actions, digest, worker

DAYS_IN_MONTH = 30


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="messages:deliver", lock="messages:deliver")
def deliver_waiting(timestamp: int) -> None:
    """Send what is due even where no delivery process runs."""
    worker.drain(timezone.now)


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="messages:digest")
def collect_digests(timestamp: int) -> None:
    """Queue the officers' daily digests once their hour has come."""
    digest.collect(at=timezone.now())


@app.periodic(cron="40 2 * * *")
@app.task(queueing_lock="messages:forget")
def forget_old(timestamp: int) -> None:
    """Erase what old messages said and to whom."""
    now = timezone.now()
    months = rulebook.book().number("privacy.message_months", day(now))
    actions.forget(before=now - timedelta(days=DAYS_IN_MONTH * months), at=now)
