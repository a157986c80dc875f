"""Whether a row of an old register speaks of somebody who is known already: a reason to ask, never proof. Pure."""

from dataclasses import dataclass
from datetime import date

from shramsetu.lib import names


@dataclass(frozen=True, slots=True)
class Traits:
    """What tells people apart in a register."""

    name: str
    parent: str
    sex: str
    released_on: date | None = None


def is_alike(one: Traits, other: Traits) -> bool:
    """Tell whether two may be one: the name and the parent sound alike, or the day is the same where a parent lacks."""
    if one.sex != other.sex or names.likeness(one.name, other.name) < names.SAME:
        return False
    if one.parent and other.parent:
        return names.likeness(one.parent, other.parent) >= names.SAME
    return None in (one.released_on, other.released_on) or one.released_on == other.released_on
