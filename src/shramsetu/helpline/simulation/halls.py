"""A day in several halls: each has its share of callers and agents, its own queue, rows and clock.

What they come to is put together as one day. Two halls wait a little longer than one: an agent who is free in one
takes nobody who waits in the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from shramsetu.helpline.simulation import figures, proof
from shramsetu.helpline.simulation.figures import Figures
from shramsetu.helpline.simulation.proof import Check
from shramsetu.helpline.simulation.shape import Load

T = TypeVar("T")


@dataclass(frozen=True)
class Result:
    """What a hall's day came to; `seconds` is the real time that it took to play, `cpu` its process's own of them."""

    figures: Figures
    checks: Sequence[Check]
    seconds: float
    cpu: float

    def plain(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        checks = [[one.name, [list(side) for side in one.sides]] for one in self.checks]
        return {"figures": self.figures.plain(), "checks": checks, "seconds": self.seconds, "cpu": self.cpu}

    @classmethod
    def read(cls, plain: dict[str, Any]) -> "Result":
        """Return what `plain` made plain."""
        checks = [Check(name, [(side, value) for side, value in sides]) for name, sides in plain["checks"]]
        return cls(Figures.read(plain["figures"]), checks, plain["seconds"], plain["cpu"])


def share(load: Load, hall: int, halls: int) -> Load:
    """Return what of a day falls to one of its halls."""
    if halls == 1:
        return load
    parts = {name: _part(getattr(load, name), hall, halls) for name in ("calls", "outbound", "seats", "night")}
    return replace(load, seed=load.seed * halls + hall, **parts)


def whose(people: Sequence[T], hall: int, halls: int) -> Sequence[T]:
    """Return who of all people calls, or is called by, one of the halls."""
    return people[hall::halls]


def together(results: Sequence[Result]) -> Result:
    """Put the halls' days together: sums, means by their weight, the longest; a check holds if it does everywhere."""
    checks = [proof.together(parts) for parts in zip(*(one.checks for one in results), strict=True)]
    seconds, cpu = max(one.seconds for one in results), sum(one.cpu for one in results)
    return Result(figures.together([one.figures for one in results]), checks, seconds, cpu)


def _part(whole: int, hall: int, halls: int) -> int:
    return whole // halls + (hall < whole % halls)
