"""On which days before a hearing its parties are reminded. Pure."""

from collections.abc import Iterable
from datetime import date


def lead(heard_on: date, today: date, leads: Iterable[int]) -> int | None:
    """Return how many days ahead this reminder is; None on a day on which nobody is reminded."""
    ahead = (heard_on - today).days
    return ahead if ahead in set(leads) else None


def needs(*, told_on: date | None, today: date) -> bool:
    """Tell whether a party needs it: not on the day on which a notice of the same date went out."""
    return told_on is None or told_on < today
