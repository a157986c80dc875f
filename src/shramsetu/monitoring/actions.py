"""The verbs of targets, works and reviews, read at start so that the flows find their effects."""

from shramsetu.monitoring.reviews import actions as reviews
from shramsetu.monitoring.targets import actions as targets
from shramsetu.monitoring.works import actions as works

__all__ = ["reviews", "targets", "works"]
