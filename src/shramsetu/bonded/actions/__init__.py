"""The verbs of bonded labour. Importing this package registers every effect with the flow engine."""

from shramsetu.bonded.actions import (
    beside,
    chases,
    climb,
    committees,
    consents,
    districts,
    duties,
    halfyears,
    handing,
    journeys,
    lists,
    packets,
    papers,
    persons,
    surveys,
    transfers,
)

__all__ = [
    "beside",
    "chases",
    "climb",
    "committees",
    "consents",
    "districts",
    "duties",
    "halfyears",
    "handing",
    "journeys",
    "lists",
    "packets",
    "papers",
    "persons",
    "surveys",
    "transfers",
]
