"""The district that a point lies in."""

import pytest

from shramsetu.bridges import nearest
from shramsetu.lib import globe
from shramsetu.places import queries as places

pytestmark = pytest.mark.django_db


def test_the_nearest_centre_by_kilometres_on_the_ground() -> None:
    centres = [(one, (one.lon, one.lat)) for one in places.districts() if one.lon is not None and one.lat is not None]
    for latitude, longitude in [(26.0, 80.5), (27.9, 79.0), (25.2, 82.6), (28.5, 77.6), (26.9, 83.2)]:
        best = min(centres, key=lambda row: globe.kilometres((longitude, latitude), row[1]))
        assert nearest.district((latitude, longitude)) == best[0]


def test_a_point_outside_the_state_lies_in_none() -> None:
    assert nearest.district((12.97, 77.59)) is None
    assert nearest.district((float("nan"), 80.0)) is None
