"""What comes on an agenda: red items alone, the gravest first, so many of each kind and in all."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar


class Why(StrEnum):
    """Why something is on the agenda, in the order in which it is taken up."""

    CARRIED = "carried"  # a decision whose date has passed, postponed so often that it stands on a list of its own
    DECISION = "decision"  # a decision whose date has passed
    WORK = "work"  # a building that is red
    BLOCKED = "blocked"  # a hindrance or a defect over its time
    TARGET = "target"  # a district red against its target
    OVERDUE = "overdue"  # cases over their time with one post
    OWN = "own"  # what the office itself laid on the table


ORDER = {why: place for place, why in enumerate(Why)}
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Red(Generic[Thing]):
    """Something red: its key, why, how grave it is within its kind (more is graver), and what it is."""

    subject: str
    why: Why
    weight: int
    thing: Thing


def drawn(found: Iterable[Red[Thing]], *, most: int, each: int) -> tuple[list[Red[Thing]], int]:
    """Return the agenda in its order, and how many red items found no room on it.

    At most `each` of one kind and `most` in all; a subject stands once, under its gravest reason. What the office
    itself laid on the table is never crowded out.
    """
    rows = _once(sorted(found, key=lambda one: (ORDER[one.why], -one.weight, one.subject)))
    own = [one for one in rows if one.why is Why.OWN]
    left, taken = max(most - len(own), 0), list[Red[Thing]]()
    counts: Counter[Why] = Counter()
    for one in rows:
        if one.why is not Why.OWN and counts[one.why] < each and len(taken) < left:
            counts[one.why] += 1
            taken.append(one)
    return [*taken, *own], len(rows) - len(taken) - len(own)


def _once(rows: Sequence[Red[Thing]]) -> list[Red[Thing]]:
    seen: dict[str, Red[Thing]] = {}
    for one in rows:
        seen.setdefault(one.subject, one)
    return list(seen.values())
