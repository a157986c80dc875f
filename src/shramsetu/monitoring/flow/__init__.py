"""The flows of what is watched: states and steps, nothing else."""

from shramsetu.monitoring.flow import shortfall, work

__all__ = ["shortfall", "work"]
