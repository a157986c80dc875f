"""The shape of rulebook/bonded/: clocks, versions of the scheme, heads of a plan, lists of the Act."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from shramsetu.rulebook.basis import Dated, FigureRow, NoRule, Slug, Strict, Text
from shramsetu.rulebook.committees import AgendaRule, SeatRule
from shramsetu.rulebook.forms import Form

SpanUnit = Literal["hours", "calendar_days", "working_days", "months", "percent"]
SPAN_UNITS: tuple[SpanUnit, ...] = ("hours", "calendar_days", "working_days", "months", "percent")
Code = Annotated[str, StringConstraints(pattern=r"^A([1-9]|1\d|2[0-3])$")]
Owner = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*$")]
Category = Literal["man", "special", "extreme"]
CATEGORIES: tuple[Category, ...] = ("man", "special", "extreme")


class Span(Strict):
    """A stretch of time in one unit, counted from a clock's start; a negative one lies before it."""

    hours: int | None = None
    calendar_days: int | None = None
    working_days: int | None = None
    months: int | None = None
    percent: int | None = None

    @model_validator(mode="after")
    def _one_unit(self) -> "Span":
        if len(self.model_fields_set) != 1:
            raise ValueError(f"exactly one unit expected, found {sorted(self.model_fields_set)}")
        return self

    @property
    def unit(self) -> SpanUnit:
        """Return the name of the unit."""
        return next(unit for unit in SPAN_UNITS if unit in self.model_fields_set)

    @property
    def amount(self) -> int:
        """Return how many of the unit."""
        found: int = getattr(self, self.unit)
        return found


Rhythm = Literal["", "daily", "weekly", "monthly"]


class Tells(Strict):
    """Who hears of an open duty, and how long after its start: at once, or in a list of a rhythm from then on."""

    who: Owner
    after: Span
    list: Rhythm = ""


class ClockRow(Dated):
    """A clock's limit from one date on: when it is due, when it turns amber and red, whom it tells."""

    due: Span
    amber: Span
    red: Span
    tells: tuple[Tells, ...]
    unverified: bool = False


class Clock(Strict):
    """One of the clocks A1 to A23: what is owed, from what event on, by whom, and what ends it.

    `ends` by the deed, written where it is done, or by the word of its holder, with a `proof`: a text or a paper.
    """

    slug: Slug
    code: Code
    what: Text
    starts: Text
    owner: Owner
    ends: Literal["deed", "holder"] = "deed"
    proof: Literal["", "text", "files"] = ""
    pauses: bool = True
    values: tuple[ClockRow, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _proof_fits(self) -> "Clock":
        if (self.ends == "holder") != bool(self.proof):
            raise ValueError("what its holder ends needs a proof, and nothing else does")
        return self


class Share(Strict):
    """What one category of persons is entitled to, in paise; at least so much of it as an annuity."""

    title: Text
    total_paise: int = Field(gt=0)
    annuity_least_paise: int = Field(ge=0)

    @model_validator(mode="after")
    def _annuity_fits(self) -> "Share":
        if self.annuity_least_paise > self.total_paise:
            raise ValueError("the annuity is more than the whole")
        return self


class Version(Dated):
    """One version of the scheme, for those released between its dates. `unverified` names what was read second hand."""

    slug: Slug
    name: Text
    order: Text  # the source, as a page names it
    until: date | None = None
    approved_until: date | None = None
    immediate_paise: int = Field(gt=0)
    immediate_counts_inside: bool
    state_share_paise: int = Field(ge=0)
    unverified: tuple[str, ...] = ()
    man: Share
    special: Share
    extreme: Share

    def share(self, category: Category) -> Share:
        """Return what a category is entitled to."""
        found: Share = getattr(self, category)
        return found


class Head(Strict):
    """One head of a rehabilitation plan: whose line it is, in what time, what proves it."""

    slug: Slug
    title: Text
    owner: Owner
    proof: Text
    values: tuple[FigureRow, ...] = Field(min_length=1)


class OwnerPost(Strict):
    """Which post an owner of the clocks and heads is: the key of its template, and the words for it."""

    slug: Owner
    post: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z.-]*$")]
    title: Text


class Limb(Strict):
    """One reason or result of section 2(g), with the question that asks for it."""

    slug: Slug
    code: Annotated[str, StringConstraints(pattern=r"^[AB]\d$")]
    title: Text
    ask: Text


class Purpose(Strict):
    """What somebody may need to know of a person for, and which classes of what is known it can open."""

    slug: Slug
    title: Text
    opens: tuple[Literal["p2", "p3"], ...] = Field(min_length=1)


class Search(Strict):
    """The purposes for which a person may be looked for by name or phone."""

    purposes: tuple[Slug, ...] = Field(min_length=1)


@dataclass
class Bonded:
    """All that the rulebook says of bonded labour."""

    clocks: Mapping[str, Clock] = field(default_factory=dict)
    versions: Mapping[str, Version] = field(default_factory=dict)
    heads: Mapping[str, Head] = field(default_factory=dict)
    owners: Mapping[str, OwnerPost] = field(default_factory=dict)
    seats: Mapping[str, SeatRule] = field(default_factory=dict)
    agenda: Mapping[str, AgendaRule] = field(default_factory=dict)
    reasons: Mapping[str, Limb] = field(default_factory=dict)
    results: Mapping[str, Limb] = field(default_factory=dict)
    indicators: Mapping[str, Text] = field(default_factory=dict)
    sectors: Mapping[str, Text] = field(default_factory=dict)
    offences: Mapping[str, Text] = field(default_factory=dict)
    tracks: Mapping[str, Text] = field(default_factory=dict)
    informants: Mapping[str, Text] = field(default_factory=dict)
    purposes: Mapping[str, Purpose] = field(default_factory=dict)
    searched_for: tuple[str, ...] = ()
    states: Mapping[str, Text] = field(default_factory=dict)
    forms: Mapping[str, Form] = field(default_factory=dict)

    @property
    def shelves(self) -> dict[str, Mapping[str, object]]:
        """Return the tables by the prefix under which `Book.homes` knows their keys."""
        return {
            "clock": self.clocks,
            "version": self.versions,
            "head": self.heads,
            "reasons": self.reasons,
            "results": self.results,
            "form": self.forms,
        }

    def clock(self, slug: str, on: date) -> ClockRow:
        """Return the row of a clock in force on `on`; before the first row that one counts. Raises NoRule."""
        if slug not in self.clocks:
            raise NoRule(f"bonded.{slug}: no such clock")
        rows = sorted(self.clocks[slug].values, key=lambda row: row.from_on)
        return next((row for row in reversed(rows) if row.from_on <= on), rows[0])

    def knows(self, released_on: date) -> bool:
        """Tell whether any version of the scheme counts for a person released on a day."""
        return any(one.from_on <= released_on for one in self.versions.values())

    def version(self, released_on: date) -> Version:
        """Return the version of the scheme for a person released on a day; raises NoRule before the first one."""
        found = [one for one in self.versions.values() if one.from_on <= released_on]
        if not found:
            raise NoRule(f"no version of the scheme for a release on {released_on:%d-%m-%Y}")
        return max(found, key=lambda one: one.from_on)
