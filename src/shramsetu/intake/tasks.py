"""The clock's work of the doors; each part has a module of its own."""

from shramsetu.intake.letters import tasks as letters
from shramsetu.intake.mail import tasks as mail

__all__ = ["letters", "mail"]
