"""What targets, works and reviews add to the desk; each part has a module of its own."""

from shramsetu.monitoring.reviews import desk as reviews
from shramsetu.monitoring.targets import desk as targets
from shramsetu.monitoring.works import desk as works

__all__ = ["reviews", "targets", "works"]
