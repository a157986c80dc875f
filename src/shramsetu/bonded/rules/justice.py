"""The legal tracks: how each runs, where it is heard, which outcomes it can have, what each opens."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Forum(StrEnum):
    """Where a track is heard. Of section 21 states and courts think differently: it is a field, never a constant."""

    EXECUTIVE = "executive"
    JUDICIAL = "judicial"
    SESSIONS = "sessions"
    SPECIAL = "special"
    CHILDREN = "children"
    AUTHORITY = "authority"
    LEGAL_SERVICES = "legal_services"
    COMMISSION = "commission"
    HIGH_COURT = "high_court"
    SUPREME_COURT = "supreme_court"


@dataclass(frozen=True, slots=True)
class Way:
    """How one track runs: by police and charge sheet (`criminal`) or by an application; where; whose it is then."""

    criminal: bool
    forum: Forum
    owner: str


WAYS: Mapping[str, Way] = {
    "bls-summary": Way(True, Forum.EXECUTIVE, "magistrate"),
    "bls-court": Way(True, Forum.JUDICIAL, "prosecutor"),
    "sessions": Way(True, Forum.SESSIONS, "prosecutor"),
    "poa": Way(True, Forum.SPECIAL, "prosecutor"),
    "child-labour": Way(True, Forum.JUDICIAL, "prosecutor"),
    "pocso": Way(True, Forum.CHILDREN, "prosecutor"),
    "wages": Way(False, Forum.AUTHORITY, "labour_officer"),
    "compensation": Way(False, Forum.LEGAL_SERVICES, "legal_services"),
    "property": Way(False, Forum.EXECUTIVE, "magistrate"),
    "nhrc": Way(False, Forum.COMMISSION, "labour"),
    "writ": Way(False, Forum.HIGH_COURT, "dm"),
}
CONVICTED = "convicted"
CRIMINAL_OUTCOMES = (CONVICTED, "acquitted", "discharged", "compounded", "withdrawn", "abated")
CIVIL_OUTCOMES = ("allowed", "partly", "rejected", "withdrawn", "abated")
# The Act's own trials: what they find of bondage counts for the balance, whatever becomes of the accused.
SUMMARY = "bls-summary"
WAGES = "wages"
# Which step of a track brings which instalment of the relief under the PoA Act.
RELIEF_STAGES = {"fir": 0, "file": 1, CONVICTED: 2}


def outcomes(track: str) -> tuple[str, ...]:
    """Return how a track of this kind can end."""
    return CRIMINAL_OUTCOMES if WAYS[track].criminal else CIVIL_OUTCOMES


@dataclass(frozen=True, slots=True)
class Ended:
    """A track that was decided: its kind, its outcome, and whether the court found bondage."""

    track: str
    outcome: str
    found_bondage: bool


def convicted(ended: Ended) -> bool:
    """Tell whether a track ended in a conviction."""
    return WAYS[ended.track].criminal and ended.outcome == CONVICTED


def summary_found(ended: Ended) -> bool:
    """Tell whether a concluded summary trial found bondage."""
    return ended.track == SUMMARY and ended.found_bondage


def opens(ended: Ended) -> bool:
    """Tell whether a decision opens the balance: then it counts with the court's order and a second officer alone."""
    return convicted(ended) or summary_found(ended)
