"""What is due when: reminders of a decision, minutes after a review, the date of a decision carried over."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta


def reminder(due_on: date, today: date, offsets: Iterable[int]) -> int | None:
    """Return by which of the offsets (days from the due date: -3, 0, 3) a decision is reminded of today, else None."""
    apart = (today - due_on).days
    return apart if apart in set(offsets) else None


def minutes_due(closed_at: datetime, minutes: int) -> datetime:
    """Return until when the minutes of a review that ended are to be issued."""
    return closed_at + timedelta(minutes=minutes)


def is_late(closed_at: datetime, issued_at: datetime | None, minutes: int, *, at: datetime) -> bool:
    """Tell whether the minutes were, or by `at` are, not issued in time; to the minute is in time."""
    return (issued_at or at) > minutes_due(closed_at, minutes)


def is_put_off_often(carried: int, most: int) -> bool:
    """Tell whether a decision was carried over as often as puts it on the list of those put off."""
    return carried >= most


def may_carry(due_on: date, to: date, today: date) -> bool:
    """Tell whether a decision may be carried over to a day: a later one than its date, and one still to come."""
    return to > due_on and to > today
