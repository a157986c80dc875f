"""Periodic work of the helpline."""

from django.utils import timezone
from procrastinate.contrib.django import app

from shramsetu.helpline.actions import blocks, campaigns, compressing, counting, targets
from shramsetu.lib import lanes


@app.periodic(cron="* * * * *")
@app.task(queue=lanes.PEOPLE, queueing_lock="helpline:count", lock="helpline:count")
def count_calls(timestamp: int) -> None:
    """Bring the half-hours up to date."""
    counting.catch_up(at=timezone.now())


@app.periodic(cron="*/2 * * * *")
@app.task(queue=lanes.HEAVY, queueing_lock="helpline:compress", lock="helpline:compress")
def compress_recordings(timestamp: int) -> None:
    """Make Opus of what the exchange recorded."""
    compressing.compress_all(at=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(queue=lanes.PEOPLE, queueing_lock="helpline:agents", lock="helpline:agents")
def count_agents(timestamp: int) -> None:
    """Bring today's figures of the agents up to date."""
    counting.count_today(at=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(queue=lanes.PEOPLE, queueing_lock="helpline:blocks", lock="helpline:blocks")
def end_blocks(timestamp: int) -> None:
    """End the blocks whose day has come."""
    blocks.expire(at=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(queue=lanes.PEOPLE, queueing_lock="helpline:follow", lock="helpline:follow")
def follow_campaigns(timestamp: int) -> None:
    """Bring the call lists up to the cases, and raise call-backs that are late."""
    campaigns.follow(at=timezone.now())
    targets.raise_late(at=timezone.now())
