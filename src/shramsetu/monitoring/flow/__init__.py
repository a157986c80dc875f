"""The flows of what is watched: states and steps, nothing else."""

from shramsetu.monitoring.flow import decision, shortfall, work

__all__ = ["decision", "shortfall", "work"]
