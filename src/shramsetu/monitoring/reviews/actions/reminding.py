"""Reminders: of a decision before, on and after its date to its owner; of late minutes to who took the chair."""

from datetime import datetime, timedelta

from django.db import transaction

from shramsetu.casework import alarm
from shramsetu.casework.models import OPEN
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock, numbers
from shramsetu.messages import actions as messages
from shramsetu.monitoring.reviews import terms
from shramsetu.monitoring.reviews.actions.planning import note
from shramsetu.monitoring.reviews.actions.telling import told
from shramsetu.monitoring.reviews.models import Decision, Reminder, Review
from shramsetu.monitoring.reviews.rules import times

OVERDUE = "minutes of reviews"


@transaction.atomic
def remind(*, at: datetime) -> int:
    """Remind the owners of decisions that are not reported, by their days from the date; return of how many.

    A decision carried over begins anew; nobody is told twice of the same date. Safe to repeat.
    """
    today = clock.day(at)
    offsets = terms.offsets(today)
    dates = [today - timedelta(days=one) for one in offsets]
    rows = Decision.objects.filter(case__state="given", case__phase=OPEN, due_on__in=dates)
    drafts, made = list[messages.Draft](), 0
    for row in rows.select_related("case", "owner__place").order_by("pk"):
        offset = times.reminder(row.due_on, today, offsets)
        assert offset is not None
        _, is_new = Reminder.objects.get_or_create(decision=row, due_on=row.due_on, offset=offset, defaults={"at": at})
        if is_new:
            made += 1
            values = {"number": numbers.spaced(row.case.number), "date": f"{row.due_on:%d.%m.%Y}"}
            key = f"{row.case.number}:due:{row.due_on}:{offset}"
            drafts += told(row.owner, "decision-due", values=values, key=key, stream=row.case.stream)
    messages.send_many(drafts, by=SYSTEM, at=at)
    return made


def watch_minutes(*, at: datetime) -> int:
    """Tell who took the chair, and sound the alarm, where minutes are not issued in time; return for how many."""
    minutes = terms.figure("reviews.minutes_minutes", clock.day(at))
    rows = Review.objects.filter(
        state=Review.State.CLOSED, locked_at=None, alarmed_at=None, closed_at__lt=at - timedelta(minutes=minutes)
    )
    late = list(rows.select_related("chair__place").order_by("closed_at"))
    for review in late:
        _tell(review, at)
    if late:
        alarm.sound(OVERDUE, [one.stream for one in late], at=at)
    return len(late)


@transaction.atomic
def _tell(review: Review, at: datetime) -> None:
    if not Review.objects.filter(pk=review.pk, alarmed_at=None).update(alarmed_at=at):
        return
    values = {"date": f"{review.day:%d.%m.%Y}"}
    messages.send_many(
        told(review.chair, "minutes-late", values=values, key=f"{review.stream}:late", stream=review.stream),
        by=SYSTEM,
        at=at,
    )
    note(review, "minutes_late", by=SYSTEM, at=at, detail={"closed": review.closed_at})
