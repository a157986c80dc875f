"""What every part of the API shares with its description: the shape of an error, headers, how answers are told."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter


class Shape(BaseModel):
    """An object of the API, with these fields and no others."""

    model_config = ConfigDict(extra="forbid")


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
