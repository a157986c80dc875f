"""The supervisor on small real processes: a dead one comes back, all end together, a taken port is said."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from shramsetu.web import supervisor

pytestmark = pytest.mark.kill

PROGRAM = """
import sys
from pathlib import Path
from shramsetu.web.supervisor import Child, Supervisor
var = Path(sys.argv[1])
sleeper = "import os, pathlib, time; pathlib.Path({0!r}, 'pid').write_text(str(os.getpid())); time.sleep(99)"
counter = "import pathlib; p = pathlib.Path({0!r}, 'once'); p.write_text((p.read_text() if p.exists() else '') + 'x')"
children = [
    Child("sleeper", [sys.executable, "-c", sleeper.format(str(var))]),
    Child("once", [sys.executable, "-c", counter.format(str(var))], once=True),
    Child("aloud", [sys.executable, "-c", "print('so far: 7')"], once=True, aloud=True),
]
Supervisor(children, var, own_database=False).run(ready_port=1, ready=lambda: None)
"""


def pid_in(var: Path, *, other_than: int = 0) -> int:
    def read() -> int:
        text = (var / "pid").read_text() if (var / "pid").exists() else ""
        return int(text or 0)

    wait_for(lambda: read() not in {0, other_than})
    return read()


def wait_for(question: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not question():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_dead_child_comes_back_and_all_end_together(tmp_path: Path) -> None:
    watched = subprocess.Popen([sys.executable, "-c", PROGRAM, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    first = pid_in(tmp_path)
    os.kill(first, signal.SIGKILL)
    second = pid_in(tmp_path, other_than=first)
    watched.terminate()
    told = watched.communicate(timeout=20)[0]
    assert watched.returncode == 0
    assert not alive(second)
    assert "sleeper" in told
    assert "so far: 7" in told
    assert (tmp_path / "once").read_text() == "x"


def test_children_end_with_a_killed_supervisor(tmp_path: Path) -> None:
    watched = subprocess.Popen([sys.executable, "-c", PROGRAM, str(tmp_path)], stdout=subprocess.DEVNULL)
    child = pid_in(tmp_path)
    watched.kill()
    watched.wait()
    wait_for(lambda: not alive(child))


LATER = """
import sys
from pathlib import Path
from shramsetu.web.supervisor import Child, Supervisor
var, port = Path(sys.argv[1]), int(sys.argv[2])
late = "import pathlib; pathlib.Path({0!r}, 'late').touch()"
site = "import http.server, time; time.sleep(1); "
site += "http.server.HTTPServer(('127.0.0.1', {1}), http.server.SimpleHTTPRequestHandler).serve_forever()"
children = [
    Child("late", [sys.executable, "-c", late.format(str(var))], once=True, later=True),
    Child("site", [sys.executable, "-c", site.format(str(var), port)]),
]
Supervisor(children, var, own_database=False).run(ready_port=port, ready=(var / "ready").touch)
"""


def test_what_is_later_waits_for_the_site_to_answer(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    watched = subprocess.Popen([sys.executable, "-c", LATER, str(tmp_path), str(port)], stdout=subprocess.DEVNULL)
    wait_for((tmp_path / "late").exists)
    watched.terminate()
    watched.wait(20)
    assert (tmp_path / "ready").stat().st_mtime_ns < (tmp_path / "late").stat().st_mtime_ns


def test_a_taken_port_is_a_sentence_with_another_port() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(supervisor.PortTaken, match=f"PORT={port + 10}"):
            supervisor.refuse_taken("127.0.0.1", port)
