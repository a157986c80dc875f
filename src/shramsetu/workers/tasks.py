"""Periodic work of the registry: answers and news to other registries, the nightly search for duplicates."""

from datetime import UTC, datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from shramsetu import rulebook
from shramsetu.lib import clock, lanes
from shramsetu.workers.actions import service
from shramsetu.workers.familyid import port
from shramsetu.workers.familyid.actions import fetching
from shramsetu.workers.linkage import bulk
from shramsetu.workers.social.actions import errands, news


def _nightly(key: str) -> str:
    """Return the cron line, in UTC, of the time that the rulebook writes under `key` when the worker starts."""
    today = clock.day(timezone.now())
    begins = clock.moment(today, rulebook.book().time(key, today)).astimezone(UTC)
    return f"{begins.minute} {begins.hour} * * *"


@app.task(name="workers.send_errands", queue=lanes.OUTSIDE, lock="workers.send_errands")
def send_errands() -> None:
    """Send what is owed to other registries now: the doorbell of an answer."""
    while errands.send_due(at=timezone.now()):
        pass


@app.periodic(cron="* * * * *", periodic_id="workers.tell_registries")
@app.task(queue=lanes.OUTSIDE, queueing_lock="workers.tell_registries", lock="workers.tell_registries")
def tell_registries(timestamp: int) -> None:
    """Turn what the journal says into news for subscribers, and send what is owed."""
    at = datetime.fromtimestamp(timestamp, UTC)
    try:
        while news.spread(at=at):
            pass
    finally:  # news that cannot be made hold up no answer
        while errands.send_due(at=at, now=timezone.now()):
            pass


@app.periodic(cron=_nightly("workers.duplicates_at"), periodic_id="workers.find_duplicates")
@app.task(queue=lanes.NIGHTLY, queueing_lock="workers.find_duplicates", lock="workers.find_duplicates")
def find_duplicates(timestamp: int) -> None:
    """Search the whole registry for rows that may be one person, and lay new pairs before the stewards."""
    bulk.search(at=datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="10 20 * * *", periodic_id="workers.ask_for_families")
@app.task(queue=lanes.OUTSIDE, queueing_lock="workers.ask_for_families", lock="workers.ask_for_families")
def ask_for_families(timestamp: int) -> None:
    """Ask Family ID by night for families that grow old; without a service they come by the nightly file."""
    if port.is_set():
        fetching.ask_for_old(at=datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="* * * * *", periodic_id="workers.pulse")
@app.task(queue=lanes.PEOPLE, queueing_lock="workers.pulse", lock="workers.pulse")
def pulse(timestamp: int) -> None:
    """Say that the site works; a silence before is noted as an outage."""
    service.beat(at=datetime.fromtimestamp(timestamp, UTC))
