"""What the API's answers look like, for its description; a test holds the answers against these shapes.

The answers themselves are plain dictionaries (`shown`), so that describing them costs nothing when they are given.
"""

from typing import Any

from shramsetu.casework.contract import IF_MATCH, KEY, Error, Fault, Shape, described

__all__ = ["IF_MATCH", "KEY", "Error", "Fault", "Shape", "described"]


class Post(Shape):
    """Who answers: a post, never the person in it."""

    code: str
    title: str
    place: str


class Receipt(Shape):
    """Where a case stands. `due_at` is in UTC, null at rest; `revision` is the ETag."""

    number: str
    kind: str
    state: str
    level: int
    holder: Post | None
    due_at: str | None
    revision: int


class Likeness(Shape):
    """An open complaint that may be the same; `likeness` of the words is between 0 and 1."""

    number: str
    likeness: float
    same_phone: bool


class Registered(Receipt):
    """The answer to registering."""

    possible_duplicates: list[Likeness]


class Line(Receipt):
    """One line of a list."""

    category: str
    department: str | None
    district: int | None
    urgent: bool
    sealed: bool
    opened_at: str
    closed_at: str | None
    outcome: str


class Page(Shape):
    """A page of a list; `next` is the cursor of the next page, null on the last."""

    items: list[Line]
    next: str | None


class Place(Shape):
    """A place with its district."""

    id: int
    kind: str
    name_hi: str
    name_en: str
    lgd_code: int | None
    pin: str | None
    district: int | None


class Party(Shape):
    """Who complains, files or is complained of; the phone is masked, a sealed case names nobody here."""

    part: str
    leads: bool
    name: str | None
    phone: str | None
    relation: str | None


class WhyDue(Shape):
    """The rule behind the due time, as `shramsetu where` knows it."""

    rule: str
    in_force_from: str | None


class Entry(Shape):
    """One thing that happened; its words are not here."""

    seq: int
    verb: str
    role: str
    at: str
    detail: dict[str, Any]


class Choice(Shape):
    """One value that a need may have."""

    value: str
    label: str


class Need(Shape):
    """One thing that a step asks for; `choices` where it is chosen from a list."""

    name: str
    kind: str
    label: str
    required: bool
    choices: list[Choice] | None


class Step(Shape):
    """A verb that is open to the caller, and what it needs."""

    verb: str
    label: str
    needs: list[Need]


class Whole(Line):
    """One case as the caller may see it."""

    text: str
    place: Place | None
    parties: list[Party]
    why_due: WhyDue | None
    rests_until: str | None
    master: str | None
    history: list[Entry]
    steps: list[Step]


class Taken(Whole):
    """The case after a step; `waits_in_tray` where an assistant's step waits for the officer."""

    waits_in_tray: bool


class Stored(Shape):
    """A paper that was stored with a case."""

    id: str
    name: str
    type: str
    size: int


class Track(Shape):
    """What everybody with the number may know; of a sealed case number and `sealed` alone."""

    number: str
    sealed: bool
    kind: str = ""
    state: str = ""
    state_label: str = ""
    level: int = 0
    holder: Post | None = None
    due_at: str | None = None
    opened_at: str = ""
    closed_at: str | None = None


class Title(Shape):
    """A title in both languages."""

    hi: str
    en: str


class Limit(Shape):
    """How long a level has: unit is hours, calendar_days or working_days."""

    amount: int
    unit: str


class Category(Shape):
    """A category: who answers, what proof a report must hold, limits L1 to L4."""

    slug: str
    title: Title
    department: str
    urgent: bool
    sealed: bool
    evidence: list[str]
    limits: dict[str, Limit]
