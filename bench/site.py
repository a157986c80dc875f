"""The site as it is served: granian under WSGI in processes of its own, and the CPU that each kind of process takes."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from bench import ground
from shramsetu.web import supervisor

TICK = os.sysconf("SC_CLK_TCK")


@contextmanager
def served(url: str) -> Iterator[tuple[int, int]]:
    """Serve the site on the database `url`; give its port and the id of its first process."""
    port = _free_port()
    command = supervisor.web_command("127.0.0.1", port)
    with (ground.VAR / "log" / "web.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=ground.ROOT, env=ground.environment(url), stdout=log, stderr=subprocess.STDOUT
        )
    try:
        end = time.monotonic() + 90
        while not supervisor.answers(port):
            if time.monotonic() > end or process.poll() is not None:
                raise RuntimeError("the site did not start: see var/bench/log/web.log")
            time.sleep(0.2)
        yield port, process.pid
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()


class Cpu:
    """CPU seconds since it was made: of the site, of PostgreSQL's connections to `url`, and of this process."""

    def __init__(self, url: str, web: int) -> None:
        self.web, self.postmaster = web, _postmaster(url)
        self.before = self._now()

    def spent(self) -> dict[str, float]:
        """Return CPU seconds by kind of process. Processes that ended meanwhile count with their parent."""
        now = self._now()
        return {name: now[name] - self.before[name] for name in now}

    def _now(self) -> dict[str, float]:
        own = os.times()
        return {
            "web": sum(_cpu(pid) for pid in _family(self.web)),
            "PostgreSQL": sum(_cpu(pid) for pid in _family(self.postmaster)),
            "client": own.user + own.system,
        }


def _postmaster(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT pg_postmaster_start_time(), current_setting('data_directory')").fetchone()
    assert row is not None
    return int(Path(row[1], "postmaster.pid").read_text().split("\n", 1)[0])


def _family(first: int) -> list[int]:
    """Return a process and all below it."""
    parents: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            fields = (path / "stat").read_text().rsplit(") ", 1)[1].split()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append(int(path.name))
    found = [first]
    for pid in found:
        found += parents.get(pid, [])
    return found


def _cpu(pid: int) -> float:
    """Return CPU seconds of a process and of its ended children."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    except OSError:
        return 0.0
    return sum(int(fields[index]) for index in (11, 12, 13, 14)) / TICK


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
