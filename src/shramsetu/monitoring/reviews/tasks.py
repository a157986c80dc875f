"""The clock's work of reviews: plan, make agendas, remind, watch the minutes, make the page of the morning."""

from datetime import UTC, datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from shramsetu.monitoring.reviews import terms
from shramsetu.monitoring.reviews.actions import agendas, mornings, planning, reminding


@app.periodic(cron="*/10 * * * *", periodic_id="reviews.prepare")
@app.task(queueing_lock="reviews.prepare")
def prepare_reviews(timestamp: int) -> None:
    """Plan the coming days, make the agendas that are due, and watch for minutes that are late."""
    at = datetime.fromtimestamp(timestamp, UTC)
    planning.plan(at=at)
    agendas.build_due(at=at)
    reminding.watch_minutes(at=at)


@app.periodic(cron=terms.cron("reviews.remind_at", timezone.now()), periodic_id="reviews.remind")
@app.task(queueing_lock="reviews.remind")
def remind_owners(timestamp: int) -> None:
    """Remind the owners of decisions by their dates."""
    reminding.remind(at=datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron=terms.cron("reviews.morning_at", timezone.now()), periodic_id="reviews.morning")
@app.task(queueing_lock="reviews.morning")
def make_morning(timestamp: int) -> None:
    """Make the page of the morning."""
    mornings.make(at=datetime.fromtimestamp(timestamp, UTC))
