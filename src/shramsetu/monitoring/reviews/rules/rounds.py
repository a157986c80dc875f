"""Who is reviewed on a day: each round makes one review a working day, of the next region or section, or the weekday's
sector."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a round goes through."""

    REGION = "region"
    SECTOR = "sector"
    SECTION = "section"


@dataclass(frozen=True, slots=True)
class Turning:
    """A round as these rules need it: what it goes through; `week` names a sector for each day from Monday on."""

    slug: str
    kind: Kind
    week: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """What a round reviews on a day: a region by its index, a sector or a section by its name."""

    round: str
    region: int | None = None
    sector: str = ""
    section: str = ""


def turns(rounds: Sequence[Turning], *, weekday: int, day: int, regions: int, sections: Sequence[str]) -> list[Turn]:
    """Return what is reviewed on a working day.

    `weekday` is 0 on Monday; `day` is the number of the working day since the counting began, so that a day off puts
    nobody's turn away; `regions` says how many there are.
    """
    found = []
    for one in rounds:
        if one.kind == Kind.REGION and regions:
            found.append(Turn(one.slug, region=day % regions))
        elif one.kind == Kind.SECTION and sections:
            found.append(Turn(one.slug, section=sections[day % len(sections)]))
        elif one.kind == Kind.SECTOR and weekday < len(one.week):
            found.append(Turn(one.slug, sector=one.week[weekday]))
    return found
