"""The district that a point lies in, by the nearest centre."""

from shramsetu.lib import globe
from shramsetu.places import queries as places
from shramsetu.places.models import Place

FARTHEST_KM = 150


def district(here: tuple[float, float]) -> Place | None:
    """Return the district whose centre lies nearest to a point (latitude, longitude); None outside the state."""
    latitude, longitude = here
    near = [
        (globe.kilometres((longitude, latitude), (one.lon, one.lat)), one.pk, one)
        for one in places.districts()
        if one.lat is not None and one.lon is not None
    ]
    far, _pk, found = min(near)
    return found if far <= FARTHEST_KM else None  # nor where it is no number
