"""`python -m tools.video`: run (make video: video server and demo site), configure, fetch."""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

from tools.video import configuration, root
from tools.video.launch import VideoServer
from tools.video.root import ROOT, NoRooms

PORT = 8188


def main() -> None:
    """Do what the first word says."""
    parser = argparse.ArgumentParser(prog="python -m tools.video", description=__doc__)
    words = parser.add_subparsers(dest="word", required=True)
    words.add_parser("run", help="a real video server and the demo's site on this machine; Ctrl-C stops both")
    words.add_parser("fetch", help="only get Janus into var/video/root")
    configure = words.add_parser("configure", help="write the configuration of a server in production")
    configure.add_argument("values", type=Path, help="deploy/janus/server.example.toml with your values")
    configure.add_argument("folder", type=Path, help="/etc/janus")
    chosen = parser.parse_args()
    deeds: dict[str, Callable[[], object]] = {
        "run": run,
        "fetch": lambda: root.ensure(say=True),
        "configure": lambda: write(chosen),
    }
    try:
        deeds[chosen.word]()
    except NoRooms as error:
        sys.exit(f"✗ {error}")


def write(chosen: argparse.Namespace) -> None:
    """Write a server's configuration."""
    with chosen.values.open("rb") as file:
        given = tomllib.load(file)
    try:
        configuration.write(configuration.read(given), chosen.folder)
    except ValueError as error:
        raise NoRooms(f"{chosen.values}: {error}") from error


def run() -> None:
    """Start the video server and the demo's site, say where the room is, and wait for Ctrl-C."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    root.ensure(say=True)
    server = VideoServer.fresh(name="home", port=PORT, shared=True)
    if server.listens():
        raise NoRooms(f"{server.url} किसी और के पास है · is taken: is another video server running?")
    seconds = server.start()
    try:
        tell(f"✓ {server.root.version()} · {seconds:.1f} s · {server.server.etc}")
        surroundings = os.environ | {"DEMO": "yes", "PYTHONPATH": str(ROOT / "src"), **server.settings}
        opened = [sys.executable, "-m", "shramsetu.web.cli", "rooms", "open"]
        subprocess.run(
            [sys.executable, "-m", "shramsetu.web.cli", "demo", "first"], env=surroundings, cwd=ROOT, check=True
        )
        tell("एक कमरा · a room:")
        subprocess.run(opened, env=surroundings, cwd=ROOT, check=True)
        serve(surroundings)
    finally:
        server.stop()


def serve(surroundings: dict[str, str]) -> None:
    """Serve the demo's site until Ctrl-C."""
    guard = ["setpriv", "--pdeathsig", "TERM", "--"] if shutil.which("setpriv") else []
    command = [*guard, sys.executable, "-m", "shramsetu.web.cli", "serve"]
    with subprocess.Popen(command, env=surroundings, cwd=ROOT, start_new_session=True) as site:
        try:
            site.wait()
        except (KeyboardInterrupt, SystemExit):
            site.terminate()


def tell(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    main()
