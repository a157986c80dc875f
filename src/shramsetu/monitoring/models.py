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
from shramsetu.monitoring.works.models import (
    Component,
    Defect,
    Handover,
    Hindrance,
    Measurement,
    Plan,
    PlanPoint,
    Readiness,
    Term,
    Work,
)
from shramsetu.monitoring.works.records import MoneyRow, Photo, PhotoPoint, Standing, Visit

__all__ = [
    "Achievement",
    "Component",
    "DayTarget",
    "Defect",
    "Delivery",
    "Handover",
    "Hindrance",
    "Measurement",
    "MoneyRow",
    "Photo",
    "PhotoPoint",
    "Plan",
    "PlanPoint",
    "Readiness",
    "Share",
    "Shortfall",
    "Standing",
    "TargetSet",
    "Term",
    "Visit",
    "Watermark",
    "Work",
]
