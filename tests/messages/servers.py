"""Small real servers on the loopback, standing for an aggregator and a mail server."""

import json
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = tuple[int, object] | float | None


class Aggregator:
    """Answers each POST by `reply`: (status, answer), None to close the line, a number to stay silent so long."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.auth = ""
        self.url = ""
        self.reply: Callable[[int], Reply] = lambda count: (200, {"id": f"ref-{count}"})


@contextmanager
def aggregator() -> Iterator[Aggregator]:
    state = Aggregator()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            state.got.append(json.loads(body) if body.startswith(b"{") else {"form": body.decode()})
            state.keys.append(self.headers["Idempotency-Key"])
            state.auth = self.headers.get("Authorization", "")
            reply = state.reply(len(state.got))
            if isinstance(reply, float):
                time.sleep(reply)
            elif reply:
                status, answer = reply
                content = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None: ...

    with serving(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as port:
        state.url = f"http://127.0.0.1:{port}/sms"
        yield state


class MailServer:
    """Takes mail; `answers` replaces the answer to a command, None there closes the line instead of answering."""

    def __init__(self) -> None:
        self.got: list[str] = []
        self.port = 0
        self.answers: dict[str, str | None] = {}


class Conversation(socketserver.StreamRequestHandler):
    state: MailServer

    def handle(self) -> None:
        self.say("220 here")
        while line := self.rfile.readline().decode().strip():
            verb = line.split()[0].upper()
            if verb == "DATA":
                self.say("354 go on")
                self.state.got.append(self.mail())
            answer = self.state.answers.get(verb, "221 bye" if verb == "QUIT" else "250 ok")
            if answer is None:
                return
            self.say(answer)
            if verb == "QUIT":
                return

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())

    def mail(self) -> str:
        lines: list[str] = []
        while (line := self.rfile.readline().decode().rstrip("\r\n")) != ".":
            lines.append(line)
        return "\n".join(lines)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True


@contextmanager
def mail_server() -> Iterator[MailServer]:
    state = MailServer()
    handler = type("Talk", (Conversation,), {"state": state})
    with serving(Server(("127.0.0.1", 0), handler)) as port:
        state.port = port
        yield state


@contextmanager
def serving(server: socketserver.TCPServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
