"""Run the processes on one machine: web, worker, outbox, live events, calls; restart what dies, stop all together.

For a laptop, the demo and small sites; larger ones give each process its own unit (deploy/). PORT (8000) is the site's,
the next one the live events'. LIVE_URL tells pages where those are: `:8001` means this host, that port (the default
here; the page derives the address from its own, and the content policy must allow it), `/live` a path behind a proxy.
"""

import ctypes
import http.client
import importlib.util
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from shramsetu.web import environment, postgres

LONGEST_PAUSE_SECONDS = 30.0
STEADY_SECONDS = 60.0  # who lived as long starts anew with the shortest pause
STOP_SECONDS = 8.0
TICK_SECONDS = 0.25
HEAD_START_SECONDS = 20.0  # what comes later waits no longer than this for the site to answer
PARENT_DEATH_SIGNAL = 1  # prctl's number for it


class PortTaken(Exception):
    """Another program listens on the port."""

    def __init__(self, port: int) -> None:
        super().__init__(
            f"पोर्ट {port} पर कोई और प्रोग्राम चल रहा है; दूसरा चुनें: PORT={port + 10} · "
            f"Port {port} is taken by another program; choose another: PORT={port + 10}"
        )


@dataclass
class Child:
    """A process to keep alive; `once` ends well by exit status 0 and is then left alone.

    What is `later` leaves the processor to the others until the site answers; what is `aloud` says on the terminal
    how far it is.
    """

    name: str
    command: Sequence[str]
    once: bool = False
    later: bool = False
    aloud: bool = False
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    due_at: float = 0.0  # when to start it (again), by the monotonic clock
    failures: int = 0


@dataclass
class Supervisor:
    """Keeps `children` and, if it is this folder's own, the database under `var` alive until told to stop."""

    children: list[Child]
    var: Path
    own_database: bool
    say: Callable[[str], None] = print
    stopping: bool = field(default=False, init=False)

    def run(self, *, ready_port: int, ready: Callable[[], None]) -> None:
        """Start all, call `ready` once `ready_port` answers, watch until Ctrl-C or SIGTERM, then stop all."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask_to_stop)
        for folder in ("log", "static"):
            (self.var / folder).mkdir(parents=True, exist_ok=True)
        announced, began = False, time.monotonic()
        try:
            while not self.stopping:
                everyone = announced or time.monotonic() - began > HEAD_START_SECONDS
                for child in self.children:
                    if everyone or not child.later:
                        self._tend(child)
                if self.own_database and postgres.revive(self.var):
                    self.say("↻ डेटाबेस फिर शुरू हुआ · the database was started again")
                if not announced and answers(ready_port):
                    announced = True
                    ready()
                time.sleep(TICK_SECONDS)
        finally:
            self._stop()

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _tend(self, child: Child) -> None:
        now = time.monotonic()
        if child.process is None:
            if now >= child.due_at:
                self._start(child)
            return
        status = child.process.poll()
        if status is None:
            return
        child.process = None
        if child.once and status == 0:
            child.due_at = float("inf")
            return
        child.failures = 1 if now - child.started_at > STEADY_SECONDS else child.failures + 1
        pause = min(LONGEST_PAUSE_SECONDS, 0.5 * 2 ** (child.failures - 1))
        child.due_at = now + pause
        self.say(
            f"↻ {child.name} रुक गया ({status}); {pause:.1f} सेकंड में फिर · stopped, again in {pause:.1f} s;"
            f" {self._log(child)}"
        )

    def _start(self, child: Child) -> None:
        child.started_at = time.monotonic()
        with self._log(child).open("wb" if child.failures == 0 else "ab") as log:
            child.process = subprocess.Popen(
                child.command,
                stdin=subprocess.DEVNULL,
                stdout=None if child.aloud else log,
                stderr=log,
                start_new_session=True,  # Ctrl-C reaches us alone, and we stop them in our order
                preexec_fn=die_with_parent,  # noqa: PLW1509 - we have no threads
            )

    def _stop(self) -> None:
        self.say("■ रोक रहे हैं · stopping")
        running = [child.process for child in self.children if child.process is not None]
        for process in running:
            process.terminate()
        end = time.monotonic() + STOP_SECONDS
        for process in running:
            try:
                process.wait(max(0.1, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        if self.own_database:
            postgres.stop(self.var)

    def _log(self, child: Child) -> Path:
        return self.var / "log" / f"{child.name}.log"


def serve(
    *, var: Path, ready: Callable[[], None], extra: Sequence[Child] = (), say: Callable[[str], None] = print
) -> None:
    """Serve the site on PORT until told to stop, `extra` processes beside it. Raises PortTaken before any start."""
    environment.refuse_default_secret()
    host, port = environment.text("HOST", "127.0.0.1"), environment.number("PORT", 8000)
    children = [
        Child("web", web_command(host, port)),
        Child("worker", worker_command(), later=True),
        Child("messages", messages_command(), later=True),
    ]
    children += extra
    needed = [port]
    if importlib.util.find_spec("shramsetu.web.live") is not None:
        os.environ.setdefault("LIVE_URL", f":{port + 1}")
        children.insert(1, Child("live", live_command(host, port + 1), later=True))
        needed.append(port + 1)
    for wanted in needed:
        refuse_taken(host, wanted)
    own = postgres.owns(var, os.environ.get("DATABASE_URL", ""))
    Supervisor(children, var, own, say).run(ready_port=port, ready=ready)


def refuse_taken(host: str, port: int) -> None:
    """Raise PortTaken if nothing could listen on `port`."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTaken(port) from error


def answers(port: int) -> bool:
    """Tell whether the site on the loopback `port` answers; its socket listens long before its pages are there."""
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
    try:
        asking.request("HEAD", "/healthz")
        asking.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asking.close()
    return True


def web_command(host: str, port: int) -> list[str]:
    """Granian under WSGI: an ASGI server for all pages costs four times the CPU a request."""
    granian = [sys.executable, "-m", "granian", "shramsetu.web.wsgi:application", "--interface", "wsgi"]
    place = ["--host", host, "--port", str(port)]
    shape = ["--workers", "2", "--blocking-threads", "2", "--workers-kill-timeout", "3", "--respawn-failed-workers"]
    return [*granian, *place, *shape, "--respawn-interval", "0.5"]


def live_command(host: str, port: int) -> list[str]:
    return [sys.executable, "-m", "uvicorn", "shramsetu.web.live:app", "--host", host, "--port", str(port)]


def worker_command() -> list[str]:
    return [sys.executable, "-m", "shramsetu.web.cli", "work"]


def messages_command() -> list[str]:
    """The outbox has a process of its own: a code must arrive in a second, whatever the worker is busy with."""
    return [sys.executable, "-m", "shramsetu.web.cli", "messages", "deliver"]


def telephony_command(node: str) -> list[str]:
    return [sys.executable, "-m", "shramsetu.web.cli", "telephony", "--node", node]


def die_with_parent() -> None:
    """In a new child on Linux: be ended by SIGTERM when the supervisor is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)
