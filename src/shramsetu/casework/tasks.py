"""The clock's work: escalate, warn, finalise, reconcile. Each run takes what is due, in batches, and ends."""

from datetime import UTC, datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from shramsetu.casework import actions, reconcile, redue, upkeep
from shramsetu.journal.rules import Actor


@app.periodic(cron="* * * * *", periodic_id="casework.tick")
@app.task(queueing_lock="casework.tick")
def tick(timestamp: int) -> None:
    """Do what has become due by this minute, until nothing is left."""
    at = datetime.fromtimestamp(timestamp, UTC)
    while actions.escalate_overdue(at=at):
        pass
    while actions.warn_holders(at=at):
        pass
    while actions.finalise_rested(at=at):
        pass


@app.periodic(cron="30 20 * * *", periodic_id="casework.reconcile")
@app.task(queueing_lock="casework.reconcile")
def reconcile_nightly(timestamp: int) -> None:
    """Prove that nothing is lost; what does not fit raises the alarm (the metric and the supervisor's page)."""
    reconcile.keep(at=datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="*/15 * * * *", periodic_id="casework.look_after")
@app.task(queueing_lock="casework.look_after")
def look_after(timestamp: int) -> None:
    """Pass on what lies with empty posts, and remind of what nobody opened or answered."""
    at = datetime.fromtimestamp(timestamp, UTC)
    while upkeep.pass_on_vacant(at=at):
        pass
    upkeep.remind_unopened(at=at)
    upkeep.remind_asked(at=at)


@app.periodic(cron="0 4 * * *", periodic_id="casework.announce_overdue")
@app.task(queueing_lock="casework.announce_overdue")
def announce_overdue(timestamp: int) -> None:
    """Announce what is overdue at the top, each day at half past nine in Lucknow (escalation.announce_at)."""
    upkeep.announce_overdue(at=datetime.fromtimestamp(timestamp, UTC))


@app.task(queueing_lock="casework.recompute", lock="casework.recompute")
def recompute(role: str, user_id: int, post_id: int) -> None:
    """Reckon all due times anew, in the name of the administrator who asked for it."""
    by = Actor(role=role, user_id=user_id, post_id=post_id)
    redue.recompute_all(by=by, at=timezone.now())
