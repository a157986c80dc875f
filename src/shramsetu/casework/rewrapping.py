"""All that lies under the keys of the environment, package by package, and turning it to the first of them.

Each package says here what it keeps. A page is a transaction of its own and what is turned bears the new key's id, so
a run that was broken off is simply begun again; afterwards nothing needs the old key.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Model, Q, QuerySet

from shramsetu.casework import sealing
from shramsetu.casework.models import SealedBody

PAGE = 200
ALL = Q()


@dataclass(frozen=True, slots=True)
class Turned:
    """How many records were turned, and how many could not be opened: their key is not here."""

    done: int = 0
    locked: int = 0

    def __add__(self, other: "Turned") -> "Turned":
        return Turned(self.done + other.done, self.locked + other.locked)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Rows with `key_id` and `closed`: under which ring, which of the table's rows, and what each is bound to."""

    model: type[Model]
    bound_to: Callable[[Any], str]
    ring: str = sealing.COMMON
    only: Q = ALL
    related: tuple[str, ...] = ()

    def rows(self) -> QuerySet[Any]:
        """Return the rows of this shelf."""
        return self.model._default_manager.filter(self.only).select_related(*self.related)

    def turn(self, row: Any) -> None:  # noqa: ANN401 - of whichever table
        """Shut what lies in a row under the first key."""
        bound = self.bound_to(row)
        plain = sealing.opened(row.key_id, bytes(row.closed), bound_to=bound, ring=self.ring)
        key_id, closed = sealing.shut(plain, bound_to=bound, ring=self.ring)
        self.model._default_manager.filter(pk=row.pk).update(key_id=key_id, closed=closed)


@dataclass(frozen=True, slots=True)
class Keeper:
    """What a package keeps under the keys: `in_use` tells ring and id of each, `pages` turns a page after the other."""

    in_use: Callable[[], set[tuple[str, str]]]
    pages: Callable[[datetime], Iterator[Turned]]
    shelves: tuple[Shelf, ...] = ()


KEEPERS: dict[str, Keeper] = {}


def keep(name: str, *shelves: Shelf) -> None:
    """Let what lies on `shelves` be turned with everything else, under a name for the operator."""
    KEEPERS[name] = Keeper(partial(_in_use, shelves), partial(_pages, shelves), shelves)


def turn_all(*, at: datetime) -> Iterator[tuple[str, Turned]]:
    """Turn all that is not under the first key of its ring; yield what each keeper had to turn."""
    for name, keeper in KEEPERS.items():
        yield name, sum(keeper.pages(at), Turned())


def in_use() -> set[tuple[str, str]]:
    """Return ring and id of every key that something still lies under."""
    return {pair for keeper in KEEPERS.values() for pair in keeper.in_use()}


def _in_use(shelves: tuple[Shelf, ...]) -> set[tuple[str, str]]:
    return {
        (shelf.ring, key)
        for shelf in shelves
        for key in shelf.rows().order_by("key_id").values_list("key_id", flat=True).distinct()
    }


def _pages(shelves: tuple[Shelf, ...], at: datetime) -> Iterator[Turned]:
    del at
    for shelf in shelves:
        old = shelf.rows().exclude(key_id=sealing.first_key(shelf.ring))
        yield from _walk(old, shelf.turn)


def _walk(old: QuerySet[Any], turn: Callable[[Any], None]) -> Iterator[Turned]:
    """Turn `old`, page by page; whoever writes one of the rows meanwhile waits for the page, or the page for them."""
    last: object = None
    while True:
        with transaction.atomic():
            rest = old if last is None else old.filter(pk__gt=last)
            page = list(rest.select_for_update(of=("self",)).order_by("pk")[:PAGE])
            done = [_turned(row, turn) for row in page]
        if not page:
            return
        last = page[-1].pk
        yield sum(done, Turned())


def _turned(row: Any, turn: Callable[[Any], None]) -> Turned:  # noqa: ANN401 - of whichever table
    try:
        turn(row)
    except sealing.Unreadable:
        return Turned(locked=1)
    return Turned(done=1)


def _bodies_in_use() -> set[tuple[str, str]]:
    return set(SealedBody.objects.values_list("ring", "key_id").distinct())


def _bodies(at: datetime) -> Iterator[Turned]:
    del at
    for ring in (sealing.COMMON, sealing.CHILD):
        old = SealedBody.objects.filter(ring=ring).exclude(key_id=sealing.first_key(ring))
        yield from _walk(old.select_related("case"), sealing.rewrap)


KEEPERS["sealed records"] = Keeper(_bodies_in_use, _bodies)
