"""How many hours an order took from the hearing on which it hangs to its signature. Pure."""

from datetime import datetime, timedelta

from shramsetu.lib import clock

HOUR = timedelta(hours=1)


def hours(heard_at: datetime, signed_at: datetime) -> int:
    """Return the whole hours between the hearing and the signature; 0 where it was signed at the hearing itself."""
    return max(signed_at - heard_at, timedelta(0)) // HOUR


def is_same_day(heard_at: datetime, signed_at: datetime) -> bool:
    """Tell whether it was signed on the day of the hearing, as Kolkata counts days."""
    return clock.day(signed_at) <= clock.day(heard_at)


def is_late(heard_at: datetime, now: datetime, allowed: int) -> bool:
    """Tell whether an order that is not signed yet has been waited for longer than `allowed` hours."""
    return now - heard_at > allowed * HOUR
