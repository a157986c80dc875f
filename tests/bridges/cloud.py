"""A small real server in the published shape of the WhatsApp Cloud API, and the people who write through it."""

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any

from django.test import Client
from tests.bridges.servers import serving
from tests.cast import MONDAY

from shramsetu.bridges.whatsapp import answering
from shramsetu.messages import worker

NUMBER, TOKEN, SECRET, WORD = "106540352242922", "EAAtoken", "app-secret", "handshake-word"
PHONE = "919999900777"
_ids = count(1)


class Cloud:
    """Keeps what is sent and gives files out.

    `refuse` holds (status, error code) answers to what is sent next, `lose` statuses to what is asked for next.
    """

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.files: dict[str, tuple[str, bytes]] = {}
        self.refuse: list[tuple[int, int | None]] = []
        self.lose: list[int] = []
        self.elsewhere = ""
        self.asked: list[str] = []
        self.port = 0
        self.lock = threading.Lock()

    def texts(self) -> list[str]:
        """What was written in free words, in order."""
        return [one["text"]["body"] for one in self.sent if one["type"] == "text"]

    def post(self, path: str, token: str, body: bytes) -> tuple[int, dict[str, Any]]:
        with self.lock:
            if token != f"Bearer {TOKEN}":
                return 401, {"error": {"code": 190, "type": "OAuthException"}}
            if self.refuse:
                status, code = self.refuse.pop(0)
                return status, {"error": {"code": code}} if code is not None else {}
            assert path == f"/v24.0/{NUMBER}/messages", path
            told = json.loads(body)
            assert (told["messaging_product"], told["recipient_type"]) == ("whatsapp", "individual")
            self.sent.append(told)
            return 200, {"messaging_product": "whatsapp", "messages": [{"id": f"wamid.out{len(self.sent)}"}]}

    def get(self, path: str, token: str) -> tuple[int, str, bytes]:
        with self.lock:
            self.asked.append(path)
            if token != f"Bearer {TOKEN}":
                return 401, "application/json", b'{"error": {"code": 190}}'
            if self.lose:
                return self.lose.pop(0), "application/json", b"{}"
            ref = path.rsplit("/", 1)[-1]
            if ref not in self.files:
                return 404, "application/json", b"{}"
            kind, content = self.files[ref]
            if path.startswith("/files/"):
                return 200, kind, content
            url = self.elsewhere or f"http://127.0.0.1:{self.port}/files/{ref}"
            told = {"url": url, "mime_type": kind, "sha256": hashlib.sha256(content).hexdigest(), "id": ref}
            return 200, "application/json", json.dumps(told | {"file_size": len(content)}).encode()


@contextmanager
def cloud() -> Iterator[Cloud]:
    """Run it on the loopback."""
    state = Cloud()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, said = state.post(self.path, self.headers.get("Authorization", ""), body)
            self._answer(status, "application/json", json.dumps(said).encode())

        def do_GET(self) -> None:
            self._answer(*state.get(self.path, self.headers.get("Authorization", "")))

        def _answer(self, status: int, kind: str, content: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            if status == 302:
                self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None: ...

    with serving(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as port:
        state.port = port
        yield state


def wired(state: Cloud) -> dict[str, Any]:
    """Return the settings under which the site speaks with the server."""
    return {
        "number_id": NUMBER,
        "secrets": ["older-secret", SECRET],
        "verify_token": WORD,
        "url": f"http://127.0.0.1:{state.port}/v24.0",
        "token": TOKEN,
        "media_hosts": [f"127.0.0.1:{state.port}"],
        "templates": {},
        "timeout_seconds": 3,
    }


def signed(body: bytes, *, secret: str = SECRET) -> dict[str, str]:
    """Return the header that signs a body."""
    return {"X-Hub-Signature-256": "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}


def delivery(*rows: dict[str, Any], statuses: list[dict[str, Any]] | None = None, number: str = NUMBER) -> bytes:
    """Return a delivery in the published shape."""
    value: dict[str, Any] = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": number}}
    value |= {"messages": list(rows)} if rows else {}
    value |= {"statuses": statuses} if statuses else {}
    entry = {"id": "102290129340398", "changes": [{"value": value, "field": "messages"}]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()


def row(kind: str, part: dict[str, Any], *, ref: str = "", phone: str = PHONE, at: datetime = MONDAY) -> dict[str, Any]:
    """Return one message of a person."""
    whole = {"from": phone, "id": ref or f"wamid.in{next(_ids)}", "timestamp": str(int(at.timestamp()))}
    return whole | {"type": kind, kind: part}


def text(words: str, **more: Any) -> dict[str, Any]:
    """Return written words of a person."""
    return row("text", {"body": words}, **more)


def bring(*rows: dict[str, Any], statuses: list[dict[str, Any]] | None = None, secret: str = SECRET) -> int:
    """Deliver; return the status that the site answers."""
    body = delivery(*rows, statuses=statuses)
    headers = signed(body, secret=secret)
    return Client().post("/whatsapp/hook/", body, content_type="application/json", headers=headers).status_code


class Person:
    """Somebody who writes, minute after minute, and reads what comes back."""

    def __init__(self, state: Cloud, phone: str = PHONE, at: datetime = MONDAY) -> None:
        self.state, self.phone, self.at = state, phone, at

    def says(self, words: str) -> str:
        """Write words; return what came back last."""
        return self.sends("text", {"body": words})

    def sends(self, kind: str, part: dict[str, Any]) -> str:
        self.at += timedelta(minutes=1)
        assert bring(row(kind, part, phone=self.phone, at=self.at)) == 200
        self.wait()
        texts = self.state.texts()
        return texts[-1] if texts else ""

    def wait(self, minutes: int = 0) -> None:
        """Let the workers do what is due."""
        self.at += timedelta(minutes=minutes)
        while answering.answer_due(lambda: self.at):
            pass
        worker.drain(lambda: self.at)
