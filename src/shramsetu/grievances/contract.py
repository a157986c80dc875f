"""What the API's answers look like, for its description; a test holds the answers against these shapes.

The answers themselves are plain dictionaries (`shown`), so that describing them costs nothing when they are given.
"""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter


class Shape(BaseModel):
    """An object of the API, with these fields and no others."""

    model_config = ConfigDict(extra="forbid")


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


class Fault(Shape):
    """What is wrong: a code for programs, a sentence for people, and one for each wrong value."""

    code: str
    message: str
    fields: dict[str, str] = {}


class Error(Shape):
    """The one shape of an error."""

    error: Fault


ERRORS = {
    400: "The body is not JSON",
    401: "No valid token, or it lacks the scope",
    403: "The step is not open to the caller",
    404: "Not there, or not in the caller's scope",
    412: "The case moved on since it was read",
    413: "Too large",
    415: "A file of a false type",
    422: "Something in the request is wrong; nothing was changed",
    429: "Too many requests",
}
KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "maxLength": 80},
    "description": "Makes a repeat safe: the same key within 72 hours gets the first answer, with another body 422",
}
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "schema": {"type": "string"},
    "description": "The revision that was read; 412 if the case has moved on",
}


def described(
    status: int, shape: Any, *, errors: Sequence[int] = (), headers: Sequence[dict[str, Any]] = ()
) -> dict[str, Any]:
    """Return the part of an operation's description that says what it answers and which headers it minds."""
    answers: dict[int, Any] = {status: {"content": {"application/json": {"schema": _schema(shape)}}}}
    for code in errors:
        answers[code] = {"description": ERRORS[code], "content": {"application/json": {"schema": _schema(Error)}}}
    return {"responses": answers, **({"parameters": list(headers)} if headers else {})}


def _schema(shape: Any) -> dict[str, Any]:
    """Return the JSON schema of `shape` in one piece."""
    made = TypeAdapter(shape).json_schema()
    parts = made.pop("$defs", {})
    found: dict[str, Any] = _whole(made, parts)
    return found


def _whole(part: Any, parts: dict[str, Any]) -> Any:
    if isinstance(part, list):
        return [_whole(one, parts) for one in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        return _whole(parts[part["$ref"].rpartition("/")[2]], parts)
    return {name: _whole(one, parts) for name, one in part.items()}
