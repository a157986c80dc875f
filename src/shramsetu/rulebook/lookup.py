"""The rulebook in memory and its lookups by day."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from datetime import time as clock_time
from pathlib import Path
from typing import TypeVar

from shramsetu.lib import clock
from shramsetu.rulebook import schema, telephone, words
from shramsetu.rulebook.basis import DEFAULT_SOURCE, UNITS, Dated, NoRule, Text, Unit, Value
from shramsetu.rulebook.bonded import Bonded
from shramsetu.rulebook.cpgrams import Cpgrams
from shramsetu.rulebook.law import Law
from shramsetu.rulebook.read import File
from shramsetu.rulebook.reviews import Reviews
from shramsetu.rulebook.scheme_book import Schemes
from shramsetu.rulebook.streams import SHELF, Streams
from shramsetu.rulebook.watched import Watched
from shramsetu.rulebook.works import Works

Row = TypeVar("Row", bound=Dated)
DEFAULT = Text(hi="इस प्रणाली का अपना मान, आदेश नहीं", en="a default of this system, not an order")


@dataclass(frozen=True, slots=True)
class Limit:
    """The time a level has, with the rule that says so."""

    key: str
    from_on: date
    source: str
    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Rule:
    """One figure in force, with the rule that says so."""

    key: str
    value: Value
    unit: str
    from_on: date
    source: str

    @property
    def is_default(self) -> bool:
        """Tell whether nobody ordered this: it is our own default."""
        return self.source.startswith(DEFAULT_SOURCE)


def in_force(rows: Sequence[Row], on: date, key: str) -> Row:
    """Return the last of `rows` that began on or before `on`; raises NoRule if none had."""
    found = [row for row in rows if row.from_on <= on]
    if not found:
        raise NoRule(f"{key}: no rule in force on {on:%d-%m-%Y}")
    return max(found, key=lambda row: row.from_on)


@dataclass
class Book:
    """All that the rulebook says. It is read by `load.book`."""

    root: Path
    departments: dict[str, schema.Department] = field(default_factory=dict)
    offices: dict[str, schema.PostTemplate] = field(default_factory=dict)
    categories: dict[str, schema.Category] = field(default_factory=dict)
    groups: dict[str, schema.Choice] = field(default_factory=dict)
    figures: dict[str, schema.Figure] = field(default_factory=dict)
    exclusions: dict[str, schema.Exclusion] = field(default_factory=dict)
    grounds: dict[str, schema.Ground] = field(default_factory=dict)
    choices: dict[str, dict[str, schema.Choice]] = field(default_factory=dict)
    templates: dict[str, words.Template] = field(default_factory=dict)
    mails: dict[str, words.Mail] = field(default_factory=dict)
    headers: dict[str, words.Header] = field(default_factory=dict)
    rejects: dict[str, words.Reject] = field(default_factory=dict)
    returns: dict[str, words.ReturnCode] = field(default_factory=dict)
    articles: dict[str, words.Article] = field(default_factory=dict)
    schemes: dict[str, words.Scheme] = field(default_factory=dict)
    scheme_rules: Schemes = field(default_factory=Schemes)
    replies: dict[str, words.Reply] = field(default_factory=dict)
    script: tuple[words.ScriptLine, ...] = ()
    inbound: tuple[words.ScriptLine, ...] = ()
    help_numbers: tuple[words.HelpNumber, ...] = ()
    helpline: telephone.Helpline = field(default_factory=telephone.Helpline)
    bonded: Bonded = field(default_factory=Bonded)
    law: Law = field(default_factory=Law)
    watched: Watched = field(default_factory=Watched)
    works: Works = field(default_factory=Works)
    reviews: Reviews = field(default_factory=Reviews)
    streams: Streams = field(default_factory=Streams)
    cpgrams: Cpgrams = field(default_factory=Cpgrams)
    week: schema.Calendar | None = None
    homes: dict[str, tuple[File, str]] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)  # the Hindi of a source, by the English that rows have
    calendars: dict[date, clock.Calendar] = field(default_factory=dict, repr=False)

    @property
    def ladders(self) -> dict[str, tuple[schema.PostTemplate, ...]]:
        """Return the ladder of each department by its slug."""
        return {slug: department.ladder for slug, department in self.departments.items()}

    def source(self, text: str) -> Text:
        """Return the source of a row in both languages; our own defaults are said as such."""
        if text in self.sources:
            return Text(hi=self.sources[text], en=text)
        return DEFAULT if text.startswith(DEFAULT_SOURCE) else Text(hi=text, en=text)

    def category(self, slug: str) -> schema.Category:
        """Return one category; raises NoRule."""
        try:
            return self.categories[slug]
        except KeyError:
            raise NoRule(f"{slug}: no such category") from None

    def limit(self, category: str, level: int, on: date) -> Limit:
        """Return the time limit of `category` at `level` in force on `on`; raises NoRule.

        `stream:SLUG` instead of a category is the limit of that stream, which has one of level 1 alone.
        """
        key = f"{category}.L{level}"
        if category.startswith(SHELF):
            return self._stream_limit(key, category.removeprefix(SHELF), on)
        row = in_force(self.category(category).limits, on, key)
        amount, unit = row.of(level)
        return Limit(key, row.from_on, row.source, amount, unit)

    def _stream_limit(self, key: str, slug: str, on: date) -> Limit:
        row = in_force(self.streams.one(slug).limits, on, key)
        return Limit(key, row.from_on, row.source, row.amount, row.unit)

    def value(self, key: str, on: date) -> Rule:
        """Return the figure `key` in force on `on`; raises NoRule."""
        if key not in self.figures:
            raise NoRule(f"{key}: no such figure")
        row = in_force(self.figures[key].values, on, key)
        return Rule(key, row.value, row.unit, row.from_on, row.source)

    def number(self, key: str, on: date) -> int:
        """Return the figure `key` as a whole number; raises NoRule, TypeError if it is not one."""
        found = self.value(key, on).value
        if not isinstance(found, int):
            raise TypeError(f"{key} is not a single number")
        return found

    def span(self, key: str, on: date) -> Limit:
        """Return the figure `key` as a span that a due time can be counted from; raises TypeError if it is none."""
        rule = self.value(key, on)
        unit = next((unit for unit in UNITS if unit == rule.unit), None)
        if unit is None or not isinstance(rule.value, int):
            raise TypeError(f"{key} is not a span of time")
        return Limit(key, rule.from_on, rule.source, rule.value, unit)

    def numbers(self, key: str, on: date) -> tuple[int, ...]:
        """Return the figure `key` as numbers, such as the shares at which a holder is warned."""
        found = self.value(key, on).value
        if not isinstance(found, tuple):
            raise TypeError(f"{key} is not a list of numbers")
        return tuple(part for part in found if isinstance(part, int))

    def hours(self, key: str, on: date) -> tuple[clock_time, clock_time]:
        """Return the figure `key` as times of the day from and to."""
        found = self.value(key, on).value
        begin, end = found if isinstance(found, tuple) else ("", "")
        if not isinstance(begin, clock_time) or not isinstance(end, clock_time):
            raise TypeError(f"{key} is not a pair of times")
        return begin, end

    def time(self, key: str, on: date) -> clock_time:
        """Return the figure `key` as one time of the day."""
        found = self.value(key, on).value
        if not isinstance(found, tuple) or len(found) != 1 or not isinstance(found[0], clock_time):
            raise TypeError(f"{key} is not a time of the day")
        return found[0]

    def sample_percent(self, category: str, on: date) -> int:
        """Return the share of reports of `category` that the quality desk checks on `on`."""
        rows = [row for row in self.category(category).sample if row.from_on <= on]
        if rows:
            return in_force(rows, on, category).percent
        return self.number("quality.sample_percent", on)

    def calendar(self, on: date) -> clock.Calendar:
        """Return office hours and closed days as known on `on`."""
        week = in_force(self._calendar.office, on, "calendar.office")
        if week.from_on not in self.calendars:
            self.calendars[week.from_on] = clock.Calendar(
                hours=(week.opens, week.closes),
                weekly_off=frozenset(week.weekly_off),
                second_saturday=week.second_saturday,
                holidays={day.on: day.name.hi for day in self._calendar.holidays},
            )
        return self.calendars[week.from_on]

    def helpline_hours(self, line: str, on: date) -> tuple[clock_time, clock_time]:
        """Return when the helpline `line` (1076, labour) is open; equal times mean day and night."""
        row = in_force(self._calendar.helpline.get(line, ()), on, f"calendar.helpline.{line}")
        return row.opens, row.closes

    @property
    def helpline_lines(self) -> set[str]:
        """Return the keys under which the calendar has hours of a helpline."""
        return set(self._calendar.helpline)

    @property
    def holidays(self) -> tuple[schema.Holiday, ...]:
        """Return the closed days in order."""
        return self._calendar.holidays

    @property
    def _calendar(self) -> schema.Calendar:
        if self.week is None:
            raise NoRule("calendar: not read")
        return self.week

    @property
    def places(self) -> dict[str, Path]:
        """Return the seed files of places by name, such as `districts`."""
        return {path.stem: path for path in sorted((self.root / "places").glob("*.*"))}

    def say(self, slug: str) -> Text:
        """Return the title of a category."""
        return self.category(slug).title
