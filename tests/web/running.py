"""A site that really serves: web and live events as processes of their own, on free ports."""

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx
from tests.web.site import ROOT, Site

from shramsetu.web import supervisor

PATIENCE_SECONDS = 60  # beside the rest of the suite an end takes long


@dataclass(frozen=True)
class Running:
    """The addresses of a served site."""

    site: Site
    web: str
    live: str


@contextmanager
def running(site: Site) -> Iterator[Running]:
    """Serve `site` until the end of the block."""
    web, live = free_port(), free_port()
    commands = [supervisor.web_command("127.0.0.1", web), supervisor.live_command("127.0.0.1", live)]
    processes = [subprocess.Popen(command, env=site.environment, cwd=ROOT) for command in commands]
    try:
        for port in (web, live):
            wait_for(port)
        yield Running(site, f"http://127.0.0.1:{web}", f"http://127.0.0.1:{live}")
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(PATIENCE_SECONDS)


def wait_for(port: int) -> None:
    """Return once the site answers on `port`."""
    until = time.monotonic() + 200
    while True:
        try:
            if httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=30).status_code == 200:
                return
        except httpx.TransportError:
            assert time.monotonic() < until, "the site does not answer"
            time.sleep(0.2)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
