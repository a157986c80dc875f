"""The shape of rulebook/facts.toml: what a condition of a scheme may speak of, and where each fact comes from."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from shramsetu.lib.conditions import Given, Type, Years, types
from shramsetu.rulebook.basis import Slug, Strict, Text

FactName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Of = Literal["day", "worker", "family", "claim"]
NumberUnit = Literal["days", "months", "years", "paise", "count", "percent", "grade"]


class Origin(Strict):
    """Where facts come from. What comes from a verified one is proved; the rest is what somebody said."""

    slug: Slug
    title: Text
    is_verified: bool


class FactRule(Strict):
    """One fact: what it is called, what it may be, whose it is, where it comes from, which papers prove it.

    `years` counts the completed years from one fact to another; it is nobody's to give.
    """

    name: FactName
    title: Text
    kind: Literal["yes-no", "number", "date", "word", "years"]
    of: Of
    origin: Slug | None = None
    papers: tuple[Slug, ...] = ()
    unit: NumberUnit | None = None
    least: int | date | None = None
    most: int | date | None = None
    words: dict[Slug, Text] = Field(default_factory=dict)
    since: FactName | None = None
    until: FactName | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> "FactRule":
        if (self.kind == "number") != (self.unit is not None):
            raise ValueError("a number has a unit, nothing else has one")
        if (self.kind == "word") != bool(self.words):
            raise ValueError("a word fact lists its words, nothing else does")
        if (self.kind == "years") != (self.since is not None and self.until is not None):
            raise ValueError("years run since one fact until another")
        if (self.kind == "years") == (self.origin is not None):
            raise ValueError("a fact comes from somewhere, unless it follows from others")
        return self

    @property
    def type(self) -> Type:
        """Return what a condition may make of it."""
        if self.kind == "yes-no":
            return types.BOOL
        if self.kind == "word":
            return types.word(*self.words)
        if self.kind == "date":
            first, last = (one if isinstance(one, date) else None for one in (self.least, self.most))
            return types.day(first or types.FIRST_DAY, last or types.LAST_DAY)
        least, most = (one if isinstance(one, int) else None for one in (self.least, self.most))
        return types.number(self.unit or "years", least, most)

    @property
    def fact(self) -> Given | Years:
        """Return it as the catalogue of conditions knows it."""
        if self.since is not None and self.until is not None:
            return Years(self.type, self.since, self.until)
        return Given(self.type)


class Document(Strict):
    """A paper that a claim may need."""

    slug: Slug
    title: Text
    note: Text | None = None
