"""The verbs of bonded labour. Importing this package registers every effect with the flow engine."""

from shramsetu.bonded.actions import climb, districts, duties, halfyears, lists, papers, persons

__all__ = ["climb", "districts", "duties", "halfyears", "lists", "papers", "persons"]
