"""The flows of hearings: states and steps, nothing else."""

from shramsetu.hearings.flow import matter, recovery

__all__ = ["matter", "recovery"]
