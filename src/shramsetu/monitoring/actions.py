"""The verbs of targets, works and reviews, read at start so that the flows find their effects."""

from shramsetu.monitoring.targets import actions as targets

__all__ = ["targets"]
