"""The rulebook's bounds of what is strange, as the pure rules take them."""

from datetime import date

from shramsetu import rulebook
from shramsetu.monitoring.works.rules.flags import Bounds


def on(day: date) -> Bounds:
    """Return the bounds in force on a day."""
    book = rulebook.book()
    return Bounds(
        money_ahead=book.number("works.money_ahead_percent", day) * 100,
        leap=book.number("works.leap_percent", day) * 100,
        photo_days=book.number("works.photo_days", day),
        fence_metres=book.number("works.fence_metres", day),
        speed_kmph=book.number("works.speed_kmph", day),
        same_bits=book.number("works.same_bits", day),
    )
