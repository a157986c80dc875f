"""What an operator sees of their own day while no call is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Avg, Count, F

from shramsetu.helpline.models import Agent, Call
from shramsetu.lib import clock

LATEST = 8


@dataclass(frozen=True, slots=True)
class OwnDay:
    """An agent's calls of today, the latest ones in full."""

    answered: int
    talk: timedelta
    latest: Sequence[Call]


def day_of(agent: Agent, *, at: datetime) -> OwnDay:
    """Return the calls that the agent has answered since midnight in India."""
    today = clock.moment(clock.day(at))
    calls = Call.objects.filter(agent=agent, began_at__gte=today, answered_at__isnull=False)
    sums = calls.aggregate(answered=Count("id"), talk=Avg(F("ended_at") - F("answered_at")))
    latest = list(calls.select_related("case").order_by("-began_at")[:LATEST])
    return OwnDay(sums["answered"], sums["talk"] or timedelta(), latest)
