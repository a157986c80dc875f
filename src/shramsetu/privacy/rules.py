"""When what is kept has served its time: pure functions."""

from calendar import monthrange
from datetime import datetime, timedelta

from shramsetu.lib.clock import IST


def cutoff(at: datetime, amount: int, unit: str) -> datetime:
    """Return the moment before which nothing is kept: `amount` years, months or calendar days before `at`.

    Months and years are those of the calendar in Lucknow; from a day that the earlier month lacks, its last day.
    Raises ValueError for any other unit.
    """
    if unit == "calendar_days":
        return at - timedelta(days=amount)
    months = {"years": 12, "months": 1}.get(unit, 0) * amount
    if not months:
        raise ValueError(f"{unit} is no time of keeping")
    local = at.astimezone(IST)
    year, month = divmod(local.year * 12 + local.month - 1 - months, 12)
    earlier = local.replace(year=year, month=month + 1, day=min(local.day, monthrange(year, month + 1)[1]))
    return earlier.astimezone(at.tzinfo)
