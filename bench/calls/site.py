"""A real exchange, a controller in a process of its own, and the rows of both to look at."""

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from tools.pbx.launch import Exchange

from bench import ground

TREE = """{"start": "welcome", "operator": "queue", "closed": "welcome", "nodes": {
 "welcome": {"kind": "choice", "text": {"hi": "%s", "en": "%s"}, "wait_seconds": 2, "tries": 2,
  "keys": {"1": "queue", "2": "queue", "3": "queue", "4": "queue", "5": "queue", "6": "queue", "7": "queue",
   "8": "queue", "9": "queue"}},
 "queue": {"kind": "queue"}}}"""
FREED = "UPDATE helpline_agent SET wrap_until = now() WHERE state = 'wrap_up'"
READY_SECONDS = 60.0
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Site:
    """The exchange, the database and the controller of a measurement."""

    url: str
    exchange: Exchange
    controller: subprocess.Popen[bytes] | None = None
    spare: subprocess.Popen[bytes] | None = None  # stands by
    before: int = 0  # how often a controller had said that it is ready when this one was started
    words: Path = field(default_factory=lambda: ground.VAR / "calls.log")

    @classmethod
    @contextmanager
    def ready(cls, url: str) -> Iterator["Site"]:
        """Yield a site whose exchange runs; controller and exchange end with it."""
        sounds = ground.VAR / "sounds"
        with Exchange.fresh(name="bench") as exchange:
            for language in ("hi", "en"):
                exchange.add_prompts("ss", sounds / language / "ss", language=language)
            site = cls(url, exchange)
            site.words.unlink(missing_ok=True)
            try:
                yield site
            finally:
                site.stop()

    @property
    def version(self) -> str:
        """The exchange's version."""
        return self.exchange.root.version()

    def environment(self) -> dict[str, str]:
        """The controller's environment."""
        given = {"TELEPHONY": "asterisk", "ASTERISK_ARI_URL": self.exchange.ari_url, "LOG_LEVEL": "INFO"}
        return {**ground.environment(self.url), **given, "HELPLINE_SOUNDS": str(ground.VAR / "sounds")}

    def start(self) -> None:
        """Start the controller; its words are kept."""
        self.before = self._said("reconciled")
        self.controller = self._process()

    def start_spare(self) -> None:
        """Start a second one, which takes over when the first dies; return when it is ready to."""
        before = self._said("standing_by")
        self.spare = self._process()
        self._until(lambda: self._said("standing_by") > before, READY_SECONDS)

    def _process(self) -> subprocess.Popen[bytes]:
        with self.words.open("ab") as words:
            return subprocess.Popen(
                [sys.executable, "-m", "shramsetu.web.cli", "telephony", "--standby"],
                env=self.environment(),
                cwd=ground.ROOT,
                stdout=words,
                stderr=words,
                start_new_session=True,
            )

    def kill(self) -> None:
        """End the controller by SIGKILL; a spare is the controller from now on."""
        assert self.controller is not None
        self.before = self._said("reconciled")
        os.killpg(self.controller.pid, signal.SIGKILL)
        self.controller.wait()
        self.controller, self.spare = self.spare, None

    def stop(self) -> None:
        """End the controllers in peace."""
        for process in (self.spare, self.controller):
            if process is not None and process.poll() is None:
                process.terminate()
                process.wait(30)
        self.controller = self.spare = None

    def wait_until_it_listens(self) -> None:
        """Return when the controller that was started last has compared rows and channels."""
        self._until(lambda: self._said("reconciled") > self.before, READY_SECONDS)

    def _until(self, is_so: Callable[[], bool], seconds: float) -> None:
        end = time.monotonic() + seconds
        while not is_so():
            if time.monotonic() > end:
                raise RuntimeError(f"the controller is not there after {seconds:.0f} s: {self.words}")
            time.sleep(0.05)

    def _said(self, word: str) -> int:
        return self.words.read_text(errors="replace").count(f'"{word}"') if self.words.exists() else 0

    def rows(self, asked: str, *values: object) -> list[tuple[Any, ...]]:
        """Ask the database."""
        with psycopg.connect(self.url) as connection:
            return connection.execute(asked, values).fetchall()  # type: ignore[arg-type]

    def do(self, asked: str, *values: object) -> None:
        """Change the database."""
        with psycopg.connect(self.url) as connection:
            connection.execute(asked, values)  # type: ignore[arg-type]

    def outcomes(self) -> Mapping[str, int]:
        """Return how many calls ended how, `open` for those that did not."""
        return dict(self.rows("SELECT coalesce(nullif(outcome, ''), 'open'), count(*) FROM helpline_call GROUP BY 1"))

    def channels(self) -> int:
        """Return how many channels the exchange has now."""
        return (self.exchange.ask("/channels") or b"").count(b'"accountcode"')

    def settle(self, seconds: float = 60.0) -> None:
        """Wait until no call is open."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and (self.channels() or self.outcomes().get("open")):
            time.sleep(0.5)


def cpu(pid: int) -> float:
    """Return the seconds of processor that a process has used."""
    return _seconds(Path(f"/proc/{pid}/stat"))


def cpu_of_loop(pid: int) -> float:
    """Return what the first thread of a process has used: the controller's loop, apart from its threads for rows."""
    return _seconds(Path(f"/proc/{pid}/task/{pid}/stat"))


def cpu_of_database() -> float:
    """Return what the measurements' PostgreSQL has used, its backends that are there included."""
    first = int((ground.VAR / "postgres" / "data" / "postmaster.pid").read_text().split()[0])
    children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
    found = 0.0
    for pid in [first, *(int(child) for child in children)]:
        with suppress(OSError):  # a backend that ended just now
            found += cpu(pid)
    return found


def cpu_of_ended() -> float:
    """Return what this process' children that have ended had used: sipp, after it was waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _seconds(stat: Path) -> float:
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
