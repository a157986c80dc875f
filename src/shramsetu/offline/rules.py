"""What a device may hand in, and what it is answered: pure functions."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

AHEAD = timedelta(minutes=5)  # a device's clock may be fast by so much
KEYS = frozenset({"key", "kind", "written", "owner", "body"})
SIGNS, DEEP = 40_000, 8


class BadEntry(ValueError):
    """This is no entry."""


class State(StrEnum):
    """What became of an entry. `later` and `sign_in` leave it on the device as it is."""

    TAKEN = "taken"
    ALREADY = "already"
    REFUSED = "refused"
    CONFLICT = "conflict"
    LATER = "later"
    SIGN_IN = "sign_in"


@dataclass(frozen=True, slots=True)
class Written:
    """An entry as the device handed it in; `key` and `written_at` are the device's own word."""

    key: UUID
    kind: str
    owner: str
    body: Mapping[str, object]
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """What the device is told of one entry: `has` is what the office holds, `errors` a sentence for a wrong value."""

    key: str
    state: State
    has: Mapping[str, object] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    def plain(self) -> dict[str, object]:
        """Return it as JSON has it."""
        return {"key": self.key, "state": self.state.value, "has": dict(self.has), "errors": dict(self.errors)}


def read(given: object, *, at: datetime, believed: timedelta) -> Written:
    """Return the entry that `given` is; raises BadEntry. A time before what is `believed`, or ahead, becomes `at`."""
    if not isinstance(given, dict) or not set(given) <= KEYS:
        raise BadEntry("entry")
    key, kind, owner, body = given.get("key"), given.get("kind"), given.get("owner", ""), given.get("body")
    if not isinstance(kind, str) or not isinstance(owner, str) or not isinstance(body, dict):
        raise BadEntry("entry")
    if not _is_plain(body, DEEP) or len(json.dumps(body)) > SIGNS:
        raise BadEntry("body")
    return Written(_key(key), kind[:20], owner[:64], body, _time(given.get("written"), at, believed))


def digest(written: Written, files: Iterable[str]) -> str:
    """Return what tells one body from another: of the values, and of the sums of the files in their order."""
    said = json.dumps([written.kind, written.body, list(files)], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def _key(given: object) -> UUID:
    """A key is drawn at random by the device (version 4): one that can be counted or guessed is none."""
    try:
        found = UUID(given) if isinstance(given, str) and len(given) == 36 else None
    except ValueError:
        found = None
    if found is None or found.version != 4:
        raise BadEntry("key")
    return found


def _time(given: object, at: datetime, believed: timedelta) -> datetime:
    if not isinstance(given, int | float) or isinstance(given, bool) or not 0 < given < 10**13:
        return at
    told = datetime.fromtimestamp(given / 1000, UTC)
    return told if at - believed <= told <= at + AHEAD else at


def _is_plain(value: object, left: int) -> bool:
    """Tell whether a value is JSON of a moderate depth, without the sign that no database takes."""
    if left == 0:
        return False
    if isinstance(value, dict):
        return all(isinstance(name, str) and _is_plain(one, left - 1) for name, one in value.items())
    if isinstance(value, list):
        return all(_is_plain(one, left - 1) for one in value)
    return "\0" not in value if isinstance(value, str) else value is None or isinstance(value, bool | int | float)
