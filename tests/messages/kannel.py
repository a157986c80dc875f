"""A real Kannel between us and the tests' own SMSC, with the configuration that production uses (deploy/kannel)."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from string import Template

from tests.messages.smsc import Smsc

ROOT = Path(__file__).resolve().parents[2]
CONFIGURATION = ROOT / "deploy" / "kannel" / "kannel.conf.in"
BOX, SENDER = "/usr/sbin/bearerbox", "/usr/sbin/smsbox"
SECRET = "between-us"
PATIENCE_SECONDS = 120.0  # the machine may be busy with other tests


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait(what: str, holds: Callable[[], object], seconds: float = PATIENCE_SECONDS) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, what
        time.sleep(0.02)


@dataclass
class Kannel:
    """Both processes of Kannel; `start` and `kill` may follow each other."""

    folder: Path
    values: dict[str, str]
    processes: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where messages are handed over."""
        return f"http://127.0.0.1:{self.values['SEND_PORT']}/cgi-bin/sendsms"

    @property
    def environment(self) -> dict[str, str]:
        """The settings with which our processes use it."""
        return {
            "SMS_GATEWAY": "kannel",
            "SMS_KANNEL_URL": self.url,
            "SMS_KANNEL_USER": self.values["SEND_USER"],
            "SMS_KANNEL_PASSWORD": self.values["SEND_PASSWORD"],
            "SMS_KANNEL_SITE": self.values["SITE"],
            "SMS_ENTITY": self.values["ENTITY"],
            "SMS_REPORT_SECRET": SECRET,
        }

    def start(self) -> None:
        """Start both and wait until the line to the operator is open."""
        file = self.folder / "kannel.conf"
        file.write_text(Template(CONFIGURATION.read_text(encoding="utf-8")).substitute(self.values), encoding="utf-8")
        for folder in ("messages", "receipts"):
            (self.folder / "spool" / folder).mkdir(parents=True, exist_ok=True)
        self._run(BOX, file)
        wait("Kannel is not on line", lambda: "online" in self._status())
        self._run(SENDER, file)
        wait("Kannel takes no messages", lambda: answers(int(self.values["SEND_PORT"])))

    def kill(self) -> None:
        """End both as a power cut would."""
        for process in self.processes:
            process.send_signal(signal.SIGKILL)
            process.wait(10)
        self.processes.clear()

    def stop(self) -> None:
        """End both in order: first the one that takes messages."""
        for process in reversed(self.processes):
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(10)
        self.processes.clear()

    def _run(self, program: str, file: Path) -> None:
        with (self.folder / f"{Path(program).name}.out").open("ab") as out:
            self.processes.append(subprocess.Popen([program, str(file)], stdout=out, stderr=out))

    def _status(self) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", int(self.values["ADMIN_PORT"]), timeout=2)
        try:
            connection.request("GET", "/status.txt")
            return connection.getresponse().read().decode()
        except OSError:
            return ""
        finally:
            connection.close()


def answers(port: int) -> bool:
    """Whether somebody listens."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def kannel(folder: Path, smsc: Smsc, site: str, *, throughput: int = 1000) -> Iterator[Kannel]:
    """Run Kannel towards `smsc`, reporting to `site`."""
    values = {
        "ADMIN_PORT": str(free_port()),
        "ADMIN_PASSWORD": "adm",
        "BOX_PORT": str(free_port()),
        "ENTITY": smsc.entity,
        "LOG": str(folder),
        "LOG_LEVEL": "1",
        "REPORT_SECRET": SECRET,
        "SEND_PASSWORD": "app-password",
        "SEND_PORT": str(free_port()),
        "SEND_USER": "shramsetu",
        "SITE": site,
        "SMPP_HOST": "127.0.0.1",
        "SMPP_PASSWORD": smsc.password,
        "SMPP_PORT": str(smsc.port),
        "SMPP_USER": "labour",
        "SPOOL": str(folder / "spool"),
        "THROUGHPUT": str(throughput),
    }
    found = Kannel(folder, values)
    try:
        found.start()
        yield found
    finally:
        found.stop()


def deliverer(url: str, found: Kannel, **more: str) -> "subprocess.Popen[bytes]":
    """Start our own sending process on the database `url`."""
    command = [sys.executable, "-m", "shramsetu.web.cli", "messages", "deliver"]
    return subprocess.Popen(command, env=os.environ | {"DATABASE_URL": url} | found.environment | more)
