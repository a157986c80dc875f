"""The flows of bonded labour: states and steps, nothing else."""

from shramsetu.bonded import (
    scope,
)
from shramsetu.bonded.flow import (
    district,
    duty,
    information,
    operation,
    person,
    track,
)

__all__ = [
    "district",
    "duty",
    "information",
    "operation",
    "person",
    "scope",
    "track",
]
