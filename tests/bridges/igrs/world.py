"""A real sandbox of IGRS in a process of its own, and our side of the bridge as the clock drives it."""

import json
import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from shramsetu.bridges import happened
from shramsetu.bridges.actions import spreading
from shramsetu.bridges.igrs import client, contract, facts, reconciling, sending, taking
from shramsetu.bridges.igrs.sandbox.server import Sandbox as Inside
from shramsetu.bridges.igrs.sandbox.store import Store
from shramsetu.bridges.models import Parcel, Reconciliation, System
from shramsetu.bridges.rules import signing
from shramsetu.casework.models import Case
from shramsetu.journal.models import Entry

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
SRC = Path(facts.__file__).parents[3]


class Sandbox:
    """The sandbox: started, killed, told to fail, looked into."""

    def __init__(self, state: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.state, self.process = state, None
        self.url = f"http://127.0.0.1:{self.port}"

    process: subprocess.Popen[bytes] | None

    def start(self) -> None:
        program = [sys.executable, "-m", "shramsetu.bridges.igrs.sandbox", "--port", str(self.port)]
        asked = [*program, "--secret", SECRET, "--state", str(self.state)]
        environment = {**os.environ, "PYTHONPATH": str(SRC)}
        self.process = subprocess.Popen(asked, stdout=subprocess.PIPE, env=environment)
        assert self.process.stdout is not None
        assert self.process.stdout.readline()

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            assert self.process.stdout is not None
            self.process.stdout.close()
            self.process = None

    def tell(self, path: str, said: dict[str, Any]) -> None:
        asked = urllib.request.Request(f"{self.url}/sandbox/{path}", json.dumps(said).encode())
        with urllib.request.urlopen(asked, timeout=10):
            pass

    def fail(self, mode: str, *, times: int = 1, seconds: float = 0) -> None:
        self.tell("faults", {"mode": mode, "times": times, "seconds": seconds})

    def send(self, number: str, **changes: object) -> None:
        self.tell("references", reference(number, **changes).model_dump())

    def steps(self, case: Case) -> dict[str, Any]:
        with urllib.request.urlopen(f"{self.url}/sandbox/cases/{case.number}", timeout=10) as answer:
            found: dict[str, Any] = json.load(answer)
        return found


def reference(number: str, **changes: object) -> contract.Reference:
    said: dict[str, object] = {
        "number": number,
        "stream": "cm-office",
        "received_at": "2026-11-16T11:30:00+05:30",
        "text": "भट्ठे पर दो महीने काम किया, मालिक ने मज़दूरी नहीं दी।",
        "category": "wages-not-paid",
        "district": 157,
        "complainants": [{"name": "सुनीता देवी", "phone": "9999900077"}],
    }
    return contract.Reference.model_validate(said | changes)


def spread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read the journal as if its transactions were over."""
    rows = [
        (one.pk, 1, one.stream, one.seq, one.verb, one.role, one.at, one.detail)
        for one in Entry.objects.filter(stream__startswith="case:").order_by("pk")
    ]
    monkeypatch.setattr(happened, "since", lambda cursor: [row for row in rows if row[0] > cursor.entry])
    spreading.Cursor.objects.get_or_create(name=spreading.NAME)
    spreading.spread(at=timezone.now())


def carry(at: datetime | None = None) -> int:
    """Send what is due at `at`, or in a while; return how many were settled."""
    moment, settled = at or timezone.now() + timedelta(minutes=20), 0
    while done := sending.send_due(lambda: moment):
        settled += done
    return settled


def fetch() -> taking.Took:
    return taking.fetch_all(timezone.now)


def compare() -> Reconciliation:
    """Compare both sides as the night does: nothing has moved for minutes."""
    at = timezone.now() + timedelta(minutes=10)
    return reconciling.reconcile(at=at)


def equal(cases: list[Case]) -> bool:
    """Tell whether the sandbox has every step of these cases as we have it."""
    ours = facts.digests(cases)
    for case in cases:
        row, steps = client.row(case.number), ours[case.number]
        if row is None or (row.steps, row.digest) != (len(steps), contract.digest_of_case(steps)):
            return False
    return True


def waiting() -> int:
    return Parcel.objects.filter(system=System.IGRS, state="waiting", direction="out").count()


def inside(sandbox: Sandbox) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Return what answers a line of a file out of the sandbox's own state."""
    there = Inside(Store(sandbox.state), [signing.read(SECRET)])

    def answer(line: dict[str, Any]) -> dict[str, Any]:
        body = b"" if line["body"] is None else contract.canonical(line["body"])
        told = there.apply(line["method"], line["path"], body)
        return {"key": line["key"], "status": told.status, "answer": json.loads(told.said)}

    return answer
