"""Reading what the platform counts by itself: every night the days that may still have changed."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction

from shramsetu.casework import counting
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock
from shramsetu.monitoring.targets import queries, terms
from shramsetu.monitoring.targets.actions.taking import Line, Parcel, take
from shramsetu.monitoring.targets.apart import apart
from shramsetu.monitoring.targets.models import Achievement, Delivery, TargetSet, Watermark

ANEW = "counted anew"  # shown in the reader's language: words.reason


def read_all(*, at: datetime) -> int:
    """Read the counters of all targets in force; return how many figures were new or other than before."""
    yesterday = clock.day(at) - timedelta(days=1)
    targets = {**queries.in_force(yesterday), **queries.in_force(clock.day(at))}
    # Whatever is wrong with a counter, silence turns its target red.
    return sum(apart(partial(read, one, at=at), f"the counter of {one} cannot be read") for one in targets.values())


@transaction.atomic
def read(target: TargetSet, *, is_whole: bool = False, at: datetime) -> int:
    """Read the counter of a target up to yesterday; return how many figures were new or other than before.

    The first time, and where the `is_whole` period is asked for, from its beginning; else as far back as late changes
    come. Nothing to read for what is counted outside.
    """
    indicator = terms.indicator(target.indicator)
    if indicator.is_outside:
        return 0
    today = clock.day(at)
    until = min(today - timedelta(days=1), target.last_on)
    since = target.first_on if is_whole else _since(target, today)
    if until < since:
        return 0
    counts = {(one.on, one.place_id): one.number for one in counting.of(indicator.counter).ask(since, until)}
    held = _held(target.indicator, since, until)
    changed = [key for key in {*counts, *held} if counts.get(key, 0) != held.get(key)]
    lines = [
        Line(at_, place, "", on, counts.get((on, place), 0), today, ANEW)
        for at_, (on, place) in enumerate(sorted(changed), 1)
    ]
    if lines:
        parcel = Parcel(target.indicator, Delivery.Origin.PLATFORM, at.isoformat(), "", lines)
        take(replace(parcel, key=f"{parcel.key}/{parcel.digest[:16]}"), by=SYSTEM, at=at)
    _mark(target.indicator, until, at)
    return len(lines)


def live(target: TargetSet, on: date) -> dict[tuple[int, str], int]:
    """Return what the platform counts of a target on a day that is not over; nothing for what is counted outside."""
    indicator = terms.indicator(target.indicator)
    if indicator.is_outside or not target.first_on <= on <= target.last_on:
        return {}
    return {(one.place_id, ""): one.number for one in counting.of(indicator.counter).ask(on, on)}


def _mark(indicator: str, until: date, at: datetime) -> None:
    """Note how far the counter was read; a period of the past that is read later does not take it back."""
    held = Watermark.objects.filter(pk=indicator).values_list("through_on", flat=True).first()
    through = max(held or until, until)
    Watermark.objects.update_or_create(pk=indicator, defaults={"through_on": through, "read_at": at})


def _since(target: TargetSet, today: date) -> date:
    if not Watermark.objects.filter(pk=target.indicator, through_on__gte=target.first_on).exists():
        return target.first_on
    return max(target.first_on, today - timedelta(days=terms.figure("targets.reread_days", today)))


def _held(indicator: str, since: date, until: date) -> dict[tuple[date, int], int]:
    rows = Achievement.objects.filter(indicator=indicator, on__range=(since, until))
    newest = rows.order_by("on", "place", "source", "-revision").distinct("on", "place", "source")
    return {(row.on, row.place_id): row.number for row in newest}
