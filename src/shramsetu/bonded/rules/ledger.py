"""Lines of money: each is written once and never changed; how an item stands is what its lines say.

due -> proposed -> sanctioned -> sent -> paid or returned; what came back is sent again, from `sanctioned`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """How far a payment is."""

    DUE = "due"
    PROPOSED = "proposed"
    SANCTIONED = "sanctioned"
    SENT = "sent"
    PAID = "paid"
    RETURNED = "returned"
    REFUSED = "refused"
    CANCELLED = "cancelled"


NEXT: Mapping[Stage, frozenset[Stage]] = {
    Stage.DUE: frozenset({Stage.PROPOSED, Stage.CANCELLED}),
    Stage.PROPOSED: frozenset({Stage.SANCTIONED, Stage.REFUSED, Stage.CANCELLED}),
    Stage.SANCTIONED: frozenset({Stage.SENT, Stage.CANCELLED}),
    Stage.SENT: frozenset({Stage.PAID, Stage.RETURNED, Stage.SANCTIONED}),  # the last: the bank took no such file
    Stage.PAID: frozenset({Stage.RETURNED}),  # a bank takes back, days later, what it had credited
    Stage.RETURNED: frozenset({Stage.SENT, Stage.CANCELLED}),
    Stage.REFUSED: frozenset({Stage.PROPOSED, Stage.CANCELLED}),
    Stage.CANCELLED: frozenset(),
}
OPEN = frozenset({Stage.DUE, Stage.PROPOSED, Stage.SANCTIONED, Stage.SENT, Stage.RETURNED, Stage.REFUSED})


class WrongStage(Exception):
    """A payment cannot go from where it is to where it was sent."""

    def __init__(self, here: Stage, there: Stage) -> None:
        super().__init__(f"{here} to {there}")
        self.here, self.there = here, there


def step(here: Stage, there: Stage) -> Stage:
    """Return `there`; raises WrongStage if it does not follow `here`."""
    if there not in NEXT[here]:
        raise WrongStage(here, there)
    return there


@dataclass(frozen=True, slots=True)
class Sums:
    """What a person's items add up to, in paise."""

    entitled: int
    paid: int
    on_the_way: int

    @property
    def unpaid(self) -> int:
        """Return what is owed still."""
        return self.entitled - self.paid

    @property
    def is_over(self) -> bool:
        """Tell whether more was paid or is on its way than the person is entitled to."""
        return self.paid + self.on_the_way > self.entitled


def sums(entitled: int, items: Iterable[tuple[Stage, int]]) -> Sums:
    """Add up a person's items: (stage, paise) each."""
    paid = on_the_way = 0
    for stage, paise in items:
        if stage is Stage.PAID:
            paid += paise
        elif stage in {Stage.SANCTIONED, Stage.SENT}:
            on_the_way += paise
    return Sums(entitled, paid, on_the_way)
