"""Which blocks of a building can be opened, from its rows: a school's list is the rulebook's, others need no list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shramsetu import rulebook
from shramsetu.monitoring.works import words
from shramsetu.monitoring.works.models import SCHOOLS, Component, Handover, Readiness
from shramsetu.monitoring.works.rules import opening
from shramsetu.monitoring.works.rules.opening import Block, Item
from shramsetu.monitoring.works.standing import Found
from shramsetu.rulebook.works import ReadyItem


@dataclass(frozen=True, slots=True)
class Waiting:
    """A block and what it still waits for, by its slugs; nothing: it can be opened."""

    component: Component
    handover: Handover | None
    slugs: Sequence[str]

    @property
    def is_open(self) -> bool:
        """Whether it can be opened."""
        return not self.slugs

    @property
    def waits(self) -> Sequence[object]:
        """The same in words."""
        return [words.wait(one) for one in self.slugs]


@dataclass(frozen=True, slots=True)
class Ready:
    """One thing of the list, and the newest word on it."""

    item: ReadyItem
    row: Readiness | None

    @property
    def is_ready(self) -> bool:
        """Whether it is there."""
        return self.row is not None and self.row.is_ready


@dataclass(frozen=True, slots=True)
class Opening:
    """How a work stands towards its opening."""

    blocks: Sequence[Waiting]
    items: Sequence[Ready]

    @property
    def open(self) -> int:
        """How many blocks can be opened."""
        return sum(one.is_open for one in self.blocks)

    @property
    def ready(self) -> int:
        """How many things are there."""
        return sum(one.is_ready for one in self.items)


def of(found: Found, said: Mapping[str, Readiness], wrong: Sequence[int]) -> Opening:
    """Return it for a work; `wrong` are the parts with an open dangerous defect, once for each defect."""
    book = rulebook.book().works
    items = list(book.readiness.values()) if found.work.series == SCHOOLS else []
    blocks = [
        Block(
            slug=one.component.slug,
            done=one.done,
            is_handed_over=handover(one.component) is not None,
            grave_defects=wrong.count(one.component.pk),
        )
        for one in found.parts
        if one.component.is_block
    ]
    asked = [Item(one.slug, _is_ready(said.get(one.slug)), one.is_required, frozenset(one.blocks)) for one in items]
    made = opening.readiness(blocks, asked)
    by_slug = {one.component.slug: one.component for one in found.parts}
    return Opening(
        blocks=[
            Waiting(
                by_slug[one.slug],
                handover(by_slug[one.slug]),
                made.waits.get(one.slug, ()),
            )
            for one in blocks
        ],
        items=[Ready(one, said.get(one.slug)) for one in items],
    )


def handover(component: Component) -> Handover | None:
    """Return how `component` was handed over, if it was; the caller has read it along."""
    return getattr(component, "handover", None)


def _is_ready(row: Readiness | None) -> bool:
    return row is not None and row.is_ready
