"""The proxy of production before two nodes and a carrier that are sockets of ours (deploy/kamailio)."""

import os
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

CONFIGURATION = Path(__file__).resolve().parents[2] / "deploy" / "kamailio" / "kamailio.cfg"
PREFIX = f"127.{100 + os.getpid() % 100}.{os.getpid() // 100 % 250}"
PROXY, FIRST, SECOND, CARRIER, STRANGER = (f"{PREFIX}.{last}" for last in (66, 71, 72, 73, 99))
PORT, SECONDS = 5060, 4.0
COPIED = re.compile(r"(Via|From|To|Call-ID|CSeq|Record-Route):", re.IGNORECASE)

pytestmark = pytest.mark.skipif(shutil.which("kamailio") is None, reason="no SIP proxy here: apt-get install kamailio")


class Side:
    """A node or the carrier: says yes to everything while it is alive, and remembers what it was asked."""

    def __init__(self, address: str) -> None:
        self.is_alive, self.is_over, self.asked = True, False, list[str]()
        self.wire = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.wire.bind((address, PORT))
        self.wire.settimeout(0.1)
        self.thread = threading.Thread(target=self._serve)
        self.thread.start()

    def close(self) -> None:
        self.is_over = True
        self.thread.join()
        self.wire.close()

    def _serve(self) -> None:
        while not self.is_over:
            try:
                told, whence = self.wire.recvfrom(65_535)
            except TimeoutError:
                continue
            lines = told.decode().partition("\r\n\r\n")[0].split("\r\n")
            word, uri = lines[0].split()[:2]
            if self.is_alive and word not in ("ACK", "SIP/2.0"):
                self.asked += [f"{word} {uri}"] if word != "OPTIONS" else []
                kept = [f"{one};tag=b" if one.startswith("To:") else one for one in lines[1:] if COPIED.match(one)]
                self.wire.sendto("\r\n".join(["SIP/2.0 200 OK", *kept, "Content-Length: 0", "", ""]).encode(), whence)


def invite(whence: str, number: str, key: str) -> str:
    """Call `number` through the proxy; return the status of the answer, empty for none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
        wire.bind((whence, 0))
        wire.settimeout(SECONDS)
        here = f"{whence}:{wire.getsockname()[1]}"
        lines = [
            f"INVITE sip:{number}@{PROXY} SIP/2.0",
            f"Via: SIP/2.0/UDP {here};branch=z9hG4bK{key}",
            "Max-Forwards: 70",
            f"From: <sip:9999900001@{whence}>;tag=a{key}",
            f"To: <sip:{number}@{PROXY}>",
            f"Call-ID: {key}@{whence}",
            "CSeq: 1 INVITE",
            f"Contact: <sip:9999900001@{here}>",
            "Content-Length: 0",
        ]
        wire.sendto("\r\n".join([*lines, "", ""]).encode(), (PROXY, PORT))
        status = "100"
        try:
            while status == "100":
                status = wire.recv(65_535).decode().split()[1]
        except TimeoutError:
            return ""
        return status


@contextmanager
def running(folder: Path) -> Iterator[None]:
    text = CONFIGURATION.read_text(encoding="utf-8").replace("10.20.0.5!", f"{PROXY}!")
    (folder / "kamailio.cfg").write_text(text.replace("/etc/kamailio/dispatcher.list", str(folder / "list")))
    (folder / "list").write_text(f"1 sip:{FIRST}:{PORT}\n1 sip:{SECOND}:{PORT}\n2 sip:{CARRIER}:{PORT}\n")
    asked = ["kamailio", "-f", str(folder / "kamailio.cfg"), "-DD", "-E", "-w", str(folder), "-Y", str(folder)]
    with (folder / "log").open("w") as log, subprocess.Popen(asked, stderr=log, stdout=log) as proxy:
        try:
            yield
        finally:
            proxy.send_signal(signal.SIGTERM)


def test_calls_are_shared_and_a_dead_node_costs_none_and_nobody_dials_abroad(tmp_path: Path) -> None:
    first, second, carrier = (Side(address) for address in (FIRST, SECOND, CARRIER))
    try:
        with running(tmp_path):
            until = time.monotonic() + 20
            while invite(CARRIER, "1076", f"up{time.monotonic_ns()}") != "200" and time.monotonic() < until:
                time.sleep(0.2)
            for side in (first, second):
                side.asked.clear()
            assert [invite(CARRIER, "1076", f"shared{number}") for number in range(6)] == ["200"] * 6
            assert first.asked == second.asked == [f"INVITE sip:1076@{PROXY}"] * 3
            second.is_alive = False
            assert [invite(CARRIER, "1076", f"dead{number}") for number in range(4)] == ["200"] * 4
            assert invite(FIRST, "+919999900001", "out") == "200"
            assert carrier.asked == [f"INVITE sip:+919999900001@{PROXY}"]
            assert [invite(FIRST, number, f"no{number}") for number in ("0012025550123", "+12025550123")] == ["403"] * 2
            assert invite(STRANGER, "1076", "stranger") == ""
    finally:
        for side in (first, second, carrier):
            side.close()
    assert "9999900001" not in (tmp_path / "log").read_text()
