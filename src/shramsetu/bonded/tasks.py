"""The clock's work of bonded labour: tell what its time has come for, each minute; lists and reports, each morning."""

from datetime import UTC, datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from shramsetu import rulebook
from shramsetu.bonded.actions import chases, climb, firststeps, fundalert, halfyears, journeys, lists, packets, scans
from shramsetu.lib import clock, lanes


def _daily(key: str) -> str:
    """Return the cron line, in UTC, of the time that the rulebook writes under `key` when the worker starts."""
    today = clock.day(timezone.now())
    begins = clock.moment(today, rulebook.book().time(key, today)).astimezone(UTC)
    return f"{begins.minute} {begins.hour} * * *"


@app.periodic(cron="* * * * *", periodic_id="bonded.climb")
@app.task(queue=lanes.PEOPLE, queueing_lock="bonded.climb", lock="bonded.climb")
def climb_ladders(timestamp: int) -> None:
    """Tell every rung whose time has come, until nothing is left."""
    at = datetime.fromtimestamp(timestamp, UTC)
    while climb.climb(at=at):
        pass


@app.periodic(cron=_daily("bonded.lists_at"), periodic_id="bonded.lists")
@app.task(queue=lanes.PEOPLE, queueing_lock="bonded.lists", lock="bonded.lists")
def send_lists(timestamp: int) -> None:
    """Begin what is due by its day: the half-year's report, the funds, first committees and surveys; then the lists."""
    at = datetime.fromtimestamp(timestamp, UTC)
    firststeps.begin(at=at)
    fundalert.look(at=at)
    halfyears.begin(at=at)
    lists.send(at=at)


@app.periodic(cron="*/5 * * * *", periodic_id="bonded.homeward")
@app.task(queue=lanes.PEOPLE, queueing_lock="bonded.homeward", lock="bonded.homeward")
def watch_homeward(timestamp: int) -> None:
    """Ask the escorts of journeys that are over their time; make the letters whose day has come, empty old packets."""
    at = datetime.fromtimestamp(timestamp, UTC)
    while journeys.alert_overdue(at=at):
        pass
    while chases.make_letters(at=at):
        pass
    while packets.empty_expired(at=at):
        pass


@app.periodic(cron="* * * * *", periodic_id="bonded.scans")
@app.task(queue=lanes.HEAVY, queueing_lock="bonded.scans", lock="bonded.scans")
def read_scans(timestamp: int) -> None:
    """Read one long scan on: the rest waits a minute, and so does nothing else for long."""
    scans.read_on(at=datetime.fromtimestamp(timestamp, UTC))
