"""The sandbox's web server: standard library, a thread for each request, this machine alone unless told otherwise.

`POST /sandbox/faults` {"mode", "times", "seconds"} lets the next requests go wrong, `POST /sandbox/references` gives a
reference to the department, `POST /sandbox/lose` {"number", "seq"} loses a step, `GET /sandbox/cases/N` shows a case.
"""

import json
import os
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final, Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from pydantic import BaseModel, Field

from shramsetu.bridges.igrs import contract
from shramsetu.bridges.igrs.contract import ROOT, Reference, Step, Taken
from shramsetu.bridges.igrs.sandbox.store import Gone, Store, Unknown
from shramsetu.bridges.rules import signing

HEARD_MOST: Final = 5_000_000
CONTROL: Final = "/sandbox/"


class Fault(BaseModel):
    """How the next requests go wrong.

    `late` answers after so many seconds, `refuse` and `error` with 400 and 500, `wrong` with what is no answer,
    `lost` does it and closes the line, `closed` closes it before, `twice` gives references twice, `die` ends
    the process.
    """

    mode: Literal["late", "refuse", "error", "wrong", "lost", "closed", "twice", "die"]
    times: int = Field(default=1, ge=1)
    seconds: float = Field(default=0, ge=0, le=60)


@dataclass
class Told:
    """An answer on its way."""

    status: int
    said: bytes


@dataclass
class Sandbox:
    """The store, the secret that both sides share, and what is to go wrong next."""

    store: Store
    keys: Sequence[bytes]
    faults: list[Fault] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def next_fault(self) -> Fault | None:
        """Take the next fault."""
        with self.lock:
            if not self.faults:
                return None
            first = self.faults[0]
            left = first.times - 1
            self.faults[:1] = [first.model_copy(update={"times": left})] if left else []
            return first

    def answer(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Told:
        """Answer a request that one of the keys signed; whatever is wrong with it has its status."""
        try:
            signed = contract.signed(method, target, body)
            signing.verify(headers, signed, keys=self.keys, now=int(time.time()))
            return self.apply(method, target, body)
        except signing.Untrue as error:
            return _said(401, {"error": str(error)})

    def apply(self, method: str, target: str, body: bytes) -> Told:
        """Do what a request or a line of a file says."""
        try:
            return _said(200, self._called(method, target, body).model_dump())
        except Gone:
            return _said(410, {"error": "withdrawn"})
        except Unknown:
            return _said(404, {"error": "not here"})
        except (ValueError, KeyError) as error:  # also what pydantic refuses
            return _said(400, {"error": type(error).__name__})

    def _called(self, method: str, target: str, body: bytes) -> BaseModel:
        split = urlsplit(target)
        words = [unquote(word) for word in split.path.removeprefix(ROOT).strip("/").split("/")]
        if method == "GET":
            return self._read(words, dict(parse_qsl(split.query)))
        now = time.time()
        match (method, *words):
            case ("PUT", "cases", number, "steps", seq):
                return self.store.mirror(number, int(seq), Step.model_validate_json(body), now=now)
            case ("DELETE", "cases", number):
                return self.store.withdraw(number)
            case ("PUT", "references", number, "taken"):
                return self.store.taken(number, Taken.model_validate_json(body), now=now)
        raise Unknown(target)

    def _read(self, words: Sequence[str], asked: Mapping[str, str]) -> BaseModel:
        limit = min(int(asked.get("limit", contract.PAGE_MOST)), contract.PAGE_MOST)
        match tuple(words):
            case ("cases", number):
                return self.store.row(number)
            case ("ledger",):
                return self.store.ledger(since=float(asked["since"]), after=asked.get("after", ""), limit=limit)
            case ("references",):
                return self.store.references(after=int(asked.get("after", 0)), limit=limit)
            case ("references", number):
                return self.store.reference(number)
            case ("sent",):
                return self.store.sent(since=float(asked["since"]), after=asked.get("after", ""), limit=limit)
        raise Unknown("/".join(words))

    def control(self, method: str, path: str, body: bytes) -> Told:
        """Do what whoever practises with the sandbox asks."""
        match (method, *path.removeprefix(CONTROL).split("/")):
            case ("POST", "faults"):
                with self.lock:
                    self.faults.append(Fault.model_validate_json(body))
            case ("POST", "references"):
                self.store.send(Reference.model_validate_json(body), now=time.time())
            case ("POST", "lose"):
                lost = json.loads(body)
                self.store.lose(str(lost["number"]), int(lost["seq"]))
            case ("GET", "cases", number):
                return _said(200, {seq: one.model_dump() for seq, one in self.store.facts(number).items()})
            case _:
                return _said(404, {"error": "not here"})
        return _said(200, {})


class Server(ThreadingHTTPServer):
    """Serves one sandbox."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], sandbox: Sandbox) -> None:
        super().__init__(address, Handler)
        self.sandbox = sandbox


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: Server
    protocol_version = "HTTP/1.1"
    timeout = 60

    def do_GET(self) -> None:
        """Read."""
        self._one()

    def do_PUT(self) -> None:
        """Write."""
        self._one()

    def do_POST(self) -> None:
        """Write, for whoever practises."""
        self._one()

    def do_DELETE(self) -> None:
        """Withdraw."""
        self._one()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        """Log nothing: addresses hold numbers of cases."""

    def _one(self) -> None:
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), HEARD_MOST))
        sandbox = self.server.sandbox
        if self.path.startswith(CONTROL):
            self._send(sandbox.control(self.command, self.path, body))
            return
        fault = sandbox.next_fault()
        if fault is None:
            self._send(sandbox.answer(self.command, self.path, dict(self.headers.items()), body))
        else:
            self._go_wrong(fault, body)

    def _go_wrong(self, fault: Fault, body: bytes) -> None:
        sandbox = self.server.sandbox
        if fault.mode == "die":
            os._exit(9)
        if fault.mode == "closed":
            self.close_connection = True
            return
        if fault.mode in ("refuse", "error"):
            self._send(_said(400 if fault.mode == "refuse" else 500, {"error": "as it was told to"}))
            return
        told = sandbox.answer(self.command, self.path, dict(self.headers.items()), body)
        if fault.mode == "lost":
            self.close_connection = True
            return
        time.sleep(fault.seconds if fault.mode == "late" else 0)
        if fault.mode == "wrong":
            told = Told(200, b'{"number": "000000000000", "igrs_number": "", "seq": 0}')
        if fault.mode == "twice":
            told = Told(told.status, _doubled(told.said))
        self._send(told)

    def _send(self, told: Told) -> None:
        self.send_response(told.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(told.said)))
        self.end_headers()
        self.wfile.write(told.said)

    def handle(self) -> None:
        """Answer until the line is closed; whoever asked may be gone."""
        try:
            super().handle()
        except OSError:
            return


def _said(status: int, said: Any) -> Told:
    return Told(status, json.dumps(said, ensure_ascii=False).encode())


def _doubled(body: bytes) -> bytes:
    said = json.loads(body)
    for name in ("references", "rows"):
        if name in said:
            said[name] = said[name] * 2
    return json.dumps(said, ensure_ascii=False).encode()
