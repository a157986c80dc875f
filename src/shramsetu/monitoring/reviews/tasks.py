"""The clock's work of reviews: plan, make agendas, end what was forgotten, watch minutes, remind, the morning's page.

Each looks every ten minutes whether its time has come: what a server that stood still missed is done the same day.
"""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from shramsetu.lib import lanes
from shramsetu.monitoring.reviews import terms
from shramsetu.monitoring.reviews.actions import agendas, holding, mornings, planning, reminding


@app.periodic(cron="*/10 * * * *", periodic_id="reviews.prepare")
@app.task(queue=lanes.PEOPLE, queueing_lock="reviews.prepare", lock="reviews.prepare")
def prepare_reviews(timestamp: int) -> None:
    """Plan the coming days, make the agendas that are due, end forgotten reviews, and watch for late minutes."""
    at = datetime.fromtimestamp(timestamp, UTC)
    planning.plan(at=at)
    agendas.build_due(at=at)
    holding.end_forgotten(at=at)
    reminding.watch_minutes(at=at)


@app.periodic(cron="*/10 * * * *", periodic_id="reviews.remind")
@app.task(queue=lanes.PEOPLE, queueing_lock="reviews.remind", lock="reviews.remind")
def remind_owners(timestamp: int) -> None:
    """Remind the owners of decisions by their dates, from the rulebook's time on."""
    at = datetime.fromtimestamp(timestamp, UTC)
    if terms.has_struck("reviews.remind_at", at):
        reminding.remind(at=at)


@app.periodic(cron="*/10 * * * *", periodic_id="reviews.morning")
@app.task(queue=lanes.PEOPLE, queueing_lock="reviews.morning", lock="reviews.morning")
def make_morning(timestamp: int) -> None:
    """Make the page of the morning, from the rulebook's time on."""
    at = datetime.fromtimestamp(timestamp, UTC)
    if terms.has_struck("reviews.morning_at", at):
        mornings.make(at=at)
