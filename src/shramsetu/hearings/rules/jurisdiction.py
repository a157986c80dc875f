"""Before which forum a matter comes: the one that hears such matters in the narrowest area of the place. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from shramsetu.rulebook.law import Bodies, ForumKind


class NoForum(LookupError):
    """No forum hears such a matter there."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A forum as far as jurisdiction goes; `areas` are paths of places ("/09/kanpur/157/")."""

    pk: int
    kind: ForumKind
    bodies: Bodies
    hears: tuple[str, ...]
    areas: tuple[str, ...]
    from_on: date
    ended_on: date | None = None

    def sits_on(self, on: date) -> bool:
        """Tell whether the forum is there on a day."""
        return self.from_on <= on and (self.ended_on is None or on <= self.ended_on)

    def reach(self, path: str) -> int:
        """Return how narrow its narrowest area is that holds a place; 0 where none does."""
        return max((len(area) for area in self.areas if path.startswith(area)), default=0)


def choose(seats: Iterable[Seat], *, matter: str, kind: ForumKind, path: str, on: date) -> Seat:
    """Return the forum of a kind that hears a matter from a place; a body of the Codes goes before an older one.

    Raises NoForum.
    """
    found = [one for one in seats if _hears(one, matter, kind, path, on)]
    if not found:
        raise NoForum(f"{matter}: no {kind} for {path}")
    return max(found, key=lambda one: (one.bodies == "new", one.reach(path), -one.pk))


def succeeding(seats: Sequence[Seat], *, matter: str, kinds: Iterable[ForumKind], path: str, on: date) -> Seat:
    """Return the forum of the first kind that sits there; where it sits no more, the one of the next kind goes on.

    So a cause of before the Codes comes before the Code's own tribunal once the labour court is gone. Raises NoForum.
    """
    missing = NoForum(f"{matter}: nobody for {path}")
    for kind in dict.fromkeys(kinds):
        try:
            return choose(seats, matter=matter, kind=kind, path=path, on=on)
        except NoForum as error:
            missing = error
    raise missing


def bodies(seats: Sequence[Seat], *, matter: str, kind: ForumKind, path: str, on: date) -> Bodies:
    """Tell whether a body of the Codes sits for such a matter there."""
    new = any(one.bodies == "new" and _hears(one, matter, kind, path, on) for one in seats)
    return "new" if new else "existing"


def _hears(seat: Seat, matter: str, kind: ForumKind, path: str, on: date) -> bool:
    return seat.kind == kind and matter in seat.hears and seat.sits_on(on) and seat.reach(path) > 0
