"""The verbs of bonded labour. Importing this package registers every effect with the flow engine."""

from shramsetu.bonded.actions import (
    beside,
    chases,
    climb,
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
    transfers,
)

__all__ = [
    "beside",
    "chases",
    "climb",
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
    "transfers",
]
