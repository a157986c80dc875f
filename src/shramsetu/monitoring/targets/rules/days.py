"""A number spread over working days: every day's part, whole, and all parts together exactly the number.

Each day gets the same; the units left over go to one day each (with equal shares every choice of those days is one of
the largest remainder). Which days, the `phase` says: leaves whose phases follow one another keep the sums of the places
above them even too, and as every sum is that of its leaves, rows and columns add up.
"""

from collections.abc import Sequence
from itertools import pairwise


class NoDays(ValueError):
    """There is a number to spread, and no working day to do it on."""


def upto(number: int, days: int, done: int, *, phase: int = 0) -> int:
    """Return what the first `done` of `days` days bring of `number`; all of them bring exactly `number`.

    Raises NoDays where there is no day, ValueError where `done` is not among them.
    """
    if number and not days:
        raise NoDays(str(number))
    if not 0 <= done <= days:
        raise ValueError(f"day {done} of {days}")
    if not days:
        return 0
    each, odd = divmod(number, days)
    return each * done + (odd * done + phase % days) // days


def parts(number: int, days: int, *, phase: int = 0) -> list[int]:
    """Return what each of `days` days brings."""
    sums = [upto(number, days, done, phase=phase) for done in range(days + 1)]
    return [later - sooner for sooner, later in pairwise(sums)]


def phases(numbers: Sequence[int], days: int) -> list[int]:
    """Return a phase for each of the leaves, in their order: each goes on where the one before it left off."""
    found, reached = [], 0
    for number in numbers:
        found.append(reached)
        reached = (reached + number % days) % days if days else 0
    return found
