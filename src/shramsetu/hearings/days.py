"""Days read out of addresses."""

from datetime import date

from django.http import Http404

from shramsetu.hearings.queries import forums
from shramsetu.lib import clock
from shramsetu.rulebook.basis import NoRule


def day_in(address: str) -> date:
    """Read a day out of the path of an address; raises Http404 where it is none, or older than the calendar."""
    found = clock.named(address, None)
    if found is None:
        raise Http404
    try:
        forums.calendar(found)
    except NoRule:
        raise Http404 from None
    return found
