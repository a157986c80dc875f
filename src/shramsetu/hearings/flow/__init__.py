"""The flows of hearings: states and steps, nothing else."""

from shramsetu.hearings.flow import matter

__all__ = ["matter"]
