"""Section 13: who sits in a vigilance committee, what is vacant, how many make a meeting; section 14: what it is for.

Nothing here makes a meeting void: no proceeding is invalid by reason of a defect in the constitution (section 13(5)).
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shramsetu.rulebook.committees import SeatRule


@dataclass(frozen=True, slots=True)
class Vacancy:
    """So many seats of one category are empty. `may_stay` marks a category that the Act only caps."""

    rule: SeatRule
    empty: int

    @property
    def may_stay(self) -> bool:
        """Tell whether the Act says "not more than" so many."""
        return self.rule.is_most and self.empty < self.rule.seats


def vacancies(rules: Sequence[SeatRule], filled: Iterable[str]) -> list[Vacancy]:
    """Return what is vacant: `filled` names the category of each seat that somebody sits in."""
    sitting = Counter(filled)
    return [
        Vacancy(rule, rule.seats - sitting[rule.slug])
        for rule in rules
        if not rule.by_office and sitting[rule.slug] < rule.seats
    ]


def quorum(seats: int, *, percent: int) -> int:
    """Return how many members make a quorum of a committee of `seats`: a share of all seats, rounded up."""
    return max(2, math.ceil(seats * percent / 100))
