"""Open311 GeoReport v2: a view of complaints for civic programs, and a way in; what is public alone, and rounded."""
