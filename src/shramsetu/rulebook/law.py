"""The shape of rulebook/law/: acts and codes, which of them governs a matter, time limits, forums, defects."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from shramsetu.rulebook.basis import Dated, NoRule, Sentence, ShortText, Slug, Strict, Text

Confidence = Literal["high", "medium", "low"]
Family = Literal["dispute", "wages", "security"]
Of = Literal["central", "state", "code"]
Sphere = Literal["state", "central"]
Bodies = Literal["existing", "new"]
ForumKind = Literal["court", "tribunal", "authority", "conciliation"]
LimitKind = Literal["file", "conciliate", "decide", "appeal", "decide_appeal", "pay", "publish", "enforce", "recover"]
Event = Literal["cause", "dispute", "failure_report", "filing", "strike_notice", "order", "award", "end_of_work"]
Unit = Literal["calendar_days", "months", "years"]
Side = Literal["claimant", "respondent", "both", "forum"]
UNITS: tuple[Unit, ...] = ("calendar_days", "months", "years")
WHOLE: tuple[Family, ...] = ("dispute", "wages", "security")


class Act(Dated):
    """An act or a code, in force from a day, and until one where it was repealed."""

    slug: Slug
    title: Text
    kind: Of
    until: date | None = None
    confidence: Confidence


class When(Strict):
    """When a regime counts: all that is said must hold. Dates: from and including, until and excluding."""

    families: tuple[Family, ...] = WHOLE
    sphere: Literal["", "state", "central"] = ""
    bodies: Literal["", "existing", "new"] = ""
    cause_from: date | None = None
    cause_before: date | None = None
    filed_from: date | None = None
    filed_before: date | None = None


class Regime(Dated):
    """One way in which the law stands: whose law governs, which bodies hear it, and by what."""

    slug: Slug
    title: Text
    law: Of
    bodies: Bodies
    basis: Text
    confidence: Confidence
    when: tuple[When, ...] = Field(min_length=1)


class Provision(Strict):
    """Under which act and section a matter is brought, and before which kind of forum."""

    act: Slug
    section: Sentence
    forum: ForumKind


class MatterRule(Strict):
    """A kind of matter: what it is, from which day its time counts, under which provisions it is brought.

    Without a provision of the state's own law the central one counts. `categories` are those of complaints that turn
    out to be such a claim; `bring` names things of `things.toml`.
    """

    slug: Slug
    family: Family
    title: Text
    ask: Text
    cause: Text
    money: bool = True
    needs_report: bool = False
    central: Provision
    state: Provision | None = None
    code: Provision
    reliefs: tuple[Slug, ...] = Field(min_length=1)
    bring: tuple[Slug, ...] = Field(min_length=1)
    categories: tuple[Slug, ...] = ()

    def provision(self, law: Of) -> Provision:
        """Return the provision under a law."""
        if law == "code":
            return self.code
        return (self.state or self.central) if law == "state" else self.central


class LawLimitRow(Dated):
    """A time limit from one date on, in one unit."""

    calendar_days: int | None = Field(default=None, gt=0)
    months: int | None = Field(default=None, gt=0)
    years: int | None = Field(default=None, gt=0)
    confidence: Confidence

    @model_validator(mode="after")
    def _one_unit(self) -> "LawLimitRow":
        if len([unit for unit in UNITS if getattr(self, unit) is not None]) != 1:
            raise ValueError("exactly one unit expected")
        return self

    @property
    def unverified(self) -> bool:
        """Tell whether it was read at second hand only."""
        return self.confidence != "high"

    @property
    def unit(self) -> Unit:
        """Return the name of the unit."""
        return next(unit for unit in UNITS if getattr(self, unit) is not None)

    @property
    def amount(self) -> int:
        """Return how many of the unit."""
        found: int = getattr(self, self.unit)
        return found


class LawLimit(Strict):
    """One time limit of a law: for what, in which matters, from which event, and whether delay can be condoned."""

    slug: Slug
    kind: LimitKind
    law: tuple[Of, ...] = Field(min_length=1)
    matters: tuple[Slug, ...] = Field(min_length=1)
    event: Event
    what: Text
    section: Sentence
    condonable: bool = False
    values: tuple[LawLimitRow, ...] = Field(min_length=1)


class ForumRule(Dated):
    """One kind of forum: one sits for every place of `place`; who presides, who keeps its registry, what it hears.

    `sits` are weekdays as `date.weekday()` counts them; `slots` the hours at which it calls matters.
    """

    slug: Slug
    kind: ForumKind
    name: Text
    short: ShortText
    place: Literal["state", "mandal", "district"]
    post: Sentence
    registry: Sentence
    hears: tuple[Slug, ...] = Field(min_length=1)
    sits: tuple[int, ...] = Field(min_length=1)
    slots: tuple[Sentence, ...] = Field(min_length=1)
    per_slot: int = Field(gt=0)


class Thing(Strict):
    """Something to bring to the hearing, or a relief, or a defect of a filing, in both languages."""

    slug: Slug
    title: Text
    plain: Text


class Cause(Thing):
    """Why a hearing is put off, and of which sides such a cause can be."""

    sides: tuple[Side, ...] = Field(min_length=1)


class OrderRule(Strict):
    """A template of an order: reasons and what is ordered, with braces; how it ends a matter, with money or not."""

    slug: Slug
    kind: Literal["interim", "final", "correction"]
    outcome: Literal["", "allowed", "partly", "dismissed", "default", "settled", "withdrawn", "failed"] = ""
    money: bool = False
    forums: tuple[ForumKind, ...] = ("court", "tribunal", "authority", "conciliation")
    title: Text
    text: Text
    operative: Text

    @model_validator(mode="after")
    def _ends_or_goes_on(self) -> "OrderRule":
        if (self.kind == "final") != bool(self.outcome):
            raise ValueError("a final order, and no other, has an outcome")
        if self.money and self.kind != "final":
            raise ValueError("only a final order gives money")
        return self


@dataclass
class Law:
    """All that the rulebook says of labour law and its forums."""

    acts: Mapping[str, Act] = field(default_factory=dict)
    regimes: Mapping[str, Regime] = field(default_factory=dict)
    matters: Mapping[str, MatterRule] = field(default_factory=dict)
    limits: Mapping[str, LawLimit] = field(default_factory=dict)
    forums: Mapping[str, ForumRule] = field(default_factory=dict)
    things: Mapping[str, Thing] = field(default_factory=dict)
    reliefs: Mapping[str, Thing] = field(default_factory=dict)
    defects: Mapping[str, Thing] = field(default_factory=dict)
    purposes: Mapping[str, Thing] = field(default_factory=dict)
    causes: Mapping[str, Cause] = field(default_factory=dict)
    orders: Mapping[str, OrderRule] = field(default_factory=dict)

    @property
    def shelves(self) -> dict[str, Mapping[str, object]]:
        """Return the tables by the prefix under which `Book.homes` knows their keys."""
        return {
            "act": self.acts,
            "regime": self.regimes,
            "matter": self.matters,
            "law-limit": self.limits,
            "forum": self.forums,
            "thing": self.things,
            "relief": self.reliefs,
            "defect": self.defects,
            "hearing-purpose": self.purposes,
            "adjournment": self.causes,
            "order": self.orders,
        }

    def matter(self, slug: str) -> MatterRule:
        """Return one kind of matter; raises NoRule."""
        try:
            return self.matters[slug]
        except KeyError:
            raise NoRule(f"{slug}: no such matter") from None

    def limit(self, kind: LimitKind, matter: str, law: Of, on: date) -> tuple[LawLimit, LawLimitRow] | None:
        """Return the limit of a kind for a matter under a law, with its row in force on `on`; None where none is set.

        Of two that fit, the one for fewer matters counts.
        """
        fitting = [one for one in self.limits.values() if one.kind == kind and law in one.law and matter in one.matters]
        for one in sorted(fitting, key=lambda limit: len(limit.matters)):
            rows = [row for row in one.values if row.from_on <= on]
            if rows:
                return one, max(rows, key=lambda row: row.from_on)
        return None
