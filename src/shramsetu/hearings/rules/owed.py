"""What is owed of an award on a day: the sum, simple interest on what is left of it, what came in. Pure; in paise.

What comes in pays the interest that has grown until then, and the rest of it the sum.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from shramsetu.lib import money

YEAR = 365
WHOLE = 100


@dataclass(frozen=True, slots=True)
class Terms:
    """What an award gives: the sum, the interest in percent a year, and the day from which it runs (None: none)."""

    paise: int
    percent: int = 0
    interest_from: date | None = None


@dataclass(frozen=True, slots=True)
class Came:
    """A sum that came in on a day; a correction takes one back."""

    on: date
    paise: int


@dataclass(frozen=True, slots=True)
class Owed:
    """What is left of the sum and of the interest on a day; `over` is what came in beyond both."""

    paise: int
    interest_paise: int
    over: int = 0

    @property
    def total(self) -> int:
        """Everything that is owed."""
        return self.paise + self.interest_paise


def owed(terms: Terms, came: Iterable[Came], on: date) -> Owed:
    """Return what is owed at the end of a day; what came in later does not count yet. Interest is rounded once."""
    left, grown, over = Fraction(terms.paise), Fraction(0), Fraction(0)
    since = terms.interest_from
    for one in sorted((one for one in came if one.on <= on), key=lambda one: one.on):
        grown, since = grown + _interest(left, terms, since, one.on), _later(since, one.on)
        paid = over + one.paise
        to_interest = min(max(paid, Fraction(0)), grown)
        to_sum = min(paid - to_interest, left)
        grown, left, over = grown - to_interest, left - to_sum, paid - to_interest - to_sum
    grown += _interest(left, terms, since, on)
    return Owed(money.rounded(left), money.rounded(grown), money.rounded(over))


def _interest(left: Fraction, terms: Terms, since: date | None, until: date) -> Fraction:
    if since is None or until <= since or not terms.percent:
        return Fraction(0)
    return left * terms.percent * (until - since).days / (WHOLE * YEAR)


def _later(since: date | None, on: date) -> date | None:
    return max(since, on) if since is not None else None
