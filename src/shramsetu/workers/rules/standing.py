"""How a membership stands on a day: reckoned from its dates, never stored, so that nobody has to turn 1.5 crore rows.

A renewal that is due warns, one that lapsed can be made up by paying, one that is revivable asks for ninety days of
work anew, and after the years that the board names the card is struck from the count (inactive).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from shramsetu.lib import clock


class Standing(StrEnum):
    """How a membership stands."""

    APPLIED = "applied"
    ACTIVE = "active"
    DUE = "due"
    LAPSED = "lapsed"
    REVIVABLE = "revivable"
    INACTIVE = "inactive"
    CEASED = "ceased"
    DECEASED = "deceased"
    CANCELLED = "cancelled"


IN_FORCE = frozenset({Standing.ACTIVE, Standing.DUE})
CAN_RENEW = IN_FORCE | {Standing.LAPSED, Standing.REVIVABLE}


@dataclass(frozen=True, slots=True)
class Terms:
    """The dates of a membership; `paid_until` is the last day that is paid for."""

    registered_on: date | None
    paid_until: date | None
    born_on: date
    died_on: date | None = None
    cancelled_on: date | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What the board's orders say, of the day: see rulebook/figures/workers.toml."""

    due_days: int
    lapsed_years: int
    inactive_years: int
    ceases_age: int


def standing(terms: Terms, limits: Limits, on: date) -> Standing:
    """Tell how a membership stands on the day `on`. Death goes before all else, then cancelling, then age."""
    if terms.died_on is not None and terms.died_on <= on:
        return Standing.DECEASED
    if terms.cancelled_on is not None and terms.cancelled_on <= on:
        return Standing.CANCELLED
    if terms.registered_on is None or terms.paid_until is None or on < terms.registered_on:
        return Standing.APPLIED
    if on >= ceases_on(terms.born_on, limits.ceases_age):
        return Standing.CEASED
    return _by_payment(terms.paid_until, limits, on)


def ceases_on(born_on: date, age: int) -> date:
    """Give the day on which somebody born on `born_on` completes `age` years."""
    return clock.years_from(born_on, age)


def _by_payment(paid_until: date, limits: Limits, on: date) -> Standing:
    if on <= paid_until:
        return Standing.DUE if paid_until - on < timedelta(days=limits.due_days) else Standing.ACTIVE
    if on >= clock.years_from(paid_until, limits.inactive_years):
        return Standing.INACTIVE
    return Standing.LAPSED if on <= clock.years_from(paid_until, limits.lapsed_years) else Standing.REVIVABLE
