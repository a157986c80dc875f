"""Days read out of addresses."""

from datetime import date

from django.http import Http404

FIRST_YEAR, LAST_YEAR = 1947, 2200


def day_of(written: str, otherwise: date) -> date:
    """Read a day out of an address; another one where it is none, or none on which a forum of today can sit."""
    try:
        found = date.fromisoformat(written)
    except ValueError:
        return otherwise
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else otherwise


def day_in(address: str) -> date:
    """Read a day out of the path of an address; raises Http404 where it is none."""
    found = day_of(address, date.min)
    if found == date.min:
        raise Http404
    return found
