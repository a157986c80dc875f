"""What a gateway is asked and what it answers."""

from dataclasses import dataclass
from typing import Protocol

from shramsetu.messages.models import Message


@dataclass(frozen=True, slots=True)
class Sent:
    """The gateway took the message; `ref` is its name for it. `is_delivered` where it knows that already."""

    ref: str = ""
    is_delivered: bool = False


@dataclass(frozen=True, slots=True)
class Rejected:
    """The gateway certainly did not take it: for good, or for now."""

    reason: str
    is_final: bool


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody can say whether the gateway took it."""

    reason: str


Outcome = Sent | Rejected | Unknown


class Gateway(Protocol):
    """Carries one message; never raises, answers within its own timeout.

    `honours_id` says that a message sent again with the same id reaches the person once; `needs_entity` that it has to
    be told the department's entity id (DLT).
    """

    name: str
    honours_id: bool
    needs_entity: bool

    def send(self, message: Message) -> Outcome:
        """Hand over `message`."""
