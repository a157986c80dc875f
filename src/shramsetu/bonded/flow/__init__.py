"""The flows of bonded labour: states and steps, nothing else."""

from shramsetu.bonded import scope
from shramsetu.bonded.flow import duty, person

__all__ = ["duty", "person", "scope"]
