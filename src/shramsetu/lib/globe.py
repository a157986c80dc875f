"""Distances on the earth."""

from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0


def kilometres(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Return the distance as the crow flies between two points, each longitude and latitude in degrees."""
    (lon, lat), (other_lon, other_lat) = here, there
    across, up = radians(other_lon - lon), radians(other_lat - lat)
    half = sin(up / 2) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(across / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(half, 1.0)))
