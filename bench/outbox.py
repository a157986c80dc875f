"""The outbox emptied through a gateway over HTTP on the loopback, by the worker's own code."""

import threading
import time
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import django

django.setup()

from django.conf import settings  # noqa: E402 - models come after setup
from django.db import transaction  # noqa: E402

from bench import figures  # noqa: E402
from bench.given import sheet  # noqa: E402
from shramsetu.journal.rules import SYSTEM  # noqa: E402
from shramsetu.messages import actions, worker  # noqa: E402

COUNT = 500
VALUES = {"number": "104729638150", "post": "सहायक श्रमायुक्त", "place": "कानपुर", "date": "24.11.2026", "code": "123456"}


class Gateway(BaseHTTPRequestHandler):
    """Takes every message at once."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Answer with a reference."""
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "12")
        self.end_headers()
        self.wfile.write(b'{"id":"abc"}')

    def log_message(self, *given: object) -> None:
        """Say nothing."""


def main() -> None:
    """Queue COUNT messages, then drain."""
    found, at = sheet("messages"), datetime.now(UTC)
    gateway = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    threading.Thread(target=gateway.serve_forever, daemon=True).start()
    settings.MESSAGE_GATEWAYS = {"sms": "http", "email": ""}
    settings.SMS_HTTP = {**settings.SMS_HTTP, "url": f"http://127.0.0.1:{gateway.server_port}/send", "token": "bench"}
    began = time.monotonic()
    with transaction.atomic():
        for number in range(COUNT):
            to = actions.Recipient(f"+918{number + time.time_ns() % 10**8 * 10:09d}"[:13])
            key = f"bench:{at.timestamp()}:{number}"
            actions.send("registered", to=to, values=VALUES, stream="bench:1", key=key, by=SYSTEM, at=at)
    found.add("queued", COUNT / (time.monotonic() - began), "messages a second")
    began = time.monotonic()
    counts = worker.drain(lambda: datetime.now(UTC))
    seconds = time.monotonic() - began
    found.add("claimed and delivered", sum(counts.values()) / seconds, "messages a second", **counts)
    gateway.shutdown()
    figures.explain("One worker process with eight hands; the gateway answers at once, so this is our own speed.")


if __name__ == "__main__":
    main()
