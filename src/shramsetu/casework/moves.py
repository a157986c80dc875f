"""What goes into a step and what comes out of it: the values that flow between the engine and each kind's effects."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from shramsetu.casework.flow import Step
from shramsetu.casework.models import Case
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Post


@dataclass(frozen=True, slots=True)
class Due:
    """A due time and why it is this one: the rulebook key, the date from which the rule holds, and its source."""

    at: datetime
    key: str
    from_on: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """One step about to be taken. `detail` holds the cleaned values of the step's needs."""

    case: Case
    step: Step
    by: Actor
    at: datetime
    detail: Mapping[str, object]

    def text(self, name: str) -> str:
        """Return the text under `name`, empty where it was not given."""
        value = self.detail.get(name)
        return str(value) if value is not None else ""

    def when(self, name: str) -> datetime | None:
        """Return the instant under `name`, if one was given."""
        value = self.detail.get(name)
        return value if isinstance(value, datetime) else None

    def day(self, name: str) -> date | None:
        """Return the date under `name`, if one was given."""
        value = self.detail.get(name)
        return value if isinstance(value, date) and not isinstance(value, datetime) else None


@dataclass(frozen=True, slots=True)
class Tell:
    """A message to send with the move: its template, its audience, and values beyond the case's own.

    The audience is `complainant` (every complainant and a consenting filer), `holder` (the new holder's incumbent)
    or `post` (the incumbent of `post`).
    """

    template: str
    audience: str
    values: Mapping[str, str] = field(default_factory=dict)
    post: Post | None = None


@dataclass(slots=True)
class To:
    """Where a step leads. What is None stays as it is; `changes` are further columns of the case.

    `facts` go into the entry's detail and hold nothing personal; `private` goes beside the entry.
    """

    state: str
    holder: Post | None = None
    level: int | None = None
    due: Due | None = None
    rests_until: datetime | None = None
    outcome: str | None = None
    changes: dict[str, object] = field(default_factory=dict)
    facts: Mapping[str, object] = field(default_factory=dict)
    private: Mapping[str, object] = field(default_factory=dict)
    tells: list[Tell] = field(default_factory=list)
    # Run once the move is written, in the same transaction.
    after: list[Callable[[], object]] = field(default_factory=list)
    # True where the new due time is the same clock going on (a pause given back), not a new stretch of time.
    same_clock: bool = False
