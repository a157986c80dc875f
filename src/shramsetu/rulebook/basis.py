"""What every row of the rulebook is made of: bilingual text, a date, a source, an amount with its unit."""

from datetime import date, time
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Sentence = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
Unit = Literal["hours", "calendar_days", "working_days"]
UNITS: tuple[Unit, ...] = ("hours", "calendar_days", "working_days")
DEFAULT_SOURCE = "default, not an order"
SHORT = 25


class Strict(BaseModel):
    """A row of the rulebook: unknown keys are refused, nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Strict):
    """One text in both languages."""

    hi: Sentence
    en: Sentence

    def say(self, language: str) -> str:
        """Return the text in `language`; anything but "en" is Hindi."""
        return self.en if language == "en" else self.hi


class ShortText(Text):
    """A name for a text message: at most 25 characters in either language."""

    hi: Annotated[str, StringConstraints(min_length=1, max_length=SHORT)]
    en: Annotated[str, StringConstraints(min_length=1, max_length=SHORT)]


class Keywords(Strict):
    """Words people type or say for a thing, in Devanagari and in Roman letters."""

    hi: tuple[Sentence, ...] = Field(min_length=1)
    roman: tuple[Sentence, ...] = Field(min_length=1)


class Dated(Strict):
    """Something in force from a date on, by a source."""

    from_on: date = Field(alias="from")
    source: Sentence

    @property
    def is_default(self) -> bool:
        """Tell whether nobody ordered this: it is our own default."""
        return self.source.startswith(DEFAULT_SOURCE)


class LimitRow(Dated):
    """Time limits of the four levels from one date on; each level stands under exactly one unit."""

    hours: dict[str, int] = {}
    calendar_days: dict[str, int] = {}
    working_days: dict[str, int] = {}

    @model_validator(mode="after")
    def _each_level_once(self) -> "LimitRow":
        levels = sorted(level for unit in UNITS for level in getattr(self, unit))
        if levels != ["L1", "L2", "L3", "L4"]:
            raise ValueError(f"L1, L2, L3 and L4 must each stand exactly once, found {levels}")
        if any(amount <= 0 for unit in UNITS for amount in getattr(self, unit).values()):
            raise ValueError("a time limit must be more than 0")
        return self

    def of(self, level: int) -> tuple[int, Unit]:
        """Return the amount and unit of `level` (1 to 4)."""
        for unit in UNITS:
            if (amount := getattr(self, unit).get(f"L{level}")) is not None:
                return amount, unit
        raise NoRule(f"no L{level}")


Value = int | str | tuple[int, ...] | tuple[time, ...]


class FigureRow(Dated):
    """One value of a figure; the unit is the name of the only key that is set."""

    seconds: int | None = None
    minutes: int | None = None
    hours: int | None = None
    calendar_days: int | None = None
    working_days: int | None = None
    months: int | None = None
    years: int | None = None
    percent: int | None = Field(default=None, ge=0, le=100)
    count: int | None = None
    paise: int | None = Field(default=None, ge=0)
    kilobytes: int | None = None
    kilometres: int | None = Field(default=None, gt=0)
    percents: tuple[int, ...] | None = None
    counts: tuple[int, ...] | None = None
    clock: tuple[time, ...] | None = None
    text: str | None = None
    unverified: bool = False  # read at second hand: not in the order or the law itself

    @model_validator(mode="after")
    def _one_unit(self) -> "FigureRow":
        if len(self._units()) != 1:
            raise ValueError(f"exactly one unit expected, found {self._units()}")
        return self

    def _units(self) -> list[str]:
        return sorted(self.model_fields_set - {"from_on", "source", "unverified"})

    @property
    def unit(self) -> str:
        """Return the name of the unit."""
        return self._units()[0]

    @property
    def value(self) -> Value:
        """Return the value in its unit."""
        found: Value = getattr(self, self.unit)
        return found


class NoRule(LookupError):
    """The rulebook has no such rule, or none in force on that day."""


class BadRule(Exception):
    """A file of the rulebook cannot be used."""
