"""What other packages tell of a caller on the screen: registration, family, claims.

Packages beside or above register a teller from their `desk` module; while none does, the page says so.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from shramsetu.helpline.models import Call
from shramsetu.journal.rules import Actor

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Card:
    """One thing known of a caller: its title, a line each, and the page where it stands."""

    title: Words
    lines: Sequence[Words]
    url: str = ""


Teller = Callable[[Call, Actor, datetime], Sequence[Card]]
tellers: dict[str, Teller] = {}


def register(name: str, teller: Teller) -> None:
    """Let `teller` add its cards to the screen, within what the actor may see."""
    tellers[name] = teller


def cards(call: Call, by: Actor, *, at: datetime) -> list[Card]:
    """Return what all tellers know of the caller."""
    return [card for teller in tellers.values() for card in teller(call, by, at)]
