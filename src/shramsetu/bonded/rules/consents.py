"""Consent: given, refused or withdrawn, for one purpose; the last word counts. For a child, somebody else gives it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Said = Literal["given", "refused", "withdrawn"]
PURPOSES = ("services", "department", "other_state", "other_state_sealed", "research", "photo")


@dataclass(frozen=True, slots=True)
class Word:
    """What was said once."""

    purpose: str
    said: Said
    at: datetime
    for_child_by: str = ""  # guardian, or the committee's order; needed for a minor


def last(words: Iterable[Word], purpose: str, at: datetime) -> Word | None:
    """Return what holds for a purpose at an instant; None if it was never asked."""
    said = [word for word in words if word.purpose == purpose and word.at <= at]
    return max(reversed(said), key=lambda word: word.at, default=None)  # of the same instant, what was written later


def allows(words: Iterable[Word], purpose: str, at: datetime, *, is_minor: bool) -> bool:
    """Tell whether something may be shared for a purpose. Silence is no consent; a child's own word is not enough."""
    word = last(words, purpose, at)
    return word is not None and word.said == "given" and (not is_minor or bool(word.for_child_by.strip()))
