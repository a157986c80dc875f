"""The flows of the registry of workers, one file a kind."""

from shramsetu.workers.flow import change, registration

__all__ = ["change", "registration"]
