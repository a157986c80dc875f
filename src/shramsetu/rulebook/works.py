"""The shape of rulebook/works/: sites, parts of a school, what stands in its way, what makes it ready."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from shramsetu.rulebook.basis import Dated, FigureRow, NoRule, Slug, Strict, Text

WHOLE = 100
Owner = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*$")]
PostKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z.-]*$")]


class Site(Dated):
    """One building that was announced: where it is to stand, and what was sanctioned, as far as anybody said."""

    slug: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]
    series: Slug
    title: Text
    district: int
    site: Text
    sanctioned_paise: int | None = Field(default=None, gt=0)
    acres: int | None = Field(default=None, gt=0)
    seats: int | None = Field(default=None, gt=0)
    unverified: bool = False


class ComponentRule(Dated):
    """A part of a school and what it weighs in the whole, of a hundred; a block can be used by itself."""

    slug: Slug
    title: Text
    weight: int = Field(gt=0, le=WHOLE)
    is_block: bool


class Spanned(Strict):
    """Something with a title and a time in days, by date."""

    slug: Slug
    title: Text
    values: tuple[FigureRow, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _counts_days(self) -> "Spanned":
        if any(row.unit != "calendar_days" for row in self.values):
            raise ValueError("the time is a number of calendar_days")
        return self


class HindranceKind(Spanned):
    """What may stand in a building's way, and who has to clear it in what time."""

    owner: Owner


class Visitor(Spanned):
    """Who visits a building, how often, and on whose side of it they stand: nobody visits under another's name."""

    side: Literal["agency", "department", "administration"]


class WorksOwner(Strict):
    """Which post clears hindrances under this name: of the district, of its mandal, or of the state."""

    slug: Owner
    post: PostKey
    title: Text


class ReadyItem(Dated):
    """One thing that must be there before children come; for the named blocks alone, or for the whole school."""

    slug: Slug
    title: Text
    is_required: bool
    blocks: tuple[Slug, ...] = ()


@dataclass
class Works:
    """All that the rulebook says of buildings."""

    sites: Mapping[str, Site] = field(default_factory=dict)
    components: Mapping[str, ComponentRule] = field(default_factory=dict)
    hindrances: Mapping[str, HindranceKind] = field(default_factory=dict)
    owners: Mapping[str, WorksOwner] = field(default_factory=dict)
    readiness: Mapping[str, ReadyItem] = field(default_factory=dict)
    visitors: Mapping[str, Visitor] = field(default_factory=dict)

    @property
    def shelves(self) -> dict[str, Mapping[str, object]]:
        """Return the tables by the prefix under which `Book.homes` knows their keys."""
        return {
            "site": self.sites,
            "component": self.components,
            "hindrance": self.hindrances,
            "works-owner": self.owners,
            "readiness": self.readiness,
            "visitor": self.visitors,
        }

    def hindrance(self, slug: str) -> HindranceKind:
        """Return one kind of hindrance; raises NoRule."""
        try:
            return self.hindrances[slug]
        except KeyError:
            raise NoRule(f"{slug}: no such hindrance") from None

    def clear_days(self, slug: str, on: date) -> FigureRow:
        """Return the time to clear a hindrance that is in force on `on`; raises NoRule."""
        return _in_force(self.hindrance(slug).values, on)

    def visit_days(self, slug: str, on: date) -> int:
        """Return within how many days this visitor comes again; raises NoRule."""
        if slug not in self.visitors:
            raise NoRule(f"{slug}: no such visitor")
        return int(str(_in_force(self.visitors[slug].values, on).value))


def _in_force(rows: tuple[FigureRow, ...], on: date) -> FigureRow:
    begun = [row for row in rows if row.from_on <= on]
    if not begun:
        raise NoRule(f"no rule in force on {on:%d-%m-%Y}")
    return max(begun, key=lambda row: row.from_on)
