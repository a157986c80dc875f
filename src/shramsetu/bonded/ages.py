"""How old somebody is now who was entered years ago."""

from datetime import datetime

from shramsetu.bonded import persons
from shramsetu.bonded.models import Survivor
from shramsetu.lib import clock

YEAR = 365


def now(known: Survivor, *, at: datetime) -> int | None:
    """Return the age that was written and the years since; None where none was ever known."""
    then = persons.identity(known).get("age")
    if not isinstance(then, int):
        return None
    entered = clock.day(known.case.opened_at)
    since = min(known.released_on or entered, entered)  # an old register tells the age on the day of release
    return then + (clock.day(at) - since).days // YEAR
