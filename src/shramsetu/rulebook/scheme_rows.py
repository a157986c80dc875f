"""The dated rows of a scheme: each cites a source, and says in few words what it says."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from shramsetu.lib import money
from shramsetu.lib.conditions import Type, Value, types
from shramsetu.rulebook.basis import Dated, Sentence, Slug, Strict, Text
from shramsetu.rulebook.facts import FactName

Confidence = Literal["high", "medium", "low"]
PostKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z.-]*$")]
FIGURE_UNITS = ("days", "months", "years", "rupees", "count", "percent", "grade", "day")


class Source(Strict):
    """An order, a page or a report that rows cite, and how far it can be believed. Nothing is verified until signed."""

    slug: Slug
    text: Text
    confidence: Confidence
    unverified: bool = True
    url: str = ""


class Cited(Dated):
    """A row in force from a day on, to the end of another one or for good. `doubt` tells where sources disagree."""

    until: date | None = None
    confidence: Confidence
    unverified: bool
    doubt: Text | None = None

    def is_in_force(self, on: date) -> bool:
        """Tell whether the row counts on `on`."""
        return self.from_on <= on and (self.until is None or on <= self.until)

    @property
    def told(self) -> str:
        """Return what the row says, in a few words."""
        return "in force"


class Amounting(Strict):
    """Fixed rupees, or a fact (in paise) so many times, with rupees more, at most so many. `words` say it."""

    rupees: int | None = Field(default=None, ge=0)
    of: FactName | None = None
    times: int | FactName = 1
    plus_rupees: int = 0
    most_rupees: int | None = Field(default=None, gt=0)
    words: Text | None = None

    @model_validator(mode="after")
    def _one_measure(self) -> "Amounting":
        if self.rupees is not None and self.of is not None:
            raise ValueError("give either rupees or what they are reckoned from")
        if self.rupees is None and self.words is None:
            raise ValueError("what is no fixed sum is said in words")
        return self


class Rise(Strict):
    """How a pension grows."""

    rupees: int
    every_months: int
    most_rupees: int


class SchemeFigureRow(Cited):
    """One value of a figure; the unit is the name of the only one that is set."""

    days: int | None = None
    months: int | None = None
    years: int | None = None
    rupees: int | None = Field(default=None, ge=0)
    count: int | None = None
    percent: int | None = Field(default=None, ge=0, le=100)
    grade: int | None = None
    day: date | None = None

    @model_validator(mode="after")
    def _one_unit(self) -> "SchemeFigureRow":
        if len([unit for unit in FIGURE_UNITS if getattr(self, unit) is not None]) != 1:
            raise ValueError(f"exactly one of {', '.join(FIGURE_UNITS)} expected")
        if self.is_beyond_belief:
            raise ValueError("no condition could reckon with so large a figure")
        return self

    @property
    def is_beyond_belief(self) -> bool:
        """Tell whether the value lies outside the span that the engines are held to."""
        return self.type.take(self.value) is None

    @property
    def unit(self) -> str:
        """Return the name of the unit."""
        return next(unit for unit in FIGURE_UNITS if getattr(self, unit) is not None)

    @property
    def value(self) -> Value:
        """Return the value as conditions reckon with it: money in paise."""
        found: int | date = getattr(self, self.unit)
        return found * money.PAISE if self.unit == "rupees" and isinstance(found, int) else found

    @property
    def told(self) -> str:
        """Return the value with its unit."""
        found = getattr(self, self.unit)
        if self.unit == "rupees":
            return money.rupees(found * money.PAISE)
        return str(found) if self.unit == "day" else f"{found} {self.unit}"

    @property
    def type(self) -> Type:
        """Return what a condition may make of it."""
        if isinstance(self.value, date):
            return types.day()
        return types.number("paise" if self.unit == "rupees" else self.unit)


class ConditionRow(Cited):
    """What must hold from a day on."""

    expr: Sentence

    @property
    def told(self) -> str:
        """Return what is asked."""
        return self.expr


class WindowRow(Cited):
    """From how many days after the event (before it: below 0) to how many one may apply."""

    opens_days: int | None = None
    closes_days: int | None = None

    @property
    def told(self) -> str:
        """Return the days after the event between which one may apply."""
        return f"days {'any' if self.opens_days is None else self.opens_days} to {self.closes_days}"


class BenefitRow(Amounting, Cited):
    """What is given in one case from a day on. `months` counts instalments, each of about `instalment_rupees`."""

    months: int | None = None
    instalment_rupees: int | None = None
    matures_at_age: int | None = None
    rise: Rise | None = None

    @property
    def told(self) -> str:
        """Return the sum, or the words for it."""
        if self.rupees is not None:
            return money.rupees(self.rupees * money.PAISE)
        return self.words.en if self.words else ""


class ApprovalRow(Cited):
    """Through whose hands a claim goes; a `committee` with its chair decides where the rule asks for one."""

    scrutiny: PostKey
    sanction: PostKey
    field_check: Literal["never", "sometimes", "always"] = "sometimes"
    committee: Text | None = None
    chair: PostKey | None = None

    @property
    def told(self) -> str:
        """Return whose hands."""
        hands = (self.scrutiny, self.sanction, *((self.committee.en,) if self.committee else ()))
        return ", ".join(hands)


class ChargeRow(Cited):
    """What one pays oneself, in rupees by the value of a fact."""

    rupees: dict[int, int] = Field(min_length=1)

    @property
    def told(self) -> str:
        """Return the span of the table."""
        least, most = min(self.rupees), max(self.rupees)
        ends = (money.rupees(self.rupees[by] * money.PAISE) for by in (least, most))
        return " to ".join(f"{sum_} at {by}" for sum_, by in zip(ends, (least, most), strict=True))
