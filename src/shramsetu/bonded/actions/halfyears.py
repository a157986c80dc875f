"""The half-yearly report to the Human Rights Commission falls due by itself: nobody must remember to ask for it."""

from datetime import date, datetime, timedelta

from shramsetu.bonded.actions import districts, duties
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock

REPORT = "half-year-report"


def begin(*, at: datetime) -> bool:
    """Start the duty of the half-year that ended last, unless it was started before; return whether it began now."""
    ended = _half_year_before(clock.day(at))
    parent, key = districts.parent(None, at=at), f"{ended:%Y-%m}"
    if duties.ever(parent, REPORT, key=key):
        return False
    # The thirty days run from the first minute after the last day of the half-year.
    duties.start(parent, REPORT, from_at=clock.moment(ended + timedelta(days=1)), by=SYSTEM, at=at, key=key)
    return True


def _half_year_before(on: date) -> date:
    """The last 30 June or 31 December that is over on a day."""
    return date(on.year, 6, 30) if on >= date(on.year, 7, 1) else date(on.year - 1, 12, 31)
