"""Whether a building can be opened, block by block: what is built, handed over, and ready beside the masonry."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from shramsetu.monitoring.works.rules.progress import WHOLE


@dataclass(frozen=True, slots=True)
class Block:
    """A component that is used by itself: built how far, handed over, with defects that forbid its use."""

    slug: str
    done: int
    is_handed_over: bool = False
    grave_defects: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that must be there before children may come; `blocks` empty means the whole school."""

    slug: str
    is_ready: bool
    is_required: bool = True
    blocks: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Readiness:
    """What can open today, and what each other block waits for."""

    open: tuple[str, ...]
    waits: Mapping[str, tuple[str, ...]]
    ready: int
    of: int

    @property
    def can_open(self) -> bool:
        """Tell whether any block can be used."""
        return bool(self.open)


BUILT, HANDED_OVER, DEFECTS = "built", "handed_over", "defects"


def readiness(blocks: Iterable[Block], items: Iterable[Item]) -> Readiness:
    """Say which blocks can be opened: built, handed over, without grave defects, all required items there.

    What is not required counts in `ready` and `of`, and holds up nothing.
    """
    asked = list(items)
    free: list[str] = []
    waits: dict[str, tuple[str, ...]] = {}
    for block in blocks:
        wanted = [BUILT] if block.done < WHOLE else []
        wanted += [] if block.is_handed_over else [HANDED_OVER]
        wanted += [DEFECTS] if block.grave_defects else []
        ours = [one for one in asked if not one.blocks or block.slug in one.blocks]
        wanted += [one.slug for one in ours if one.is_required and not one.is_ready]
        if wanted:
            waits[block.slug] = tuple(wanted)
        else:
            free.append(block.slug)
    return Readiness(tuple(free), waits, sum(one.is_ready for one in asked), len(asked))
