"""What targets, works and reviews add to the desk; each part has a module of its own."""

from shramsetu.monitoring.targets import desk as targets

__all__ = ["targets"]
