"""What is stated of a claim: each fact with its value, where it came from, whether that proves it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from shramsetu.lib.conditions import Given, Value
from shramsetu.rulebook.basis import NoRule, Text
from shramsetu.rulebook.editions import CLAIMED, DECIDED, Edition
from shramsetu.rulebook.scheme_book import Schemes


@dataclass(frozen=True, slots=True)
class Stated:
    """A value somebody gave. `source` says who or what, in both languages; without it the catalogue's origin counts.

    `is_proved` None: as the origin has it. An officer who saw the paper makes it True.
    """

    value: Value | None
    source: Text | None = None
    is_proved: bool | None = None


@dataclass(frozen=True)
class Facts:
    """All that is known of one claim on the day it is looked at: what was stated, and every value that follows."""

    book: Schemes
    stated: Mapping[str, Stated]
    values: Mapping[str, Value | None]

    def source(self, name: str) -> Text:
        """Return where the value of a fact comes from; a fact that follows has the sources of those behind it."""
        rule = self.book.facts[name]
        found = self.stated.get(name)
        if found is not None and found.source is not None:
            return found.source
        if rule.origin is not None:
            return self.book.origins[rule.origin].title
        behind = [self.source(end) for end in (rule.since, rule.until) if end is not None]
        return Text(
            hi=", ".join(dict.fromkeys(one.hi for one in behind)), en=", ".join(dict.fromkeys(one.en for one in behind))
        )

    def is_proved(self, name: str) -> bool:
        """Tell whether a fact is known and what it rests on proves it."""
        rule = self.book.facts[name]
        if self.values.get(name) is None:
            return False
        if rule.origin is None:
            return all(self.is_proved(end) for end in (rule.since, rule.until) if end is not None)
        found = self.stated.get(name)
        if found is not None and found.is_proved is not None:
            return found.is_proved
        return self.book.origins[rule.origin].is_verified


def decided_on(book: Schemes, event: str | None, stated: Mapping[str, Stated], on: date) -> date | None:
    """Return the day whose facts count: that of the event, or `on` for a scheme without one.

    None: not known, or beyond belief.
    """
    if event is None:
        return on
    found = stated.get(event)
    day = book.facts[event].type.take(found.value) if found is not None else None
    return day if isinstance(day, date) else None


def edition_of(book: Schemes, slug: str, stated: Mapping[str, Stated], on: date) -> Edition:
    """Return the edition that decides a claim looked at on `on`: the one in force on the day of the event.

    Where that day is not known, the one in force on `on`. Raises NoRule if the scheme was not in force.
    """
    rule = book.rules.get(slug)
    if rule is None:
        raise NoRule(f"{slug}: no such scheme")
    return book.edition(slug, decided_on(book, rule.event, stated, on) or on)


def settle(book: Schemes, edition: Edition, stated: Mapping[str, Stated], on: date) -> Facts:
    """Return the facts of a claim looked at on `on`. Raises KeyError for a fact nobody can give.

    A day of application that was not stated is `on`.
    """
    known = {CLAIMED: Stated(on), **stated, DECIDED: Stated(decided_on(book, edition.scheme.event, stated, on))}
    for name in known:
        if not isinstance(book.catalogue.facts[name], Given):
            raise KeyError(name)
    return Facts(book, known, book.catalogue.settle({name: one.value for name, one in known.items()}))
