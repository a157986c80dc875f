"""What bonded labour adds to the desk; each part of the procedure has a module of its own."""

from shramsetu.bonded import duty_desk

__all__ = ["duty_desk"]
