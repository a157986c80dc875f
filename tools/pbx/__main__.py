"""`python -m tools.pbx`: run (make pbx: exchange and demo site), call, configure, fetch."""

import argparse
import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

from tools.pbx import configuration, root, sounds
from tools.pbx.launch import Exchange, Network
from tools.pbx.phone import Phone
from tools.pbx.root import ROOT, NoExchange

HOME = Network("127.0.0")
LINES = ("1076", "18001233100")
NODE = "pbx"


def main() -> None:
    """Do what the first word says."""
    parser = argparse.ArgumentParser(prog="python -m tools.pbx", description=__doc__)
    words = parser.add_subparsers(dest="word", required=True)
    words.add_parser("run", help="a real exchange and its controller on this machine; Ctrl-C stops both")
    words.add_parser("fetch", help="only get Asterisk into var/pbx/root")
    call = words.add_parser("call", help="call a number, press keys, keep what was heard")
    call.add_argument("number", nargs="?", default=LINES[0])
    call.add_argument("--keys", default="", help="such as 1,2: a comma waits three seconds")
    call.add_argument("--seconds", type=float, default=60.0, help="hang up after so long")
    call.add_argument("--caller", default="+919812345678")
    call.add_argument("--save", type=Path, default=ROOT / "var" / "pbx" / "heard.wav")
    call.add_argument("--server", default=f"{HOME.exchange}:5060")
    configure = words.add_parser("configure", help="write the configuration of a node in production")
    configure.add_argument("values", type=Path, help="deploy/asterisk/node.example.toml with your values")
    configure.add_argument("folder", type=Path, help="/etc/asterisk")
    own = words.add_parser("sounds", help="make what a node in production says by itself, and its music")
    own.add_argument("folder", type=Path, help="/usr/share/helpline/sounds: `data` of the node, and `sounds`")
    chosen = parser.parse_args()
    deeds: dict[str, Callable[[], object]] = {
        "run": run,
        "fetch": fetch,
        "call": lambda: asyncio.run(place(chosen)),
        "configure": lambda: write(chosen),
        "sounds": lambda: sounds.ensure(chosen.folder),
    }
    try:
        deeds[chosen.word]()
    except NoExchange as error:
        sys.exit(f"✗ {error}")


def fetch() -> None:
    """Get Asterisk."""
    root.ensure(say=True)


def write(chosen: argparse.Namespace) -> None:
    """Write a node's configuration."""
    with chosen.values.open("rb") as file:
        values = tomllib.load(file)
    if configuration.unset(values):
        raise NoExchange(
            f"{chosen.values}: {configuration.PLACEHOLDER} बदलिए · is still there: write your own password"
        )
    node = configuration.read(values)
    configuration.write(node, chosen.folder)
    for folder in configuration.folders(node):
        folder.mkdir(parents=True, exist_ok=True)


