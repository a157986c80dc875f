"""A transfer between the district of the rescue and the home district: its states, and whose half is whose.

There is one record with two halves. Each duty has one owner, each half one district; nobody closes the other's half.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """How far a transfer is."""

    DRAFTED = "drafted"
    SENT = "sent"
    SEEN = "seen"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    RECEIVED = "received"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"


class Half(StrEnum):
    """The two sides of a transfer."""

    RESCUE = "rescue"
    NATIVE = "native"


WAITING = frozenset({Stage.SENT, Stage.SEEN})  # for the answer of the home district
NEXT: Mapping[Stage, frozenset[Stage]] = {
    Stage.DRAFTED: frozenset({Stage.SENT, Stage.WITHDRAWN}),
    Stage.SENT: frozenset({Stage.SEEN, Stage.ACCEPTED, Stage.REFUSED, Stage.RECEIVED, Stage.WITHDRAWN}),
    Stage.SEEN: frozenset({Stage.ACCEPTED, Stage.REFUSED, Stage.RECEIVED, Stage.WITHDRAWN}),
    # until the first of them is there, who accepted may find that they belong elsewhere
    Stage.ACCEPTED: frozenset({Stage.RECEIVED, Stage.REFUSED, Stage.WITHDRAWN}),
    Stage.RECEIVED: frozenset({Stage.COMPLETED}),
    Stage.REFUSED: frozenset(),
    Stage.COMPLETED: frozenset(),
    Stage.WITHDRAWN: frozenset(),
}
OVER = frozenset(stage for stage, after in NEXT.items() if not after)
OPEN = frozenset(NEXT) - OVER
# Whose hand each stage needs. `completed` comes by itself when both halves have signed.
HAND: Mapping[Stage, Half] = {
    Stage.SENT: Half.RESCUE,
    Stage.WITHDRAWN: Half.RESCUE,
    Stage.SEEN: Half.NATIVE,
    Stage.ACCEPTED: Half.NATIVE,
    Stage.REFUSED: Half.NATIVE,
    Stage.RECEIVED: Half.NATIVE,
}


class WrongStage(Exception):
    """A transfer cannot go from where it is to where it was sent."""

    def __init__(self, here: Stage, there: Stage) -> None:
        super().__init__(f"{here} to {there}")
        self.here, self.there = here, there


def step(here: Stage, there: Stage) -> Stage:
    """Return `there`; raises WrongStage if it does not follow `here`."""
    if there not in NEXT[here]:
        raise WrongStage(here, there)
    return there


@dataclass(frozen=True, slots=True)
class Sides:
    """The ids of the two districts; None for one in another state."""

    rescue: int | None
    native: int | None

    def half_of(self, districts: Collection[int] | None) -> Half | None:
        """Return the half that a post with these districts acts for; None for one that looks at both, or at neither."""
        if districts is None:
            return None
        pairs = ((Half.RESCUE, self.rescue), (Half.NATIVE, self.native))
        mine = [half for half, district in pairs if district is not None and district in districts]
        return mine[0] if len(mine) == 1 else None

    def acts_for(self, districts: Collection[int] | None) -> frozenset[Half]:
        """Return the halves whose steps a post may write.

        Its own; both where home lies in the district of the rescue; and that of a state without login, whose answers
        the one district here writes down.
        """
        if districts is not None and self.rescue is not None and self.rescue == self.native:
            return frozenset(Half) if self.rescue in districts else frozenset()
        own = self.half_of(districts)
        if own is None:
            return frozenset()
        outside = {Half.RESCUE: self.rescue, Half.NATIVE: self.native}
        return frozenset({own, *(half for half, district in outside.items() if district is None)})

    @property
    def halves(self) -> frozenset[Half]:
        """Return the halves that this state has to see through."""
        pairs = ((Half.RESCUE, self.rescue), (Half.NATIVE, self.native))
        return frozenset(half for half, district in pairs if district is not None)


class NoDistrict(Exception):
    """A refusal does not lead on; `why` is missing, same, went_before or fixed."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def onward(named: int | None, other_state: str, *, here: int | None, refused_by: Collection[int], fixed: bool) -> None:
    """Check the district that a refusal names: one must be named, another one, and not one that refused already.

    Raises NoDistrict. A district that the Commissioner fixed refuses no more: otherwise nobody would have the person.
    """
    if fixed:
        raise NoDistrict("fixed")
    if named is None and not other_state:
        raise NoDistrict("missing")
    if named is not None and named == here:
        raise NoDistrict("same")
    if named is not None and named in refused_by:
        raise NoDistrict("went_before")
