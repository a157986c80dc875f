"""Recorded talks with an agent at once, both directions with sound."""

import os
import time
from pathlib import Path

from bench import ground
from bench.calls import sipp
from bench.calls.agents import Agents, quick_menu
from bench.calls.site import Site, cpu
from bench.figures import Sheet

TALKS = int(os.environ.get("TALKS", "120"))
TALK_MS = 55_000  # some of it in the menu


def measure(site: Site, sheet: Sheet) -> None:
    """Bring TALKS callers to agents, let all talk together, and look at rows and recordings."""
    assert site.exchange.process is not None
    site.do("TRUNCATE helpline_call, helpline_target CASCADE")
    quick_menu(site)
    site.start()
    site.wait_until_it_listens()
    agents = Agents(site, TALKS)
    agents.begin()
    steps = sipp.stream(voice()) + sipp.hang_up(TALK_MS)
    scenario = sipp.caller("talk", steps, streams=True)
    host, port = site.exchange.sip
    limits = ["-r", "10", "-m", str(TALKS), "-l", "4000", "-s", "1076", "-rtp_echo"]
    carrier = site.exchange.network.carrier
    calling = sipp.start(scenario, carrier, *limits, port=5090, to=f"{host}:{port}", numbers=TALKS)
    time.sleep(TALKS / 10 + 15)
    at_once = site.rows("SELECT count(*) FROM helpline_call WHERE step = 'talk'")[0][0]
    before, began = cpu(site.exchange.process.pid), time.monotonic()
    time.sleep(10)
    share = (cpu(site.exchange.process.pid) - before) / (time.monotonic() - began)
    calling.wait()
    site.settle()
    agents.end()
    kept(site)
    long = site.rows("SELECT count(*) FROM helpline_recording WHERE attachment_id IS NOT NULL AND seconds >= 35")[0][0]
    outcomes = site.outcomes()
    sheet.add("recorded talks at once", at_once, f"of {TALKS}", asterisk=f"{share:.0%}", rows=outcomes)
    sheet.add("recordings in the store, full length", long, f"of {TALKS}", failed=sipp.counted(scenario).failed)
    site.stop()


def kept(site: Site, seconds: float = 120.0) -> None:
    """Wait until no recording is on its way any more."""
    end = time.monotonic() + seconds
    waiting = "SELECT count(*) FROM helpline_recording WHERE attachment_id IS NULL AND failed = ''"
    while time.monotonic() < end and site.rows(waiting)[0][0]:
        time.sleep(1)


def voice() -> Path:
    """Return a sound in A-law that is speech."""
    found = sorted((ground.VAR / "sounds" / "hi" / "ss").glob("*.alaw"), key=lambda path: path.stat().st_size)
    return found[-1]
