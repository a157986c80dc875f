"""What we and IGRS say to each other. IGRS's own interface is not public: this contract is ours, offered to its makers.

Everything is safe to repeat: a step is known by its case and number, a reference by its number. Only `Facts` are
compared at night, by digest; `Words` (what was said, and by whom) go along and are not. Pure: the sandbox reads it too.
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterable
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

MAJOR, VERSION = "1", "1.1"  # what knows 1 can speak with what knows 1.1
ROOT = f"/igrs/v{MAJOR}"
PAGE_MOST = 500
Number = Field(pattern=r"^[0-9]{12}$")
Theirs = Field(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9][A-Za-z0-9/_.-]*$")
Digest = Field(pattern=r"^[0-9a-f]{64}$")
Event = Literal["registered", "moved", "reported", "escalated", "closed", "reopened"]
Phase = Literal["open", "paused", "closed", "final"]


class Part(BaseModel):
    """A part of a message; what is not named in the contract is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Facts(Part):
    """Where a case stood after a step: codes and instants alone, nothing of anybody."""

    kind: str
    event: Event
    verb: str
    at: str
    state: str
    phase: Phase
    level: int
    stream: str = ""
    reference: str = ""
    channel: str = ""
    department: str = ""
    category: str = ""
    district: int | None = None
    holder: str = ""
    due_at: str = ""
    outcome: str = ""


class Someone(Part):
    """A person of a case or reference."""

    name: str = Field(max_length=200)
    phone: str = Field(default="", max_length=30)
    address: str = Field(default="", max_length=500)


class Words(Part):
    """What was said, and by whom: never of a sealed case."""

    text: str = ""
    people: list[Someone] = Field(default_factory=list)


class Step(Part):
    """The body that mirrors one step of a case."""

    facts: Facts
    words: Words | None = None


class Mirrored(Part):
    """The answer to a step: the number of the case there, and the digest of the facts as they were taken."""

    number: str = Number
    igrs_number: str = Theirs
    seq: int = Field(ge=1)
    digest: str = Digest


class Row(Part):
    """A line of the ledger: a case as IGRS has it, without its words."""

    number: str = Number
    igrs_number: str = Theirs
    steps: int = Field(ge=1)
    last: int = Field(ge=1)
    digest: str = Digest


class Ledger(Part):
    """A page of the ledger, by number."""

    rows: list[Row] = Field(max_length=PAGE_MOST)
    more: bool


class Reference(Part):
    """A reference of IGRS for this department."""

    number: str = Theirs
    stream: str = Field(max_length=40)
    received_at: str
    text: str = Field(max_length=20_000)
    category: str = ""
    district: int | None = None
    kind: str = "grievance"
    complainants: list[Someone] = Field(max_length=50)


class References(Part):
    """The references behind a cursor, and the cursor behind them."""

    cursor: int = Field(ge=0)
    references: list[Reference] = Field(max_length=PAGE_MOST)


class Behind(Part):
    """References as they came: each is read by itself, so that one that is none keeps out no other."""

    cursor: int = Field(ge=0)
    references: list[Any] = Field(max_length=PAGE_MOST)


class Taken(Part):
    """The body that says a reference has arrived; `case` is empty where it is sealed here."""

    case: str = Field(default="", pattern=r"^([0-9]{12})?$")


class Noted(Part):
    """The answer to what says a reference has arrived, or a case is withdrawn."""

    number: str


class SentRow(Part):
    """A line of the ledger of references."""

    number: str = Theirs
    taken: bool
    case: str = ""


class SentLedger(Part):
    """A page of the ledger of references, by number."""

    rows: list[SentRow] = Field(max_length=PAGE_MOST)
    more: bool


class StateRow(Part):
    """A line of the file of states: how a case stands after its last step.

    `at` is the instant of that step. A reference of theirs that we did not say is taken has no `number`, state, step.
    """

    number: str = Field(default="", pattern=r"^([0-9]{12})?$")
    igrs_number: str = Field(default="", max_length=60, pattern=r"^([A-Za-z0-9][A-Za-z0-9/_.-]*)?$")
    stream: str = Field(default="", max_length=40)
    state: str = Field(default="", max_length=40, pattern=r"^[a-z0-9_]*$")
    last_step: int = Field(default=0, ge=0, le=1_000_000)
    at: str = Field(default="", max_length=40)


STATES = tuple(StateRow.model_fields)  # the columns of the file, by these names in its first line

