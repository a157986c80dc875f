"""Draw a week of the roster: first how many on which shift of which day, then who.

How many: shifts are filled one person at a time where that takes away most of what is short, a shortage weighing more
the larger it is, until another person would mostly sit idle; then persons are moved between the shifts of a day, or let
go, as long as that helps. Who: everybody keeps one shift for the week and one day off; holes are filled by whoever may.
Rest, days in a row, absences and consent to nights are never bent: a hole that cannot be filled stays one and is shown.
Why not a solver: docs/reference/helpline-staffing.md.
"""

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

DAYS, SLOTS, SLOT_MINUTES = 7, 48, 30
TURNS = 12  # ways in which the breaks of a shift are staggered
IDLE = 0.25  # an idle half-hour of one person against a short one


@dataclass(frozen=True, slots=True)
class Shift:
    """A pattern: start and length in minutes from midnight, fewest and most people, breaks (offset, minutes)."""

    slug: str
    starts: int
    minutes: int
    least: int
    most: int
    breaks: tuple[tuple[int, int], ...] = ()
    is_night: bool = False

    def slots(self, day: int) -> Iterator[tuple[int, float]]:
        """Yield the half-hours of the week that the shift covers on `day`, and which share of its people is there.

        The others are on a break. What lies in the next week is left out.
        """
        first = (day * 24 * 60 + self.starts) // SLOT_MINUTES
        for ahead, share in enumerate(_presence(self)):
            if first + ahead < DAYS * SLOTS:
                yield first + ahead, share


