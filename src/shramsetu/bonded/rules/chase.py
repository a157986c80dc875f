"""Chasing a certificate that the district of the rescue never gave: which letter is due when."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Kind = Literal["letter", "copy"]
COPY = "copy"


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter of a chase: the n-th request or reminder, or the copy to the NHRC."""

    number: int
    kind: Kind
    due_at: datetime


def letters(opened_at: datetime, days: Sequence[int], copy_days: int) -> tuple[Letter, ...]:
    """Return every letter of a chase, in order; the last one is the copy to the NHRC."""
    asked: list[Letter] = [
        Letter(number, "letter", opened_at + timedelta(days=count)) for number, count in enumerate(sorted(days), 1)
    ]
    return (*asked, Letter(len(asked) + 1, "copy", opened_at + timedelta(days=copy_days)))


def due(every: Sequence[Letter], written: Collection[int], at: datetime) -> tuple[Letter, ...]:
    """Return the letters whose day has come and which are not written yet."""
    return tuple(one for one in every if one.due_at <= at and one.number not in written)


def next_due(every: Sequence[Letter], written: Collection[int]) -> datetime | None:
    """Return when the next letter is due; None after the last."""
    return min((one.due_at for one in every if one.number not in written), default=None)