# Verb and path, what it is for, body, answer.
CALLS: tuple[tuple[str, str, str, type[Part] | None, type[Part]], ...] = (
    ("PUT", "/cases/{number}/steps/{seq}", "Mirror one step of a case; the first is its registration.", Step, Mirrored),
    ("GET", "/cases/{number}", "Read how a case stands in the ledger; 404 where it is not there.", None, Row),
    (
        "DELETE",
        "/cases/{number}",
        "Forget a case that was sealed; then its steps are refused (410).",
        None,
        Noted,
    ),
    ("GET", "/ledger", "Read the cases that changed since an instant: since, after (number), limit.", None, Ledger),
    ("GET", "/references", "Read the references behind a cursor: after, limit.", None, References),
    ("GET", "/references/{igrs_number}", "Read one reference again.", None, Reference),
    ("PUT", "/references/{igrs_number}/taken", "Say that a reference has arrived.", Taken, Noted),
    ("GET", "/sent", "Read which references were sent since an instant: since, after, limit.", None, SentLedger),
)


def canonical(value: Any) -> bytes:
    """Return JSON that both sides write alike: sorted names, no spaces, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(facts: Facts) -> str:
    """Return the digest of the facts of one step: SHA-256 of their canonical JSON, all names written."""
    return hashlib.sha256(canonical(facts.model_dump())).hexdigest()


def digest_of_case(steps: Iterable[tuple[int, str]]) -> str:
    """Return the digest of a case: SHA-256 over `SEQ:DIGEST` of each step, a line each, by number."""
    lines = "".join(f"{seq}:{one}\n" for seq, one in sorted(steps))
    return hashlib.sha256(lines.encode()).hexdigest()


def signed(method: str, path: str, body: bytes) -> bytes:
    """Return what is signed of a request: its line, so that no address can be put under a body, and the body."""
    return f"{method} {path}\n".encode() + body


def states_csv(rows: Iterable[StateRow]) -> bytes:
    """Return the file of states: CSV in UTF-8, a line of names, a line for each case or untaken reference."""
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(STATES)
    lines.writerows(row.model_dump().values() for row in rows)
    return out.getvalue().encode()


def document() -> dict[str, Any]:
    """Return the contract as OpenAPI 3.1."""
    schemas: dict[str, Any] = {}
    paths: dict[str, Any] = {}
    for method, path, about, body, answer in CALLS:
        names = [word[1:-1] for word in path.split("/") if word.startswith("{")]
        told: dict[str, Any] = {
            "summary": about,
            "parameters": [_parameter(name, "path") for name in names]
            + [_parameter(name, "query") for name in _query(about)],
            "responses": {"200": {"description": "done, or done before", "content": _content(answer, schemas)}},
            "security": [{"standardWebhooks": []}],
        }
        if body is not None:
            told["requestBody"] = {"required": True, "content": _content(body, schemas)}
        paths.setdefault(ROOT + path, {})[method.lower()] = told
    files = {"states": {"mediaType": "text/csv; charset=utf-8", "columns": STATES, "line": _schema(StateRow, schemas)}}
    scheme = {"type": "apiKey", "in": "header", "name": "webhook-signature", "description": (
        "v1, and the base64 of HMAC-SHA256 over webhook-id.webhook-timestamp.METHOD path\\nbody; five minutes"
    )}  # fmt: skip
    return {
        "openapi": "3.1.0",
        "info": {"title": "Shram Setu and IGRS (our contract; IGRS's own is not public)", "version": VERSION},
        "paths": paths,
        "x-files": files,
        "components": {"schemas": schemas, "securitySchemes": {"standardWebhooks": scheme}},
    }


def _query(about: str) -> list[str]:
    words = about.partition(": ")[2].rstrip(".")
    return [word.split(" ")[0] for word in words.split(", ")] if words else []


def _parameter(name: str, where: str) -> dict[str, Any]:
    whole = "integer" if name in {"seq", "limit"} else "string"
    return {"name": name, "in": where, "required": where == "path", "schema": {"type": whole}}


def _content(model: type[Part], schemas: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": _schema(model, schemas)}}


def _schema(model: type[Part], schemas: dict[str, Any]) -> dict[str, str]:
    made = model.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(made.pop("$defs", {}))
    schemas[model.__name__] = made
    return {"$ref": f"#/components/schemas/{model.__name__}"}
