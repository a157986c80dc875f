"""A line as slow as a village has it: a proxy before the site that delays, holds back and counts what goes over it.

A browser's own way of slowing down leaves out its service worker; what passes here is all that the phone pays for, with
the heads of every request and answer. TWO_G has the figures of "Regular 2G" in Chrome's developer tools.
"""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

CHUNK = 4_096
SILENCE = 0.2  # seconds after which somebody speaks anew, and the way there takes its time again


@dataclass(frozen=True)
class Speed:
    """Bytes a second down and up, seconds there and back."""

    down: int
    up: int
    round_trip: float


TWO_G = Speed(250_000 // 8, 50_000 // 8, 0.3)


class Line:
    """One phone's line to a port of this machine; `down` and `up` are the bytes that went over it."""

    def __init__(self, port: int, speed: Speed | None) -> None:
        self.down = self.up = 0
        self.last = time.monotonic()
        self._to, self._speed = port, speed
        self._free = {"down": 0.0, "up": 0.0}
        self._lock = threading.Lock()
        self._ear = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._ear.getsockname()[1])

    def serve(self) -> None:
        """Carry every connection until the line is shut."""
        with suppress(OSError):
            while True:
                near, _ = self._ear.accept()
                threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def shut(self) -> None:
        """Take no more connections."""
        with suppress(OSError):
            self._ear.shutdown(socket.SHUT_RDWR)  # or who waits in accept() waits for ever
        self._ear.close()

    def fall_quiet(self, *, seconds: float = 1.0, most: float = 120) -> None:
        """Wait until nothing went over the line for `seconds`: a service worker fetches behind the page's back."""
        end = time.monotonic() + most
        while time.monotonic() - self.last < seconds and time.monotonic() < end:
            time.sleep(0.1)

    def _carry(self, near: socket.socket) -> None:
        self._rest(1)  # a connection costs a way there and back before the first word
        with near, suppress(OSError), socket.create_connection(("127.0.0.1", self._to)) as far:
            there = threading.Thread(target=self._pump, args=(near, far, "up"), daemon=True)
            there.start()
            self._pump(far, near, "down")
            there.join()

    def _pump(self, here: socket.socket, there: socket.socket, way: str) -> None:
        last = 0.0
        with suppress(OSError):
            while said := here.recv(CHUNK):
                if time.monotonic() - last > SILENCE:
                    self._rest(0.5)
                time.sleep(self._turn(len(said), way))
                there.sendall(said)
                last = time.monotonic()
        for one in (here, there):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _rest(self, part: float) -> None:
        if self._speed:
            time.sleep(self._speed.round_trip * part)

    def _turn(self, size: int, way: str) -> float:
        """Count `size` bytes and return how many seconds until they are through: all connections share the line."""
        with self._lock:
            now = self.last = time.monotonic()
            setattr(self, way, getattr(self, way) + size)
            if self._speed is None:
                return 0.0
            self._free[way] = max(now, self._free[way]) + size / getattr(self._speed, way)
            return max(0.0, self._free[way] - now)


@contextmanager
def line_to(port: int, speed: Speed | None) -> Iterator[Line]:
    """Lay a line to `port`; without a speed it only counts."""
    line = Line(port, speed)
    threading.Thread(target=line.serve, daemon=True).start()
    try:
        yield line
    finally:
        line.shut()
