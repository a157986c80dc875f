"""How often hearings were put off, and by which side. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping

SIDES = ("claimant", "respondent", "both", "forum")


def by_side(sides: Iterable[str]) -> dict[str, int]:
    """Return the adjournments of each side; one asked for by both counts once, as `both`."""
    found = Counter(sides)
    return {side: found[side] for side in SIDES}


def asked_by(counts: Mapping[str, int], side: str) -> int:
    """Return how many adjournments a side asked for, alone or with the other one."""
    return counts.get(side, 0) + (counts.get("both", 0) if side in ("claimant", "respondent") else 0)


def is_too_many(counts: Mapping[str, int], side: str, most: int) -> bool:
    """Tell whether a further adjournment of this side would be more than `most`; the forum's own are not limited."""
    sides = ("claimant", "respondent") if side == "both" else (side,)
    return side != "forum" and any(asked_by(counts, one) >= most for one in sides)
