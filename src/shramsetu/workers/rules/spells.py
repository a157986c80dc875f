"""How many days somebody worked in the twelve months before a day: section 12 of the BOCW Act asks for ninety.

A day counts once, however many employers certify it. A certificate that says fewer days than lie between its first and
last counts with those: of the stretch that lies inside the twelve months no more than were certified. Which days those
were nobody wrote down: they are taken to lie where they count most.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from shramsetu.lib import clock

ONE_DAY = timedelta(days=1)


class BadSpell(ValueError):
    """A spell ends before it begins, or says more days than it has."""


@dataclass(frozen=True, slots=True)
class Spell:
    """Work from `first` to `last`, both counted; `days` as certified."""

    first: date
    last: date
    days: int

    def __post_init__(self) -> None:
        if not 1 <= self.days <= (self.last - self.first).days + 1:
            raise BadSpell(BadSpell.__doc__)


def window(on: date) -> tuple[date, date]:
    """Give the first and last day of the twelve months that end the day before `on`.

    The twelve months before 29 February 2024 begin on 1 March 2023; those before 28 February 2025 hold a 29 February.
    """
    return clock.years_from(on, -1), on - ONE_DAY


def days_worked(spells: Iterable[Spell], on: date) -> int:
    """Count the days worked in the twelve months before `on`: the most different days that the certificates can mean.

    Every certificate counts either with the days it says or with those of the calendar it covers, a day that several
    cover once. However that is chosen, more cannot be meant; the choice that gives fewest can be (a least cut is a
    greatest flow).
    """
    first, last = window(on)
    inside = sorted(_cut(spell, first, last) for spell in spells if spell.last >= first and spell.first <= last)
    fewest = {first - ONE_DAY: 0}  # by the last day that is covered
    for stretch in inside:
        fewest = _with(fewest, *stretch)
    return min(fewest.values())


def _cut(spell: Spell, first: date, last: date) -> tuple[date, date, int]:
    begin, end = max(spell.first, first), min(spell.last, last)
    return begin, end, min(spell.days, (end - begin).days + 1)


def _with(fewest: Mapping[date, int], begin: date, end: date, days: int) -> dict[date, int]:
    found: dict[date, int] = {}
    for until, counted in fewest.items():
        covered = max(until, begin - ONE_DAY)  # what lies before does not matter to the later ones
        fresh = max((end - covered).days, 0)
        ways = [(max(covered, end), counted + fresh)]
        if days < fresh:
            ways.append((covered, counted + days))
        for last, total in ways:
            found[last] = min(found.get(last, total), total)
    return found