def run() -> None:
    """Start the exchange and the controller, say how to call, and wait for Ctrl-C."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    if url := os.environ.get("ASTERISK_ARI_URL"):
        tell(f"✓ {url.rpartition('@')[2]}")
        follow(url)
        return
    root.ensure(say=True)
    if not HOME.is_free():
        raise NoExchange(f"{HOME.exchange}:5060 या 8088 किसी और के पास है · is taken: is another exchange running?")
    trunk = configuration.Trunk("trunk", ("127.0.0.0/8",), f"sip:{HOME.carrier}:5060")  # whoever is on this machine
    exchange = Exchange.fresh(name="home", network=HOME, shared=True, trunks=(trunk,))
    exchange.prepare()
    tell("डेटाबेस, मेन्यू, आवाज़ें और नमूने के लोग · database, menus, sounds and the demo's people")
    subprocess.run(shramsetu("demo", "first"), env=surroundings(""), cwd=ROOT, check=True)
    for language in ("hi", "en"):
        exchange.add_prompts("ss", ROOT / "var" / "sounds" / language / "ss", language=language)
    seconds = exchange.start()
    try:
        tell(f"✓ {exchange.root.version()} · {seconds:.1f} s · {exchange.node.folder}")
        how_to_call(exchange)
        serve(exchange)
    finally:
        exchange.stop()


def how_to_call(exchange: Exchange) -> None:
    host, port = exchange.sip
    tell("किसी भी SIP फ़ोन से (बिना पंजीकरण) · with any SIP phone, without registering:")
    for line in LINES:
        tell(f"    sip:{line}@{host}:{port}")
    tell("या बिना फ़ोन · or without a phone:")
    tell(f"    .venv/bin/python -m tools.pbx call {LINES[0]} --keys 1,1 --seconds 40")
    site = os.environ.get("PORT", "8000")
    tell("ऑपरेटर बनकर उठाएँ, माइक्रोफ़ोन वाले ब्राउज़र से · answer as an operator, in a browser with a microphone:")
    tell(f"    http://127.0.0.1:{site}/demo/ → ऑपरेटर · operator → http://127.0.0.1:{site}/desk/helpline/ (i, r, a)")
    tell("रोकने के लिए Ctrl-C · Ctrl-C stops it")


def shramsetu(*words: str) -> list[str]:
    return [sys.executable, "-m", "shramsetu.web.cli", *words]


def surroundings(url: str) -> dict[str, str]:
    """The demo's settings, with a real exchange."""
    own = {"DEMO": "yes", "TELEPHONY": "asterisk", "ASTERISK_ARI_URL": url, "PYTHONPATH": str(ROOT / "src")}
    return os.environ | own


def serve(exchange: Exchange) -> None:
    """Serve the demo's site and the controller on the exchange, until Ctrl-C."""
    node = exchange.node
    own = {"TELEPHONY_WSS": f"ws://{node.address}:{node.http_port}/ws", "TELEPHONY_NODE": NODE}
    guard = ["setpriv", "--pdeathsig", "TERM", "--"] if shutil.which("setpriv") else []
    with subprocess.Popen(
        [*guard, *shramsetu("serve")], env=surroundings(exchange.ari_url) | own, cwd=ROOT, start_new_session=True
    ) as site:
        try:
            site.wait()
        except (KeyboardInterrupt, SystemExit):
            site.terminate()


def follow(url: str) -> None:
    """Run the controller, and start it again when it ends, until Ctrl-C."""
    guard = ["setpriv", "--pdeathsig", "TERM", "--"] if shutil.which("setpriv") else []
    try:
        while True:
            command = [*guard, *shramsetu("telephony", "--node", NODE)]
            with subprocess.Popen(command, env=surroundings(url), cwd=ROOT) as controller:
                controller.wait()
            tell(f"↻ नियंत्रक रुक गया, फिर शुरू · the controller ended ({controller.returncode}), started again")
            time.sleep(2)
    except KeyboardInterrupt:
        tell("■ रोक रहे हैं · stopping")


async def place(chosen: argparse.Namespace) -> None:
    """Place one call and say what happens."""
    host, _, port = chosen.server.partition(":")
    async with Phone(HOME.carrier, port=0) as phone:
        began = time.monotonic()
        talk = await phone.call(chosen.number, (host, int(port or 5060)), caller=chosen.caller)
        if not talk.answered.is_set():
            sys.exit(f"✗ {chosen.number}: {talk.status or 'कोई उत्तर नहीं · no answer'}")
        tell(f"☎ {time.monotonic() - began:.1f} s")
        for part in chosen.keys.split(",") if chosen.keys else ():
            await pause(talk.ended, 3)
            talk.press(part)
            tell(f"  {part}")
        await pause(talk.ended, max(0.1, chosen.seconds - (time.monotonic() - began)))
        talk.hang_up()
        chosen.save.parent.mkdir(parents=True, exist_ok=True)
        talk.heard.save(chosen.save)
        tell(f"■ {talk.heard.seconds:.1f} s → {chosen.save}")


async def pause(ended: asyncio.Event, seconds: float) -> None:
    """Wait, but not beyond the end of the call."""
    await asyncio.wait([asyncio.ensure_future(ended.wait())], timeout=seconds)


def tell(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    main()
