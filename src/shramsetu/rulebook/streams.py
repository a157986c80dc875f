"""The shape of rulebook/streams.toml: by which way references come, and the days on which people come together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from shramsetu.lib.clock import Calendar
from shramsetu.rulebook.basis import UNITS, Dated, NoRule, Slug, Text, Unit

Prefix = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,5}$")]
SHELF = "stream:"
MONTH = 31


class StreamLimit(Dated):
    """The time a stream allows for the first answer, under exactly one unit."""

    hours: int | None = Field(default=None, gt=0)
    calendar_days: int | None = Field(default=None, gt=0)
    working_days: int | None = Field(default=None, gt=0)
    unverified: bool = False

    @model_validator(mode="after")
    def _one_unit(self) -> "StreamLimit":
        if sum(getattr(self, unit) is not None for unit in UNITS) != 1:
            raise ValueError("a limit stands under exactly one of hours, calendar_days, working_days")
        return self

    @property
    def unit(self) -> Unit:
        """Return the name of the unit."""
        return next(unit for unit in UNITS if getattr(self, unit) is not None)

    @property
    def amount(self) -> int:
        """Return how many of the unit."""
        found: int = getattr(self, self.unit)
        return found


class Stream(Dated):
    """One way by which references come: its own number, what belongs to it unsaid, and its limit if it has one."""

    slug: Slug
    title: Text
    prefix: Prefix
    series: Literal["case", "year"]
    channels: tuple[Slug, ...] = ()
    report: bool = True
    limits: tuple[StreamLimit, ...] = ()


class DayRule(Dated):
    """A kind of day on which people come together to complain: where, when, and the stream of what they bring."""

    slug: Slug
    title: Text
    stream: Slug
    at: Text
    weekday: int | None = Field(default=None, ge=0, le=6)
    nth: tuple[Annotated[int, Field(ge=1, le=4)], ...] = ()
    if_closed: Literal["next", "held"] = "next"

    @model_validator(mode="after")
    def _both_or_none(self) -> "DayRule":
        if (self.weekday is None) != (not self.nth):
            raise ValueError("weekday and nth stand together")
        return self

    def dates(self, year: int, month: int, calendar: Calendar) -> list[date]:
        """Return its days whose rule falls into a month, in order; none where it is held on any day.

        A day that moves over the end of the month still belongs to the month of its rule.
        """
        if self.weekday is None:
            return []
        first = date(year, month, 1)
        offset = (self.weekday - first.weekday()) % 7
        found = [first + timedelta(days=offset + 7 * (nth - 1)) for nth in sorted(self.nth)]
        return found if self.if_closed == "held" else [calendar.working_on_or_after(on) for on in found]

    def is_on(self, on: date, calendar: Calendar) -> bool:
        """Tell whether `on` is one of its days; any day is, where it has no rule."""
        if self.weekday is None:
            return True
        before = on.replace(day=1) - timedelta(days=1)
        return on in [*self.dates(before.year, before.month, calendar), *self.dates(on.year, on.month, calendar)]


@dataclass
class Streams:
    """All that the rulebook says of streams and of the days on which people come together."""

    streams: Mapping[str, Stream] = field(default_factory=dict)
    days: Mapping[str, DayRule] = field(default_factory=dict)

    @property
    def shelves(self) -> dict[str, Mapping[str, object]]:
        """Return the tables by the prefix under which `Book.homes` knows their keys."""
        return {"stream": self.streams, "day": self.days}

    def one(self, slug: str) -> Stream:
        """Return one stream; raises NoRule."""
        try:
            return self.streams[slug]
        except KeyError:
            raise NoRule(f"{slug}: no such stream") from None

    def day(self, slug: str) -> DayRule:
        """Return one kind of day; raises NoRule."""
        try:
            return self.days[slug]
        except KeyError:
            raise NoRule(f"{slug}: no such kind of day") from None

    def of_channel(self, channel: str) -> str:
        """Return the stream of what came by `channel` where nobody names one; empty if none claims it."""
        return next((slug for slug, one in self.streams.items() if channel in one.channels), "")
