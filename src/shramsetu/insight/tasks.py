"""Jobs of the figures: counting, forgetting."""

from django.utils import timezone
from procrastinate.contrib.django import app

from shramsetu.insight import actions


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="insight:rollup", lock="insight:rollup")
def roll_up(timestamp: int) -> None:
    """Bring the figures up to date."""
    actions.catch_up(at=timezone.now())


@app.periodic(cron="25 2 * * *")
@app.task(queueing_lock="insight:prune")
def prune(timestamp: int) -> None:
    """Forget the daily counts that are no longer shown."""
    actions.prune(at=timezone.now())
