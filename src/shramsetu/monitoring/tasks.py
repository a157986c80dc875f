"""The clock's work of targets, works and reviews; each part has a module of its own."""

from shramsetu.monitoring.reviews import tasks as reviews
from shramsetu.monitoring.targets import tasks as targets
from shramsetu.monitoring.works import tasks as works

__all__ = ["reviews", "targets", "works"]
