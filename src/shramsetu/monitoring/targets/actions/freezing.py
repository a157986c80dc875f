"""The day's target, frozen at midnight: what each row was asked for, and how it stood."""

from datetime import date, datetime, time, timedelta
from functools import partial

from django.db import transaction

from shramsetu.lib import clock
from shramsetu.monitoring.targets import queries, terms
from shramsetu.monitoring.targets.apart import apart
from shramsetu.monitoring.targets.models import DayTarget, TargetSet
from shramsetu.monitoring.targets.standing import Day, Stand, stands

# What is known by then belongs to the morning: the platform's own rows are read just before the freeze.
KNOWN_BY = time(1)
BACK_DAYS = 10


def freeze(*, at: datetime) -> int:
    """Freeze today's targets, and those of days on which nobody did; return how many rows were written.

    Safe to repeat: a day that is frozen stays as it is, and a day frozen late says what was known that morning.
    """
    today, written = clock.day(at), 0
    for back in range(BACK_DAYS, -1, -1):
        on = today - timedelta(days=back)
        for target in queries.in_force(on).values():
            written += apart(partial(freeze_one, target, on, at=at), f"{target} cannot be frozen on {on}")
    return written


@transaction.atomic
def freeze_one(target: TargetSet, on: date, *, at: datetime) -> int:
    """Freeze one target's day; return how many rows were written, none for a day off or one that is frozen."""
    if not terms.calendar(on).is_working(on) or not target.from_on <= on <= target.last_on:
        return 0
    if target.decided_at is None or clock.day(target.decided_at) > on:
        return 0
    if DayTarget.objects.filter(share__target=target, on=on).exists():
        return 0
    rows = queries.shares(target)
    known = min(at, clock.moment(on, KNOWN_BY))
    if clock.day(target.decided_at) == on:
        known = max(known, target.decided_at)
    found = stands(Day(target, on), rows, known=known)
    made = [_row(one, on, at) for one in found.values()]
    DayTarget.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def _row(one: Stand, on: date, at: datetime) -> DayTarget:
    return DayTarget(
        share=one.share,
        on=on,
        official=one.official,
        official_to=one.official_to,
        required=one.required,
        done=one.done,
        days_left=one.days_left,
        forecast_on=one.forecast_on,
        light=one.light,
        why=one.why,
        frozen_at=at,
    )
