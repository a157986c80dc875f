"""Tables of bonded labour, one file an area. What identifies a person lies encrypted; rows carry the code name."""

from shramsetu.bonded.models.duties import BondedDuty
from shramsetu.bonded.models.intake import Accused, Information, Operation, Seizure, Site, TeamMember
from shramsetu.bonded.models.offices import Counter, Delegation
from shramsetu.bonded.models.papers import Paper
from shramsetu.bonded.models.survivors import Bondage, Finding, Household, Survivor
from shramsetu.bonded.models.transfers import (
    Chase,
    ChaseLetter,
    Consent,
    EscortCall,
    Handed,
    Journey,
    Packet,
    PacketView,
    Transfer,
    Traveller,
)

__all__ = [
    "Accused",
    "Bondage",
    "BondedDuty",
    "Chase",
    "ChaseLetter",
    "Consent",
    "Counter",
    "Delegation",
    "EscortCall",
    "Finding",
    "Handed",
    "Household",
    "Information",
    "Journey",
    "Operation",
    "Packet",
    "PacketView",
    "Paper",
    "Seizure",
    "Site",
    "Survivor",
    "TeamMember",
    "Transfer",
    "Traveller",
]
