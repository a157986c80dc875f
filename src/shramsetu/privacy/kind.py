"""What a kind of personal data is: its rule, what is due of it, how it is erased, and where that is entered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

Erased = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of personal data. `waiting(before)` is what is due, `erase(before, at)` erases a batch of it.

    What `erase` answers goes into the entry: `count`, and the numbers of the cases where they are not secret.
    """

    name: str
    label: str | Promise
    what: str | Promise
    figure: str
    waiting: Callable[[datetime], QuerySet[Model]]
    erase: Callable[[datetime, datetime], Erased]


def stream(kind: Kind) -> str:
    """Return the key of the stream in which each erasure of this kind is entered."""
    return f"privacy:{kind.name}"
