"""The shape of rulebook/bonded/committees.toml: seats of section 13, duties of section 14, the figures of a meeting."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shramsetu.rulebook.basis import Sentence, Slug, Strict, Text

Level = Literal["district", "subdivision"]
Word = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*$")]


class SeatRule(Strict):
    """One category of seats: how many, at which committee, by whom they are filled.

    `is_most` marks "not more than"; `by_office` a seat that its office holder takes without a term.
    """

    slug: Slug
    level: Level
    title: Text
    seats: int = Field(gt=0)
    is_most: bool = False
    by_office: bool = False
    nominated_by: Text
    source: Sentence


class AgendaRule(Strict):
    """One duty of section 14 as an item of the agenda; `clocks` and `tracks` name what fills it."""

    slug: Slug
    title: Text
    clocks: tuple[Slug, ...] = ()
    source: Sentence
