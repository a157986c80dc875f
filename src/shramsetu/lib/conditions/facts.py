"""The catalogue of facts: which are given, which follow from others; what a row of raw values amounts to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from shramsetu.lib.conditions.types import Type, Value


@dataclass(frozen=True, slots=True)
class Given:
    """A fact that somebody gives: the registry, a paper, the applicant."""

    type: Type


@dataclass(frozen=True, slots=True)
class Years:
    """A fact that follows: the years completed from one day to another.

    Who was born on 29 February completes a year on 1 March where the year has no such day.
    """

    type: Type
    since: str
    until: str


Fact = Given | Years


@dataclass(frozen=True, eq=False)  # one catalogue is one object: what is compiled over it is kept by it
class Catalogue:
    """Facts by name."""

    facts: Mapping[str, Fact] = field(default_factory=dict)

    @property
    def types(self) -> dict[str, Type]:
        """Return what a condition may speak of."""
        return {name: fact.type for name, fact in self.facts.items()}

    def given(self, names: Iterable[str]) -> list[str]:
        """Return the given facts that stand behind `names`, in the catalogue's order; names of no fact are left out."""
        wanted = set(names) & set(self.facts)
        for name in tuple(wanted):
            match self.facts[name]:
                case Years(_, since, until):
                    wanted |= {since, until}
        return [name for name, fact in self.facts.items() if name in wanted and isinstance(fact, Given)]

    def derived(self, names: Iterable[str]) -> dict[str, Years]:
        """Return those of `names` that follow from others."""
        wanted = set(names)
        return {name: fact for name, fact in self.facts.items() if name in wanted and isinstance(fact, Years)}

    def settle(self, raw: Mapping[str, Value | None]) -> dict[str, Value | None]:
        """Return every fact that `raw` gives or lets follow; what cannot be believed is not known.

        Raises KeyError for a name that is no given fact, TypeError for a value of another kind.
        """
        found: dict[str, Value | None] = {}
        for name, value in raw.items():
            if not isinstance(self.facts[name], Given):
                raise KeyError(name)
            found[name] = self.facts[name].type.take(value)
        for name, fact in self.facts.items():
            if isinstance(fact, Years):
                found[name] = fact.type.take(completed(found.get(fact.since), found.get(fact.until)))
        return found


def completed(since: Value | None, until: Value | None) -> int | None:
    """Return the whole years from one day to another; None if either is not known. Below 0 if the second is earlier."""
    if not isinstance(since, date) or not isinstance(until, date):
        return None
    early = (until.month, until.day) < (since.month, since.day)
    return until.year - since.year - early
