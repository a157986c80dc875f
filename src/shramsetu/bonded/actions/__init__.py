"""The verbs of bonded labour. Importing this package registers every effect with the flow engine."""

from shramsetu.bonded.actions import duties, papers, persons

__all__ = ["duties", "papers", "persons"]
