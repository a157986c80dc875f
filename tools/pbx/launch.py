"""Start an exchange in a folder of its own, on loopback addresses of its own, and stop it again.

Several run side by side: each has its own /16 of the loopback network, so all use the usual ports. An exchange ends
with the process that started it.
"""

import base64
import contextlib
import http.client
import json
import os
import random
import secrets
import shutil
import signal
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from tools.pbx import configuration, root, sounds
from tools.pbx.configuration import Node, Trunk
from tools.pbx.root import ROOT, NoExchange
from tools.unpacked import Unpacked, guarded

BOOT_SECONDS = 30.0
STOP_SECONDS = 8.0
RANDOM = random.SystemRandom()
_given: set[int] = set()


@dataclass(frozen=True, slots=True)
class Network:
    """Who lives where on the loopback network of one exchange."""

    prefix: str  # such as "127.31.0"

    exchange: str = field(init=False)
    carrier: str = field(init=False)  # callers come from here, and citizens are called here
    services: str = field(init=False)  # 112 and its like
    agents: str = field(init=False)

    def __post_init__(self) -> None:
        for last, name in enumerate(("exchange", "carrier", "services", "agents"), 1):
            object.__setattr__(self, name, f"{self.prefix}.{last}")

    def is_free(self) -> bool:
        """Tell whether nobody listens there."""
        for kind, port in ((socket.SOCK_DGRAM, 5060), (socket.SOCK_STREAM, 8088)):
            with socket.socket(socket.AF_INET, kind) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind((self.exchange, port))
                except OSError:
                    return False
        return True


def free_network() -> Network:
    """Return a part of the loopback network that nobody uses, and that this process has not given out before."""
    numbers = list(set(range(20, 250)) - _given)
    RANDOM.shuffle(numbers)
    number = next(number for number in numbers if Network(f"127.{number}.0").is_free())
    _given.add(number)
    return Network(f"127.{number}.0")


@dataclass
class Exchange:
    """A running Asterisk: `with Exchange.fresh() as exchange: …`."""

    node: Node
    network: Network
    root: Unpacked
    process: subprocess.Popen[bytes] | None = None

    @classmethod
    def fresh(
        cls, *, name: str = "test", network: Network | None = None, shared: bool = False, **changes: object
    ) -> "Exchange":
        """An exchange with an empty folder var/pbx/NAME-PID (`shared`: NAME); `changes` are values of its Node."""
        have = root.ensure()
        where = network or free_network()
        folder = ROOT / "var" / "pbx" / (name if shared else f"{name}-{os.getpid()}")
        shutil.rmtree(folder, ignore_errors=True)
        node = Node(
            name=name,
            address=where.exchange,
            ari_password=secrets.token_urlsafe(18),
            folder=folder,
            modules=have.beside("asterisk/modules"),
            data=folder / "data",
            etc=folder / "etc",
            trunks=(Trunk("trunk", (where.carrier,), f"sip:{where.carrier}:5060"),),
            emergency=Trunk("emergency", (), f"sip:{where.services}:5060"),
            ice_host=dict.fromkeys(own_addresses(), where.exchange),
        )
        return cls(configuration.at(node, **changes), where, have)

    @property
    def ari_url(self) -> str:
        """The address for ASTERISK_ARI_URL, with name and password."""
        node = self.node
        return f"http://{node.ari_user}:{node.ari_password}@{node.address}:{node.http_port}/ari"

    @property
    def sip(self) -> tuple[str, int]:
        return self.node.address, self.node.sip_port

    @property
    def recordings(self) -> Path:
        return self.node.folder / "spool" / "recording"

    def __enter__(self) -> "Exchange":
        self.prepare()
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def prepare(self) -> None:
        """Write folders, configuration and sounds."""
        for folder in configuration.folders(self.node):
            folder.mkdir(parents=True, exist_ok=True)
        configuration.write(self.node, self.node.etc)
        own, data, asterisk = sounds.ensure(), self.node.data, self.root.folder / "usr" / "share" / "asterisk"
        for name in ("documentation", "rest-api"):
            link(data / name, asterisk / name)
        link(data / "sounds" / "music", own / "music")
        link(data / "sounds" / "hi" / "helpline", own / "hi" / "helpline")
        link(data / "sounds" / "beep.wav", own / "beep.wav")

    def add_prompts(self, name: str, folder: Path, *, language: str = "hi") -> None:
        """Let `folder` be played as `NAME/…` in a language."""
        link(self.node.data / "sounds" / language / name, folder)

    def start(self) -> float:
        """Start it and wait until ARI answers; return the seconds that took."""
        began = time.monotonic()
        command = [*guarded(self.node.folder), *self.root.command("-f", "-C", str(self.node.etc / "asterisk.conf"))]
        with (self.node.folder / "log" / "console").open("ab") as words:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=words,
                start_new_session=True,
                cwd=self.node.folder,
            )
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() - began > BOOT_SECONDS:
                raise NoExchange(f"Asterisk did not start:\n{self.last_words()}")
            time.sleep(0.05)
        return time.monotonic() - began

    def stop(self) -> None:
        """End it; calls in it end too."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.cli("core stop now")  # SIGTERM would wait for the calls to end
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        self.process = None

    def answers(self) -> bool:
        """Tell whether ARI answers."""
        return self.ask("/asterisk/ping") is not None

    def forget_phones(self) -> None:
        """Forget every phone that a controller gave, as a restart does."""
        for one in json.loads(self.ask("/endpoints/PJSIP") or b"[]"):
            name = one["resource"]
            for kind, word in (("aor", name), ("endpoint", name), ("auth", name), ("auth", f"{name}-web")):
                self.ask(f"/asterisk/config/dynamic/res_pjsip/{kind}/{word}", verb="DELETE")

    def ask(self, path: str, *, verb: str = "GET") -> bytes | None:
        """Ask ARI; None if there is no good answer."""
        node = self.node
        connection = http.client.HTTPConnection(node.address, node.http_port, timeout=2)
        word = base64.b64encode(f"{node.ari_user}:{node.ari_password}".encode()).decode()
        with contextlib.closing(connection):
            try:
                connection.request(verb, f"/ari{path}", headers={"Authorization": f"Basic {word}"})
                answer = connection.getresponse()
                return answer.read() if answer.status == http.HTTPStatus.OK else None
            except (OSError, http.client.HTTPException):
                return None

    def cli(self, words: str) -> str:
        """Give a command to the running Asterisk, as `asterisk -rx` does."""
        command = self.root.command("-C", str(self.node.etc / "asterisk.conf"), "-rx", words)
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout

    def last_words(self) -> str:
        lines = []
        for name in ("console", "messages"):
            path = self.node.folder / "log" / name
            lines += path.read_text(errors="replace").splitlines()[-15:] if path.exists() else []
        return "\n".join(f"  | {line}" for line in lines)


def link(name: Path, target: Path) -> None:
    name.parent.mkdir(parents=True, exist_ok=True)
    name.unlink(missing_ok=True)
    name.symlink_to(target)


def own_addresses() -> list[str]:
    """This machine's addresses; on loopback a browser must be told another (Asterisk never offers that itself)."""
    told = subprocess.run(["hostname", "-I"], capture_output=True, text=True, check=False).stdout.split()
    return [one for one in told if ":" not in one]
