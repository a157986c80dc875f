"""What is said to a caller in numbers and answers."""

from collections.abc import Mapping
from datetime import datetime

from shramsetu.helpline.models import Call


def waiting(call: Call, *, at: datetime) -> tuple[str, ...]:
    """Return the sounds that tell the place in the queue and the expected wait."""
    return ()


def answer(call: Call, detail: Mapping[str, object], number: str, *, at: datetime) -> tuple[str, ...]:
    """Return the sounds of an answer that the menu gives by itself."""
    return ()
