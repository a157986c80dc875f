"""The flow of a claim: states and steps, nothing else."""

from shramsetu.schemes.flow import claim

__all__ = ["claim"]
