"""Exchange by file where there is no wire: signed lines out and in, the same messages, as safe to repeat.

Out: a head, a line for each parcel that waits, a tail with the signature. In: the answers to those lines by their key,
and references. A batch that was changed, cut or signed by another is refused as a whole; the parcels stay waiting
until an answer to them comes back, so that a lost file loses nothing.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pydantic import ValidationError

from shramsetu.bridges.actions.parcels import Tried, done
from shramsetu.bridges.igrs import client, contract, facts, hearing, sending, taking
from shramsetu.bridges.models import Parcel, System

NAME, MOST = "igrs-batch", 20_000


class BadBatch(ValueError):
    """The file is none of ours, was changed, cut, or signed by another; the text is a word for why."""


@dataclass
class Took:
    """What came of a batch in: answers noted, references taken, and the lines at fault by their number."""

    answers: int = 0
    references: taking.Took = field(default_factory=taking.Took)
    faulty: dict[int, str] = field(default_factory=dict)


def write_out(path: Path, *, at: datetime) -> int:
    """Write what waits into a file that only its owner reads; return how many lines."""
    rows = Parcel.objects.filter(system=System.IGRS, direction=Parcel.Direction.OUT, state=Parcel.State.WAITING)
    lines = (line for one in rows.select_related("case").order_by("pk")[:MOST] if (line := _line(one, at)))
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    return write(path, lines, at=at, key=client.key())


def write(path: Path, lines: Iterable[dict[str, Any]], *, at: datetime, key: bytes) -> int:
    """Write a signed batch."""
    told = [contract.canonical(one) for one in lines]
    head = contract.canonical({"file": NAME, "version": contract.MAJOR, "at": at.isoformat(), "lines": len(told)})
    body = b"".join(one + b"\n" for one in (head, *told))
    path.write_bytes(body + contract.canonical({"signature": _signature(key, body)}) + b"\n")
    return len(told)


def read(path: Path, *, key: bytes) -> list[dict[str, Any]]:
    """Return the lines of a batch. Raises BadBatch, OSError."""
    lines = path.read_bytes().splitlines(keepends=True)
    if len(lines) < 2:
        raise BadBatch("cut")
    body, tail, head = b"".join(lines[:-1]), _object(lines[-1]), _object(lines[0])
    if not hmac.compare_digest(str(tail.get("signature", "")).encode(), _signature(key, body).encode()):
        raise BadBatch("signature")
    if (head.get("file"), head.get("version")) != (NAME, contract.MAJOR) or head.get("lines") != len(lines) - 2:
        raise BadBatch("head")
    return [_object(line) for line in lines[1:-1]]


def read_in(path: Path, *, at: datetime) -> Took:
    """Take a batch of answers and references; again, it changes nothing. Raises BadBatch, OSError."""
    took = Took()
    for place, line in enumerate(read(path, key=client.key()), 2):
        try:
            if "reference" in line:
                took.references += taking.take(contract.Reference.model_validate(line["reference"]), at=at)
            else:
                took.answers += _answer(line, at)
        except (ValidationError, KeyError, TypeError) as error:
            took.faulty[place] = type(error).__name__
    return took


def _line(parcel: Parcel, at: datetime) -> dict[str, Any] | None:
    if parcel.what == hearing.ASK:
        path = f"{contract.ROOT}/references/{quote(parcel.body['reference'], safe='')}"
        return {"key": parcel.key, "method": "GET", "path": path, "body": None}
    case = parcel.case
    assert case is not None
    if parcel.what == hearing.WITHDRAW:
        return {"key": parcel.key, "method": "DELETE", "path": f"{contract.ROOT}/cases/{case.number}", "body": None}
    if parcel.what == hearing.TAKEN:
        path = f"{contract.ROOT}/references/{quote(parcel.body['reference'], safe='')}/taken"
        return {"key": parcel.key, "method": "PUT", "path": path, "body": {"case": "" if case.sealed else case.number}}
    made = facts.step(case, parcel.seq)
    if made is None:
        sending.untold(parcel, at=at)
        return None
    path = f"{contract.ROOT}/cases/{case.number}/steps/{parcel.seq}"
    return {"key": parcel.key, "method": "PUT", "path": path, "body": made.model_dump()}


def _answer(line: dict[str, Any], at: datetime) -> int:
    key, status = str(line["key"]), int(line["status"])
    rows = Parcel.objects.filter(
        system=System.IGRS, direction=Parcel.Direction.OUT, state=Parcel.State.WAITING, key=key
    )
    parcel = rows.select_related("case").first()
    if parcel is None:
        return 0  # answered before
    if status == 200 and parcel.what == hearing.STEP:
        return _arrived(parcel, contract.Mirrored.model_validate(line["answer"]), at)
    if status == 200 and parcel.what == hearing.ASK:
        taking.take(contract.Reference.model_validate(line["answer"]), at=at)
    if status == 200:
        done(parcel, Tried(status=status), at=at)
    else:
        sending.refused(parcel, f"HTTP {status}", status, at=at)
    return 1


def _arrived(parcel: Parcel, said: contract.Mirrored, at: datetime) -> int:
    """Note an answer about this very step as it is now; one of an older file or of another step counts for nothing."""
    case = parcel.case
    made = facts.step(case, parcel.seq) if case is not None else None
    if case is None or made is None:
        return 0
    if (said.number, said.seq, said.digest) != (case.number, parcel.seq, contract.digest(made.facts)):
        return 0
    sending.arrived(parcel, said, at=at)
    return 1


def _signature(key: bytes, body: bytes) -> str:
    return base64.b64encode(hmac.new(key, hashlib.sha256(body).digest(), hashlib.sha256).digest()).decode()


def _object(line: bytes) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except ValueError as error:
        raise BadBatch("json") from error
    if not isinstance(said, dict):
        raise BadBatch("json")
    return said
