"""Jobs of the figures: counting, mailing, making reports, forgetting."""

from uuid import UUID

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from shramsetu.insight import actions, exports, mailings
from shramsetu.lib import lanes


@app.periodic(cron="* * * * *")
@app.task(queue=lanes.PEOPLE, queueing_lock="insight:rollup", lock="insight:rollup")
def roll_up(timestamp: int) -> None:
    """Bring the figures up to date, and say in public what a month that is over came to."""
    at = timezone.now()
    actions.catch_up(at=at)
    actions.publish(at=at, anew=settings.DEMO)


@app.periodic(cron="*/10 * * * *")
@app.task(queue=lanes.PEOPLE, queueing_lock="insight:mail", lock="insight:mail")
def mail_reports(timestamp: int) -> None:
    """Queue the scheduled e-mail reports once their hour has come."""
    mailings.collect(at=timezone.now())


@app.periodic(cron="10 6 * * *")
@app.task(queue=lanes.PEOPLE, queueing_lock="insight:due", lock="insight:due")
def make_due_reports(timestamp: int) -> None:
    """Ask for the reports that are made by schedule."""
    for export in exports.ask_for_due(at=timezone.now()):
        make_export.defer(export=str(export), tell=True)


@app.task(queue=lanes.HEAVY)
def make_export(export: str, tell: bool = False) -> None:
    """Make a report somebody asked for; tell the post where it was made by schedule."""
    exports.make(UUID(export), at=timezone.now(), tell=tell)


@app.periodic(cron="25 2 * * *")
@app.task(queue=lanes.NIGHTLY, queueing_lock="insight:prune", lock="insight:prune")
def prune(timestamp: int) -> None:
    """Forget the daily counts that are no longer shown, and made reports that expired."""
    actions.prune(at=timezone.now())
    exports.expire(at=timezone.now())
