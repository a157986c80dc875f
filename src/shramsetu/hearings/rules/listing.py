"""Which hearing is called at which hour, in which order: slots, the share of the oldest, nobody in two places. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

WHOLE = 100


@dataclass(frozen=True, slots=True)
class Called:
    """A hearing as far as its hour goes; `since` is the day on which its matter was registered, `serial` its number.

    `speakers` are the representatives of its parties, `at` the hour that was told already, None while there is none.
    """

    pk: int
    since: date
    serial: tuple[int, int]
    speakers: frozenset[int] = frozenset()
    is_old: bool = False
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """What holds for the slots of a forum: how many in each, and which share of each day the oldest matters keep.

    Within `apart` of an hour whoever is called then cannot stand before another forum.
    """

    per_slot: int
    old_percent: int = 0
    apart: timedelta = timedelta(0)

    def others_most(self, slots: int) -> int:
        """Return how many of a day with `slots` slots may be matters that are not old; the share is rounded up."""
        whole = self.per_slot * slots
        return whole - -(-whole * self.old_percent // WHOLE)


@dataclass(frozen=True, slots=True)
class Taken:
    """What is fixed already: how many hearings in each slot, how many of them of no old matter, who speaks then.

    `elsewhere` is who is called before other forums, by the hour.
    """

    count: Mapping[datetime, int]
    others: Mapping[datetime, int]
    speakers: Mapping[datetime, frozenset[int]]
    elsewhere: Mapping[datetime, frozenset[int]] = field(default_factory=dict)


NOTHING = Taken({}, {}, {})


def in_order(called: Iterable[Called]) -> list[Called]:
    """Return hearings in the order in which they are called: by hour, then the oldest matter first."""
    return sorted(called, key=lambda one: (one.at is None, one.at, one.since, one.serial, one.pk))


def oldest_first(called: Iterable[Called]) -> list[Called]:
    """Return hearings, the oldest matter first."""
    return sorted(called, key=lambda one: (one.since, one.serial, one.pk))


def assign(
    waiting: Sequence[Called], days: Iterable[Sequence[datetime]], room: Room, taken: Taken = NOTHING
) -> dict[int, datetime]:
    """Give each of `waiting`, in that order, the first slot in which there is room and none of its speakers is called.

    `days` are the slots of each day on which the forum sits. What finds no slot in them is left out of the answer.
    """
    count, others = Counter(taken.count), Counter(taken.others)
    speakers = {at: set(some) for at, some in taken.speakers.items()}
    found = dict[int, datetime]()
    left = list(waiting)
    for slots in days:
        if not left:
            break
        most, kept = room.others_most(len(slots)), list[Called]()
        for one in left:
            used = sum(others[slot] for slot in slots)
            may = one.is_old or used < most
            free = (at for at in slots if may and not one.speakers & busy(at, taken.elsewhere, room.apart))
            slot = next((at for at in free if _has_room(at, one, count, speakers, room)), None)
            if slot is None:
                kept.append(one)
                continue
            found[one.pk] = slot
            count[slot] += 1
            others[slot] += not one.is_old
            speakers.setdefault(slot, set()).update(one.speakers)
        left = kept
    return found


def busy(at: datetime, elsewhere: Mapping[datetime, frozenset[int]], apart: timedelta) -> frozenset[int]:
    """Return who is called before another forum so near to an hour that they cannot be here too."""
    near = [some for then, some in elsewhere.items() if then == at or abs(then - at) < apart]
    return frozenset().union(*near)


def clashes(
    called: Iterable[Called], elsewhere: Mapping[datetime, frozenset[int]], apart: timedelta = timedelta(0)
) -> dict[int, frozenset[int]]:
    """Return, by hearing, the representatives who are called to another forum at the same time."""
    found = {one.pk: one.speakers & busy(one.at, elsewhere, apart) for one in called if one.at is not None}
    return {pk: some for pk, some in found.items() if some}


def _has_room(
    at: datetime, one: Called, count: Mapping[datetime, int], speakers: Mapping[datetime, set[int]], room: Room
) -> bool:
    return count.get(at, 0) < room.per_slot and not one.speakers & speakers.get(at, set())
