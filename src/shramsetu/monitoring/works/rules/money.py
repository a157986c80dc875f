"""The road of a work's money: sanctioned, released, spent, accounted for by utilisation certificates. In paise."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from shramsetu.monitoring.works.rules.progress import WHOLE


class Stage(StrEnum):
    """One step of the road; each is a part of the one before."""

    SANCTIONED = "sanctioned"
    RELEASED = "released"
    SPENT = "spent"
    CERTIFIED = "certified"  # accounted for by a utilisation certificate


class Beyond(ValueError):
    """More would be `stage` than the stage before allows; `left` paise are."""

    def __init__(self, stage: Stage, left: int) -> None:
        super().__init__(stage)
        self.stage = stage
        self.left = left


@dataclass(frozen=True, slots=True)
class Road:
    """How much has come to each stage."""

    sanctioned: int = 0
    released: int = 0
    spent: int = 0
    certified: int = 0

    @property
    def spent_share(self) -> int:
        """How much of what is sanctioned is spent, in basis points."""
        return self.spent * WHOLE // self.sanctioned if self.sanctioned else 0

    @property
    def unspent(self) -> int:
        """What lies released and idle."""
        return self.released - self.spent

    @property
    def uncertified(self) -> int:
        """What is spent and not accounted for."""
        return self.spent - self.certified


ORDER = tuple(Stage)


def road(rows: Iterable[tuple[Stage, int]]) -> Road:
    """Add up rows of (stage, paise), negative for one taken back. Raises Beyond where a stage passes the one before."""
    sums = dict.fromkeys(ORDER, 0)
    for stage, paise in rows:
        sums[stage] += paise
    for before, after in pairwise(ORDER):
        if sums[after] > sums[before]:
            raise Beyond(after, sums[before])
    if any(value < 0 for value in sums.values()):
        raise Beyond(next(stage for stage in ORDER if sums[stage] < 0), 0)
    return Road(**{stage.value: value for stage, value in sums.items()})
