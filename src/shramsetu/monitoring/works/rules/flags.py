"""What should make somebody look twice: money ahead of work, a leap, a photograph of another day or place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from shramsetu.lib import clock
from shramsetu.lib.globe import kilometres
from shramsetu.monitoring.works.rules.progress import WHOLE

Place = tuple[float, float]  # longitude, latitude in degrees


class Flag(StrEnum):
    """A reason to look again."""

    MONEY_AHEAD = "money_ahead"  # spent a good deal more of the money than work is done
    LEAP = "leap"  # more done between two measurements than a building grows
    NO_PHOTO = "no_photo"  # nobody has shown it for days
    SAME_PHOTO = "same_photo"  # handed in before, here or elsewhere
    ELSEWHERE = "elsewhere"  # taken outside the fence of its point
    NO_POSITION = "no_position"  # the phone told no place
    TOO_FAST = "too_fast"  # one person at two places sooner than anybody travels
    OLD_PHOTO = "old_photo"  # taken on another day than the visit
    NO_DATE = "no_date"  # the picture does not say when it was taken
    SENT_AWAY = "sent_away"  # the picture names the point, the phone that sent it was elsewhere
    UC_LATE = "uc_late"  # money spent long ago, its utilisation certificate not given


@dataclass(frozen=True, slots=True)
class Bounds:
    """From where on something is strange; all of the rulebook (`works.*`)."""

    money_ahead: int  # basis points of money over work
    leap: int  # basis points of the whole in thirty days
    photo_days: int
    fence_metres: int
    speed_kmph: int
    same_bits: int  # of 64 bits of two pictures' hashes


@dataclass(frozen=True, slots=True)
class Shot:
    """A photograph of a fixed point: its hash (64 bits), when and where the phone took it, when it came in, by whom.

    `sent_from` is where the phone was that handed it in, where the picture names a place of its own.
    """

    point: int
    phash: int | None
    taken_at: datetime | None
    at: datetime
    place: Place | None
    by: str
    sent_from: Place | None = None


def bits_apart(one: int, other: int) -> int:
    """Count the bits in which two signed 64-bit hashes differ."""
    return ((one ^ other) & ((1 << 64) - 1)).bit_count()


def of_shot(shot: Shot, point: Place, earlier: Sequence[Shot], bounds: Bounds) -> frozenset[Flag]:
    """Say what is strange about a photograph of a fixed point, held against those handed in before it.

    `earlier` are the photographs that could be the same one, and those of the same person.
    """
    found: set[Flag] = set()
    if shot.place is None:
        found.add(Flag.NO_POSITION)
    elif _is_away(shot.place, point, bounds):
        found.add(Flag.ELSEWHERE)
    if shot.sent_from is not None and _is_away(shot.sent_from, point, bounds):
        found.add(Flag.SENT_AWAY)
    if shot.taken_at is None:
        found.add(Flag.NO_DATE)
    elif clock.day(shot.taken_at) != clock.day(shot.at):
        found.add(Flag.OLD_PHOTO)
    if any(_same(shot, one, bounds) for one in earlier):
        found.add(Flag.SAME_PHOTO)
    if any(_too_fast(shot, one, bounds) for one in earlier):
        found.add(Flag.TOO_FAST)
    return frozenset(found)


def _is_away(place: Place, point: Place, bounds: Bounds) -> bool:
    return kilometres(place, point) * 1000 > bounds.fence_metres


def _same(one: Shot, other: Shot, bounds: Bounds) -> bool:
    """Tell whether two photographs are one. A point looks alike week after week: there, all bits must agree."""
    if one.phash is None or other.phash is None:
        return False
    allowed = 0 if one.point == other.point else bounds.same_bits
    return bits_apart(one.phash, other.phash) <= allowed


def _too_fast(one: Shot, other: Shot, bounds: Bounds) -> bool:
    """Tell whether one person cannot have been at both places; a kilometre is what phones are wrong by."""
    if one.by != other.by or one.place is None or other.place is None:
        return False
    hours = abs((one.taken_at or one.at) - (other.taken_at or other.at)) / timedelta(hours=1)
    return kilometres(one.place, other.place) - 1 > bounds.speed_kmph * hours


def of_work(*, physical: int, spent: int, last_photo_days: int | None, bounds: Bounds) -> frozenset[Flag]:
    """Say what is strange about a work: `physical` and `spent` in basis points of the whole and of what is sanctioned.

    `last_photo_days` is None before the work has begun, or after it is whole: nobody need show it then.
    """
    found: set[Flag] = set()
    if spent - physical > bounds.money_ahead:
        found.add(Flag.MONEY_AHEAD)
    if last_photo_days is not None and last_photo_days > bounds.photo_days and physical < WHOLE:
        found.add(Flag.NO_PHOTO)
    return frozenset(found)


def leaps(before: int, after: int, days: int, bounds: Bounds) -> bool:
    """Tell whether a building grew from `before` to `after` (basis points) faster than is believed, in `days`."""
    return (after - before) * 30 > bounds.leap * max(days, 1) and after - before > bounds.leap // 3


def worst_first(flags: Iterable[Flag]) -> tuple[Flag, ...]:
    """Return flags in the order in which they weigh."""
    order = list(Flag)
    return tuple(sorted(flags, key=order.index))
