"""Which party of a hearing is reminded on a day. Pure."""

from datetime import date


def needs(*, told_on: date | None, today: date) -> bool:
    """Tell whether a party needs it: not on the day on which a notice of the same date went out."""
    return told_on is None or told_on < today