@dataclass(frozen=True, slots=True)
class Person:
    """Who can be put on: days (0-6) away, a fixed day off, whether at night; last week's shift, end of its rest."""

    key: int
    away: frozenset[int] = frozenset()
    off: int | None = None
    nights: bool = True
    before: str = ""
    free_from: datetime | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What is never bent: hours of rest between duties, days of work in the week."""

    monday: datetime  # local midnight with which the week begins
    rest_hours: int = 11
    most_days: int = 6


@dataclass(frozen=True, slots=True)
class Put:
    """One person on one shift of one day; `turn` counts them, so that breaks can be staggered."""

    person: int
    day: int
    shift: str
    turn: int


Wanted = dict[tuple[int, str], int]


def wanted(need: Sequence[float], shifts: Sequence[Shift], *, person_days: int) -> Wanted:
    """Return how many to put on each shift of each day for `need` people in each half-hour of the week.

    Fewest and most of a shift hold; no more person-days are given than there are.
    """
    cover = [0.0] * (DAYS * SLOTS)
    found: Wanted = {}
    for day in range(DAYS):
        for shift in shifts:
            found[day, shift.slug] = shift.least
            _add(cover, shift.slots(day), shift.least)
    left = person_days - sum(found.values())
    heap = [(-_gain(need, cover, shift, day), day, at) for day in range(DAYS) for at, shift in enumerate(shifts)]
    heapq.heapify(heap)
    while heap and left > 0:
        _, day, at = heapq.heappop(heap)
        shift = shifts[at]
        gain = _gain(need, cover, shift, day)
        if gain <= 0 or found[day, shift.slug] >= shift.most:
            continue
        if heap and -heap[0][0] > gain:  # others are better by now: a gain only falls as people are added
            heapq.heappush(heap, (-gain, day, at))
            continue
        found[day, shift.slug] += 1
        left -= 1
        _add(cover, shift.slots(day), 1)
        heapq.heappush(heap, (-_gain(need, cover, shift, day), day, at))
    _improve(need, cover, shifts, found)
    return found


def assign(counts: Wanted, shifts: Sequence[Shift], people: Sequence[Person], terms: Terms) -> list[Put]:
    """Put people on the shifts: their own for the week first, then holes by whoever may work there."""
    board = _Board(counts, {shift.slug: shift for shift in shifts}, people, terms)
    homes = _homes(counts, shifts, people)
    offs = _offs(counts, homes, people)
    for day in range(DAYS):
        for shift in sorted(shifts, key=lambda one: not one.is_night):
            own = [one for one in people if homes.get(one.key) == shift.slug and offs[one.key] != day]
            board.fill(day, shift.slug, own)
    for day in range(DAYS):
        for shift in shifts:
            board.fill(day, shift.slug, [one for one in people if one.off != day])
    return board.puts()


def missing(counts: Wanted, puts: Sequence[Put]) -> Wanted:
    """Return the holes: what was wanted and nobody could be put on."""
    there = Counter((put.day, put.shift) for put in puts)
    return {key: count - there[key] for key, count in counts.items() if count > there[key]}


def staggered(shift: Shift, turn: int) -> tuple[tuple[int, int], ...]:
    """Return the breaks of the `turn`th person on a shift: quarter-hours apart over three hours, never past its end."""
    later = 15 * (turn % TURNS) - 75
    return tuple((max(15, min(offset + later, shift.minutes - long - 15)), long) for offset, long in shift.breaks)


@lru_cache(maxsize=64)
def _presence(shift: Shift) -> tuple[float, ...]:
    """Return for each half-hour of a shift the share of its people who are not on a break, over all turns."""
    offset = shift.starts % SLOT_MINUTES
    there = [0.0] * -(-(offset + shift.minutes) // SLOT_MINUTES)
    spans = [(offset, offset + shift.minutes, TURNS)]
    for turn in range(TURNS):
        spans += [(offset + at, offset + at + long, -1) for at, long in staggered(shift, turn)]
    for begins, ends, count in spans:
        for slot in range(begins // SLOT_MINUTES, min(-(-ends // SLOT_MINUTES), len(there))):
            minutes = min(ends, (slot + 1) * SLOT_MINUTES) - max(begins, slot * SLOT_MINUTES)
            there[slot] += count * minutes / SLOT_MINUTES / TURNS
    return tuple(there)


def _add(cover: list[float], slots: Iterator[tuple[int, float]], count: int) -> None:
    for slot, share in slots:
        cover[slot] += count * share


def _gain(need: Sequence[float], cover: Sequence[float], shift: Shift, day: int) -> float:
    """Return what one more person is worth: what is short weighs with its share of the need, idle time against it."""
    total = 0.0
    for slot, share in shift.slots(day):
        short = max(need[slot] - cover[slot], 0.0)
        used = min(short, share)
        total += used * (1 + short / need[slot] if short else 0) - IDLE * (share - used)
    return total


def _improve(need: Sequence[float], cover: list[float], shifts: Sequence[Shift], found: Wanted) -> None:
    """Move people between the shifts of a day, or let them go, while that helps; each move helps, so it ends."""
    moved = True
    while moved:
        moved = False
        for day in range(DAYS):
            for shift in shifts:
                while found[day, shift.slug] > shift.least and _moved(need, cover, shifts, found, (day, shift)):
                    moved = True


def _moved(
    need: Sequence[float], cover: list[float], shifts: Sequence[Shift], found: Wanted, out: tuple[int, Shift]
) -> bool:
    """Take one person off a shift if another shift of that day, or none, has more of them; else leave all as it is."""
    day, shift = out
    _add(cover, shift.slots(day), -1)
    worth = _gain(need, cover, shift, day)
    free = [one for one in shifts if one is not shift and found[day, one.slug] < one.most]
    best = max(free, key=lambda one: _gain(need, cover, one, day), default=None)
    gain = 0.0 if best is None else max(0.0, _gain(need, cover, best, day))
    if gain <= worth + 1e-9:
        _add(cover, shift.slots(day), 1)
        return False
    found[day, shift.slug] -= 1
    if best is not None and gain > 0:
        found[day, best.slug] += 1
        _add(cover, best.slots(day), 1)
    return True


class _Board:
    """Who is on when, while it is being filled; knows what each person may still take."""

    def __init__(self, counts: Wanted, shifts: Mapping[str, Shift], people: Sequence[Person], terms: Terms) -> None:
        self.counts, self.shifts, self.terms = counts, shifts, terms
        self.people = {one.key: one for one in people}
        self.days: dict[int, dict[int, str]] = defaultdict(dict)
        self.on: dict[tuple[int, str], list[int]] = defaultdict(list)

    def fill(self, day: int, slug: str, candidates: Sequence[Person]) -> None:
        """Put on whom the shift lacks: who has worked least this week first."""
        lacking = self.counts.get((day, slug), 0) - len(self.on[day, slug])
        if lacking <= 0:
            return
        fit = [one for one in candidates if self._may(one, day, slug)]
        for one in heapq.nsmallest(lacking, fit, key=lambda one: (len(self.days[one.key]), one.key)):
            self.days[one.key][day] = slug
            self.on[day, slug].append(one.key)

    def puts(self) -> list[Put]:
        """Return everybody who is on, in order."""
        return [
            Put(key, day, slug, turn) for (day, slug), keys in sorted(self.on.items()) for turn, key in enumerate(keys)
        ]

    def _may(self, one: Person, day: int, slug: str) -> bool:
        days = self.days[one.key]
        if day in one.away or day in days or len(days) >= self.terms.most_days:
            return False
        if self.shifts[slug].is_night and not one.nights:
            return False
        begins, ends = self._span(day, slug)
        rest = timedelta(hours=self.terms.rest_hours)
        if one.free_from is not None and begins < one.free_from:
            return False
        beside = [self._span(other, days[other]) for other in (day - 1, day + 1) if other in days]
        return all(begins >= other_ends + rest or other_begins >= ends + rest for other_begins, other_ends in beside)

    def _span(self, day: int, slug: str) -> tuple[datetime, datetime]:
        shift = self.shifts[slug]
        begins = self.terms.monday + timedelta(days=day, minutes=shift.starts)
        return begins, begins + timedelta(minutes=shift.minutes)


def _homes(counts: Wanted, shifts: Sequence[Shift], people: Sequence[Person]) -> dict[int, str]:
    """Give everybody a shift for the week: nights first, to those who may and were not on them last week."""
    homes: dict[int, str] = {}
    left = list(people)
    for shift in sorted(shifts, key=lambda one: not one.is_night):
        days = sum(counts[day, shift.slug] for day in range(DAYS))
        heads = max([-(-days // 6), *(counts[day, shift.slug] for day in range(DAYS))]) if days else 0
        fit = [one for one in left if one.nights or not shift.is_night]
        fit.sort(key=lambda one: (one.before == shift.slug, one.key))  # shifts change hands every week
        taken = {one.key for one in fit[:heads]}
        homes |= dict.fromkeys(taken, shift.slug)
        left = [one for one in left if one.key not in taken]
    return homes


def _offs(counts: Wanted, homes: Mapping[int, str], people: Sequence[Person]) -> dict[int, int]:
    """Give everybody a day off: their own, else the day on which their shift has most to spare."""
    offs: dict[int, int] = {}
    there: dict[str, list[int]] = {}
    for one in people:
        there.setdefault(homes.get(one.key, ""), [0] * DAYS)
        for day in range(DAYS):
            there[homes.get(one.key, "")][day] += day not in one.away
    for one in people:
        slug = homes.get(one.key, "")
        spare = [there[slug][day] - counts.get((day, slug), 0) for day in range(DAYS)]
        away = min(one.away, default=None)
        offs[one.key] = one.off if one.off is not None else away if away is not None else spare.index(max(spare))
        there[slug][offs[one.key]] -= offs[one.key] not in one.away
    return offs
