"""The tables of targets, works and reviews; each part keeps its own beside its rules."""

from shramsetu.monitoring.targets.models import (
    Achievement,
    DayTarget,
    Delivery,
    Share,
    Shortfall,
    TargetSet,
    Watermark,
)

__all__ = [
    "Achievement",
    "DayTarget",
    "Delivery",
    "Share",
    "Shortfall",
    "TargetSet",
    "Watermark",
]
