"""The verbs of the registry of workers: the only code that writes it. Importing this registers every effect."""

from shramsetu.workers.actions import changes, registration

__all__ = ["changes", "registration"]
