"""New calls a second through the real menu of 1076: language and menu by keys, a call-back owed; 3.6 s a call."""

import json
import os
import time

from bench.calls import sipp
from bench.calls.agents import real_menu
from bench.calls.site import Site, cpu, cpu_of_database, cpu_of_ended, cpu_of_loop
from bench.figures import Sheet

RATES = tuple(int(rate) for rate in os.environ.get("MENU_RATES", "60,80,100").split(","))
SECONDS = int(os.environ.get("MENU_SECONDS", "20"))
STAY_MS = 1_500  # of the closing words: most callers do not hear them out
LIMIT_MS = 50


def measure(site: Site, sheet: Sheet) -> None:
    """Take each rate in turn."""
    real_menu(site)
    site.start()
    site.wait_until_it_listens()
    time.sleep(3)
    for rate in RATES:
        _rate(site, sheet, rate)
    site.stop()


def _rate(site: Site, sheet: Sheet, rate: int) -> None:
    site.do("TRUNCATE helpline_call, helpline_target CASCADE")
    calls, seen = rate * SECONDS, len(told(site))
    keys = "".join(sipp.press(key, 700) for key in (1, 2, 5))
    scenario = sipp.caller(f"menu-{rate}", keys + sipp.hang_up(STAY_MS))
    limits = ["-r", str(rate), "-m", str(calls), "-l", "4000", "-s", "1076"]
    host, port = site.exchange.sip
    before, began = used(site), time.monotonic()
    sipp.start(scenario, site.exchange.network.carrier, *limits, port=5090, to=f"{host}:{port}", numbers=calls).wait()
    seconds, after = time.monotonic() - began, used(site)
    each = {name: f"{1000 * (after[name] - before[name]) / calls:.1f}" for name in before}
    site.settle()
    time.sleep(11)  # the controller tells its figures every ten seconds
    windows = told(site)[seen:]
    busiest = sorted(windows, key=lambda one: one["count"])[-max(1, len(windows) // 2) :]
    counted, outcomes = sipp.counted(scenario), site.outcomes()
    good = min(counted.good, outcomes.get("call_back", 0))
    sheet.add(f"menu at {rate} new calls a second", good, f"of {calls} good", failed=counted.failed)
    cores = sum(after.values()) - sum(before.values()) - (after["loop"] - before["loop"])
    sheet.add(f"menu at {rate}: processor a call", 1000 * cores / calls, "ms", cores=f"{cores / seconds:.2f}", **each)
    for share in ("p50", "p95", "p99"):
        worst = max((one[share] for one in busiest), default=0.0)
        sheet.add(f"menu at {rate}: commands {share}, worst ten seconds", worst, "ms", limit=LIMIT_MS)
    sheet.add(f"menu at {rate}: at once", counted.at_once, "calls", retransmitted=counted.retransmitted, rows=outcomes)


def used(site: Site) -> dict[str, float]:
    """Return the seconds of processor that each part has used; `loop` is the part of the controller's that decides."""
    assert site.controller is not None
    assert site.exchange.process is not None
    pid = site.controller.pid
    shares = {"asterisk": cpu(site.exchange.process.pid), "controller": cpu(pid), "loop": cpu_of_loop(pid)}
    return {**shares, "postgres": cpu_of_database(), "sipp": cpu_of_ended()}


def told(site: Site) -> list[dict[str, float]]:
    """Return what the controller has told of its commands, ten seconds each."""
    lines = site.words.read_text(errors="replace").splitlines()
    return [json.loads(line) for line in lines if '"commands"' in line]
