"""Tables of bonded labour, one file an area. What identifies a person lies encrypted; rows carry the code name."""

from shramsetu.bonded.models.duties import BondedDuty
from shramsetu.bonded.models.intake import Accused, Information, Operation, Seizure, Site, TeamMember
from shramsetu.bonded.models.offices import Counter, Delegation
from shramsetu.bonded.models.papers import Paper
from shramsetu.bonded.models.survivors import Bondage, Finding, Household, Survivor

__all__ = [
    "Accused",
    "Bondage",
    "BondedDuty",
    "Counter",
    "Delegation",
    "Finding",
    "Household",
    "Information",
    "Operation",
    "Paper",
    "Seizure",
    "Site",
    "Survivor",
    "TeamMember",
]
