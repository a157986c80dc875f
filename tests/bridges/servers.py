"""A small real server on the loopback, standing for another system's endpoint."""

import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Reply = Callable[[int], int | float | None]


class Listener:
    """Keeps what is posted; answers the n-th by `reply`.

    A status, None to close the line, 0.5 to drip a body for long, -0.5 to drip headers.
    """

    def __init__(self) -> None:
        self.got: list[tuple[str, dict[str, str], bytes]] = []
        self.reply: Reply = lambda count: 200
        self.url, self.port = "", 0


@contextmanager
def listener() -> Iterator[Listener]:
    state = Listener()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            state.got.append((self.path, dict(self.headers.items()), body))
            _answer(self, state.reply(len(state.got)), state.port)

        def log_message(self, format: str, *args: object) -> None: ...

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:
                return  # whoever asked is gone

    with serving(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as port:
        state.port, state.url = port, f"http://127.0.0.1:{port}/hook"
        yield state


def _answer(to: BaseHTTPRequestHandler, reply: int | float | None, port: int) -> None:
    if reply is None:
        return
    if isinstance(reply, float) and reply < 0:
        _drip(to, b"HTTP/1.1 200 OK\r\nX-Long: ")
        return
    to.send_response(200 if isinstance(reply, float) else reply)
    if reply == 302:
        to.send_header("Location", f"http://127.0.0.1:{port}/elsewhere")
    to.end_headers()
    if isinstance(reply, float):
        _drip(to, b"")


def _drip(to: BaseHTTPRequestHandler, first: bytes) -> None:
    to.wfile.write(first)
    for _ in range(20):
        to.wfile.write(b" ")
        time.sleep(0.05)


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
