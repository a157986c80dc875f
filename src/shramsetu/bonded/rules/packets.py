"""The sealed packet for a state without login: which fields it may carry, and whether it may be opened once more."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Why(StrEnum):
    """Why a packet is not opened."""

    REVOKED = "revoked"
    EXPIRED = "expired"
    OPENED = "opened"  # once already
    LOCKED = "locked"  # by wrong codes
    CODE = "code"


# What a packet may carry, by class: the sender picks; what is not picked is not in it. Bank accounts, the informant and
# the safe house are in no packet.
WORK = ("code", "age_sex", "sector", "rescued_on", "finding", "certificate", "assistance", "fir", "needs")
IDENTITY = ("name", "guardian", "home", "phone", "family", "photo")
SEALED = ("medical", "statement", "threat")
FIELDS = (*WORK, *IDENTITY, *SEALED)
ALWAYS = ("code", "age_sex")
# What must be agreed to before a field of a class leaves the state.
PURPOSE: Mapping[str, str] = {
    **dict.fromkeys(IDENTITY, "other_state"),
    **dict.fromkeys(SEALED, "other_state_sealed"),
}


def chosen(wanted: Collection[str]) -> tuple[str, ...]:
    """Return the fields of a packet in the order of the list: what is always there, and what was picked of the rest."""
    return tuple(name for name in FIELDS if name in ALWAYS or name in wanted)


def consents_needed(fields: Collection[str]) -> frozenset[str]:
    """Return the purposes that every person of the packet must have agreed to."""
    return frozenset(PURPOSE[name] for name in fields if name in PURPOSE)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a packet stands."""

    expires_at: datetime
    opened_at: datetime | None = None
    revoked_at: datetime | None = None
    tries: int = 0
    tries_most: int = 5


def barred(standing: Standing, at: datetime) -> Why | None:
    """Return why a packet may not be opened now, whatever code is given; None if it may."""
    if standing.opened_at is not None and standing.revoked_at is None:
        return Why.OPENED
    if at >= standing.expires_at:  # it was emptied then
        return Why.EXPIRED
    if standing.revoked_at is not None:
        return Why.REVOKED
    return Why.LOCKED if standing.tries >= standing.tries_most else None


def answerable(standing: Standing, at: datetime) -> bool:
    """Tell whether the other state may answer with it: once it was opened, as long as it was not taken back or locked.

    The answer (they arrived) comes days after the packet was read, so its time does not end with the reading's.
    """
    return standing.opened_at is not None and standing.revoked_at is None and standing.tries < standing.tries_most


def masked(address: str) -> str:
    """Return a network address without its last part, as the log of views keeps it."""
    if ":" in address:
        return ":".join([*address.split(":")[:3], "…"])
    parts = address.split(".")
    return ".".join([*parts[:2], "…"]) if len(parts) == 4 else "…"
