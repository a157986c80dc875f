"""The shape of rulebook/indicators.toml: what targets are set for, in which sector, and where its figures come from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from shramsetu.rulebook.basis import Dated, NoRule, ShortText, Slug, Strict, Text
from shramsetu.rulebook.schema import Choice

OUTSIDE = "outside"
# Whoever counts rescues for a rank rewards hiding cases, or making them up.
NEVER_RANKED = frozenset({"bonded", "child-labour"})
Key = Annotated[str, StringConstraints(pattern=r"^(outside|[a-z_]+(\.[a-z0-9_-]+)+)$")]


class Named(Strict):
    """A sector, or a department from which the figures of an indicator come."""

    slug: Slug
    title: Text


class Peers(Dated):
    """Districts that are ranked among one another: alike in what makes the work easy or hard.

    `districts` are their LGD codes; the one group without any takes all that no other one names.
    """

    slug: Slug
    title: Text
    districts: tuple[int, ...] = ()


class Indicator(Dated):
    """Something that is counted against a target.

    `counter` is the platform's own counter, or "outside": figures come by file or from another system. `sources` are
    the departments among which a district's target is shared out. `ranked` ones are compared among equals.
    """

    slug: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]
    title: Text
    short: ShortText
    unit: Text
    sector: Slug
    department: Slug
    counter: Key
    scheme: Slug | None = None
    sources: tuple[Slug, ...] = ()
    ranked: bool = True
    until: date | None = Field(default=None)

    @model_validator(mode="after")
    def _rescues_are_never_ranked(self) -> "Indicator":
        if self.ranked and self.sector in NEVER_RANKED:
            raise ValueError(f"what is counted in {self.sector} is never ranked")
        if self.sources and not self.is_outside:
            raise ValueError("the platform's own rows know no source department")
        return self

    @property
    def is_outside(self) -> bool:
        """Whether its figures come from outside the platform."""
        return self.counter == OUTSIDE


@dataclass
class Watched:
    """All that the rulebook says of what is counted against targets."""

    sectors: Mapping[str, Named] = field(default_factory=dict)
    sources: Mapping[str, Named] = field(default_factory=dict)
    causes: Mapping[str, Choice] = field(default_factory=dict)
    peers: Mapping[str, Peers] = field(default_factory=dict)
    indicators: Mapping[str, Indicator] = field(default_factory=dict)

    @property
    def shelves(self) -> dict[str, Mapping[str, object]]:
        """Return the tables by the prefix under which `Book.homes` knows their keys."""
        return {
            "sector": self.sectors,
            "source": self.sources,
            "cause": self.causes,
            "peers": self.peers,
            "indicator": self.indicators,
        }

    def peers_of(self, lgd_code: int | None) -> Peers:
        """Return the group in which a district is ranked; raises NoRule."""
        named = next((one for one in self.peers.values() if lgd_code in one.districts), None)
        found = named or next((one for one in self.peers.values() if not one.districts), None)
        if found is None:
            raise NoRule(f"district {lgd_code}: no group of peers")
        return found

    def indicator(self, slug: str) -> Indicator:
        """Return one indicator; raises NoRule."""
        try:
            return self.indicators[slug]
        except KeyError:
            raise NoRule(f"{slug}: no such indicator") from None
