"""The clock's work: escalate, warn, finalise, reconcile. Each run takes what is due, in batches, and ends."""

import time
from datetime import UTC, datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from shramsetu import rulebook
from shramsetu.casework import actions, alarm, reconcile, redue, rules, run_list, runs, upkeep
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock, lanes

RUN_SECONDS = 20


def _daily(key: str) -> str:
    """Return the cron line, in UTC, of the time that the rulebook writes under `key` when the worker starts."""
    today = clock.day(timezone.now())
    begins = clock.moment(today, rulebook.book().time(key, today)).astimezone(UTC)
    return f"{begins.minute} {begins.hour} * * *"


@app.periodic(cron="* * * * *", periodic_id="casework.tick")
@app.task(queue=lanes.PEOPLE, queueing_lock="casework.tick", lock="casework.tick")
def tick(timestamp: int) -> None:
    """Do what has become due by this minute, until nothing is left."""
    at = datetime.fromtimestamp(timestamp, UTC)
    batch = rules.figure("escalation.batch", at)
    while actions.escalate_overdue(at=at, batch=batch):
        pass
    while actions.warn_holders(at=at):
        pass
    while actions.finalise_rested(at=at):
        pass


@app.periodic(cron=_daily("escalation.reconcile_at"), periodic_id="casework.reconcile")
@app.task(queue=lanes.NIGHTLY, queueing_lock="casework.reconcile", lock="casework.reconcile")
def reconcile_nightly(timestamp: int) -> None:
    """Prove that nothing is lost; what does not fit raises the alarm (the metric and the supervisor's page)."""
    reconcile.keep(at=datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="*/15 * * * *", periodic_id="casework.look_after")
@app.task(queue=lanes.PEOPLE, queueing_lock="casework.look_after", lock="casework.look_after")
def look_after(timestamp: int) -> None:
    """Pass on what lies with empty posts, and remind of what nobody opened or answered."""
    at = datetime.fromtimestamp(timestamp, UTC)
    while upkeep.pass_on_vacant(at=at):
        pass
    upkeep.remind_unopened(at=at)
    upkeep.remind_asked(at=at)


@app.periodic(cron=_daily("escalation.announce_at"), periodic_id="casework.announce_overdue")
@app.task(queue=lanes.PEOPLE, queueing_lock="casework.announce_overdue", lock="casework.announce_overdue")
def announce_overdue(timestamp: int) -> None:
    """Announce what is overdue at the top, each day, and what keeps messages from going out."""
    at = datetime.fromtimestamp(timestamp, UTC)
    upkeep.announce_overdue(at=at)
    alarm.sound_for_messages(at=at)


@app.task(queue=lanes.HEAVY, queueing_lock="casework.recompute", lock="casework.recompute")
def recompute(role: str, user_id: int, post_id: int) -> None:
    """Reckon all due times anew, in the name of the administrator who asked for it."""
    by = Actor(role=role, user_id=user_id, post_id=post_id)
    redue.recompute_all(by=by, at=timezone.now())


@app.task(name=runs.TASK, queue=lanes.HEAVY)
def work_run(run: int) -> None:
    """Do chunks of a run for a while, then stand in line again: other work waits too."""
    until = time.monotonic() + RUN_SECONDS
    while time.monotonic() < until:
        if not runs.step(run, at=timezone.now()):
            return
    work_run.defer(run=run)


@app.periodic(cron="* * * * *", periodic_id="casework.look_at_runs")
@app.task(queue=lanes.HEAVY, queueing_lock="casework.look_at_runs", lock="casework.look_at_runs")
def look_at_runs(timestamp: int) -> None:
    """Go on with runs whose worker died, and end those of which nothing is left."""
    for run in run_list.running():
        work_run(run)
