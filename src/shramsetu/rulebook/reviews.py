"""The shape of rulebook/reviews.toml: rounds of reviews, the sectors and sections that they go through."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from shramsetu.rulebook.basis import Dated, NoRule, Slug, Text

PostKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z.-]*$")]
Kind = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*$")]
DAYS = 6  # Monday to Saturday


class Round(Dated):
    """One review a working day: what it goes through, who takes the chair, from when and for how many minutes."""

    slug: Slug
    title: Text
    kind: Literal["region", "sector", "section"]
    chair: PostKey
    deputy: PostKey
    at: time
    minutes: int = Field(gt=0, le=240)
    week: tuple[Slug, ...] = ()

    @model_validator(mode="after")
    def _a_week_has_its_days(self) -> "Round":
        if (self.kind == "sector") != (len(self.week) == DAYS):
            raise ValueError(f"a round of sectors, and no other, names {DAYS} of them: Monday to Saturday")
        return self


class ReviewSector(Dated):
    """What a sector takes in: sectors of targets, kinds of case, buildings."""

    slug: Slug
    title: Text
    targets: tuple[Slug, ...] = ()
    kinds: tuple[Kind, ...] = ()
    works: bool = False


class Section(Dated):
    """A section of the office: the posts whose own work is looked at."""

    slug: Slug
    title: Text
    posts: tuple[PostKey, ...] = Field(min_length=1)


@dataclass
class Reviews:
    """All that the rulebook says of reviews, its figures aside."""

    rounds: Mapping[str, Round] = field(default_factory=dict)
    sectors: Mapping[str, ReviewSector] = field(default_factory=dict)
    sections: Mapping[str, Section] = field(default_factory=dict)

    @property
    def shelves(self) -> dict[str, Mapping[str, object]]:
        """Return the tables by the prefix under which `Book.homes` knows their keys."""
        return {"round": self.rounds, "review-sector": self.sectors, "section": self.sections}

    def round(self, slug: str) -> Round:
        """Return one round; raises NoRule."""
        try:
            return self.rounds[slug]
        except KeyError:
            raise NoRule(f"{slug}: no such round") from None
