"""Numbers of cases that are handed out beforehand: for a slip on the spot where there is no network."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from shramsetu import rulebook
from shramsetu.casework import opening
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.offline.models import HandedOut


class NoneLeft(Exception):
    """No more numbers are handed out to this officer for this subject."""


@dataclass(frozen=True, slots=True)
class Block:
    """Numbers that were handed out at once, in their order; `is_new` is false where they were before."""

    numbers: list[str]
    is_new: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How many numbers were handed out for a subject, and how many of them name a case by now."""

    handed: int
    used: int


def hand_out(subject: str, block: UUID, *, by: Actor, at: datetime) -> Block:
    """Hand a block out to `by`; asked again for the same block, give the same. The caller holds the subject's lock.

    Raises NoneLeft beyond the rulebook's measure, and for a block of somebody else.
    """
    known = list(HandedOut.objects.filter(block=block).order_by("place"))
    if known:
        if {(one.subject, one.by) for one in known} != {(subject, by.key)}:
            raise NoneLeft
        return Block([one.number for one in known], is_new=False)
    book, on = rulebook.book(), clock.day(at)
    count = book.number("offline.numbers_at_once", on)
    before = HandedOut.objects.filter(subject=subject, by=by.key).count()
    if before + count > book.number("offline.numbers_a_subject", on):
        raise NoneLeft
    drawn = opening.draw_numbers(count)
    HandedOut.objects.bulk_create(
        HandedOut(number=number, subject=subject, block=block, place=place, by=by.key, at=at)
        for place, number in enumerate(drawn)
    )
    return Block(drawn, is_new=True)


def use(number: str, *, subject: str, by: Actor, at: datetime) -> bool:
    """Use a number up, once; tell whether it was handed out to `by` for `subject` and is unused."""
    own = HandedOut.objects.filter(number=number, subject=subject, by=by.key, used_at=None)
    return own.update(used_at=at) == 1


def standing(subject: str) -> Standing:
    """Return how many numbers of a subject are out; what a device has typed and not handed in, nobody here knows."""
    return Standing(**HandedOut.objects.filter(subject=subject).aggregate(handed=Count("pk"), used=Count("used_at")))
