"""What the registry of workers adds to the desk; each part has a module of its own."""

from shramsetu.workers import change_desk, counted, doubles_desk, family_desk, lists, registration_desk
from shramsetu.workers.social import own

__all__ = ["change_desk", "counted", "doubles_desk", "family_desk", "lists", "own", "registration_desk"]
