"""The verbs of targets: set, freeze, read, take, and what follows when a place falls behind."""

from shramsetu.monitoring.targets.actions import freezing, reading, setting, shortfalls, taking

__all__ = ["freezing", "reading", "setting", "shortfalls", "taking"]
