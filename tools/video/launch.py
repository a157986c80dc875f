"""Start a video server in a folder of its own on this machine, and stop it again; it ends with who started it."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from tools.pbx.launch import own_addresses
from tools.unpacked import Unpacked, guarded
from tools.video import configuration, root
from tools.video.configuration import Server
from tools.video.root import ROOT, NoRooms

BOOT_SECONDS = 15.0
STOP_SECONDS = 5.0
HOST = "127.0.0.1"
RTP = (40000, 40999)


@dataclass
class VideoServer:
    """A running Janus: `with VideoServer.fresh() as server: …`."""

    server: Server
    root: Unpacked
    process: subprocess.Popen[bytes] | None = None

    @classmethod
    def fresh(cls, *, name: str = "test", port: int = 0, shared: bool = False) -> "VideoServer":
        """A server with an empty folder var/video/NAME-PID (`shared`: NAME), on a free port unless one is named.

        Sound and pictures go over this machine's own address: Janus offers no loopback. They do not leave the machine.
        """
        have = root.ensure()
        addresses = own_addresses()
        if not addresses:
            raise NoRooms("Janus offers no loopback address, and this machine has no other")
        folder = ROOT / "var" / "video" / (name if shared else f"{name}-{os.getpid()}")
        shutil.rmtree(folder, ignore_errors=True)
        server = Server(
            name=name,
            address=HOST,
            port=port or free_port(),
            secret=secrets.token_urlsafe(24),
            media=addresses[0],
            rtp=RTP,
            etc=folder,
            modules=have.beside("janus"),
        )
        return cls(server, have)

    @property
    def url(self) -> str:
        """The address for JANUS_URL."""
        return f"ws://{self.server.address}:{self.server.port}"

    @property
    def settings(self) -> dict[str, str]:
        """What the site needs to use it."""
        return {"JANUS_URL": self.url, "JANUS_SECRET": self.server.secret}

    def __enter__(self) -> "VideoServer":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> float:
        """Write its configuration, start it, and wait until its websocket listens; return the seconds that took."""
        began = time.monotonic()
        configuration.write(self.server, self.server.etc)
        folder = self.server.etc
        command = self.root.command("-F", str(folder), "-C", str(folder / "janus.jcfg"))
        with self.log.open("ab") as words:
            self.process = subprocess.Popen(
                [*guarded(folder), *command],
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=words,
                start_new_session=True,
                cwd=folder,
            )
        while not self.listens():
            if self.process.poll() is not None or time.monotonic() - began > BOOT_SECONDS:
                raise NoRooms(f"Janus did not start:\n{self.last_words()}")
            time.sleep(0.05)
        return time.monotonic() - began

    def stop(self) -> None:
        """End it; whoever is in a room loses it."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        self.process = None

    def listens(self) -> bool:
        """Tell whether the websocket's port is open."""
        with socket.socket() as probe:
            probe.settimeout(0.5)
            return probe.connect_ex((self.server.address, self.server.port)) == 0

    @property
    def log(self) -> Path:
        return self.server.etc / "janus.log"

    def last_words(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines()[-15:] if self.log.exists() else []
        return "\n".join(f"  | {line}" for line in lines)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
