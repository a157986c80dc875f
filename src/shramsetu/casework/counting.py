"""What the platform itself can count for a target: packages register their counters here, and what watches asks them.

A counter is asked for days and answers with one number for each place and day where there is one: a day that it was
asked for and did not name has none.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Count:
    """How many on one day in one district; `source` names the source department where the counter knows it."""

    place_id: int
    on: date
    number: int
    source: str = ""


Ask = Callable[[date, date], Iterable[Count]]


@dataclass(frozen=True, slots=True)
class Counter:
    """One thing that is counted: its key, its words, and the one grouped query that counts it (both days counted)."""

    key: str
    label: str | Promise
    ask: Ask


class NoCounter(LookupError):
    """Nobody counts this."""


_counters: dict[str, Counter] = {}


def register(counter: Counter) -> Counter:
    """Make `counter` known; a second one of the same key is refused."""
    assert counter.key not in _counters, f"{counter.key} is counted twice"
    _counters[counter.key] = counter
    return counter


def of(key: str) -> Counter:
    """Return the counter with this key; raises NoCounter."""
    try:
        return _counters[key]
    except KeyError:
        raise NoCounter(key) from None


def keys() -> frozenset[str]:
    """Return the keys of all counters."""
    return frozenset(_counters)
