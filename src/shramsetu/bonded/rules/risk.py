"""Signals that a freed person may be bound again. Each is shown with its reason; an officer decides, never the sum."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

RECRUITING = frozenset({9, 10, 11})  # months in which kilns take people on
WEIGHTS: Mapping[str, int] = {
    "immediate_late": 2,
    "balance_old": 2,
    "debt": 3,
    "same_agent": 3,
    "season": 1,
    "no_job_card": 1,
    "no_ration": 1,
    "child_out_of_school": 1,
    "head_ill": 1,
    "landless": 1,
    "previous_episode": 3,
    "threat": 3,
    "moved": 2,
}
MEDIUM, HIGH = 3, 6


class Risk(StrEnum):
    """How urgent a visit is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Signals:
    """What was seen at a visit or computed from the record. Money in paise."""

    seen: frozenset[str]  # of WEIGHTS, as ticked or computed
    debt_paise: int = 0
    monthly_income_paise: int = 0
    month: int = 0

    @property
    def found(self) -> tuple[str, ...]:
        """Return every signal, in the order of the list."""
        named = set(self.seen) & set(WEIGHTS)
        if self.debt_paise and self.debt_paise >= 3 * self.monthly_income_paise:
            named.add("debt")
        if self.month in RECRUITING:
            named.add("season")
        return tuple(name for name in WEIGHTS if name in named)


def risk(signals: Signals) -> Risk:
    """Return how urgent a visit is. The season alone is no signal: half the district works then."""
    found = signals.found
    total = sum(WEIGHTS[name] for name in found)
    if total >= HIGH:
        return Risk.HIGH
    return Risk.MEDIUM if total >= MEDIUM and set(found) != {"season"} else Risk.LOW
