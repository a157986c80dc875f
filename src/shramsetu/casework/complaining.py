"""A grievance opened in one tap out of another procedure: asked for more money, refused, nothing happened.

The package of grievances says how it is registered (`OPENER`); others only ask.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shramsetu.casework.models import Case
from shramsetu.journal.rules import Actor


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is complained of: out of which case, under which category of the rulebook, in which words, by whom."""

    case: Case
    category: str
    text: str
    channel: str
    name: str
    phone: str = ""


Opener = Callable[[Complaint, Actor, datetime], Case]
_openers: list[Opener] = []


def register(opener: Opener) -> None:
    """Let `opener` register grievances; it finds the one there is for this case and category."""
    _openers.append(opener)


def complain(about: Complaint, *, by: Actor, at: datetime) -> Case:
    """Open a grievance out of a case; pressed twice, it is the same one while that is open."""
    return _openers[0](about, by, at)
