"""The flows of what people raise, and of an explanation called for: states and steps, nothing else."""

from shramsetu.grievances.flow import explanation, grievance, simple

__all__ = ["explanation", "grievance", "simple"]
