"""When a freed person is visited after coming home: so many months after it, by the rulebook."""

from collections.abc import Sequence
from datetime import date, datetime

from shramsetu.bonded.rules.clocks import after
from shramsetu.lib import clock
from shramsetu.rulebook.bonded import Span

DOMAINS = ("safety", "legal", "mind", "economic", "social", "body")
LEAST, BEST = 1, 4  # the score of a domain


def due_from(home_at: datetime, month: int, calendar: clock.Calendar) -> datetime:
    """Return from when on the visit of a month is owed."""
    return after(Span(months=month), home_at, calendar)


def following(months: Sequence[int], home_at: datetime, visited_on: date | None, calendar: clock.Calendar) -> int:
    """Return the month of the next visit, 0 when all are over.

    A visit counts for every month that had come by its day: one paid late does not owe the ones it missed.
    """
    for month in sorted(months):
        if visited_on is None or clock.day(due_from(home_at, month, calendar)) > visited_on:
            return month
    return 0


def covered(months: Sequence[int], home_at: datetime, on: date, calendar: clock.Calendar) -> int:
    """Return the month for which a visit on a day counts: the last that had come, 0 where it comes before all."""
    come = [month for month in months if clock.day(due_from(home_at, month, calendar)) <= on]
    return max(come, default=0)


def total(scores: Sequence[int]) -> int:
    """Return the scores of the domains as a share of the best, in percent."""
    return round(100 * sum(scores) / (BEST * len(scores))) if scores else 0
