"""What bonded labour adds to the desk; each part of the procedure has a module of its own."""

from shramsetu.bonded import committee_desk, duty_desk

__all__ = ["committee_desk", "duty_desk"]
