"""The controller dies by SIGKILL again and again while calls come in: each call completes, each recording is there."""

import os
import random
import time
from datetime import UTC, datetime

from bench.calls import sipp
from bench.calls.agents import Agents, quick_menu
from bench.calls.site import Site
from bench.calls.talks import kept
from bench.figures import Sheet

KILLS = int(os.environ.get("KILLS", "10"))
RATE = int(os.environ.get("KILL_RATE", "8"))
CALLS = int(os.environ.get("KILL_CALLS", "200"))
STAY_MS = 3_000
KEYS = range(1, 7)


def measure(site: Site, sheet: Sheet) -> None:
    """Calls at RATE, a kill every few seconds; callers press again until somebody answers."""
    site.do("TRUNCATE helpline_call, helpline_target CASCADE")
    quick_menu(site)
    site.start()
    site.wait_until_it_listens()
    agents = Agents(site, 400)
    agents.begin()
    keys = "".join(sipp.press(key, STAY_MS if key > 1 else 700) for key in KEYS)
    scenario = sipp.caller("kills", keys + sipp.hang_up(8_000))
    host, port = site.exchange.sip
    limits = ["-r", str(RATE), "-m", str(CALLS), "-l", "4000", "-s", "1076"]
    carrier = site.exchange.network.carrier
    calling = sipp.start(scenario, carrier, *limits, port=5090, to=f"{host}:{port}", numbers=CALLS)
    chance, moments = random.Random(1076), []  # noqa: S311 - no secret
    while len(moments) < KILLS and calling.poll() is None:
        time.sleep(1.5 + chance.random() * 2)
        site.kill()
        moments.append(datetime.now(UTC))
        time.sleep(0.3)
        site.start()
        site.wait_until_it_listens()
    calling.wait()
    site.settle()
    agents.end()
    kept(site)
    outcomes, counted = site.outcomes(), sipp.counted(scenario)
    with_sound = (
        "SELECT count(DISTINCT call_id) FROM helpline_recording WHERE attachment_id IS NOT NULL AND seconds > 0"
    )
    stuck = "SELECT count(*) FROM helpline_agent WHERE state IN ('ringing', 'talking')"
    lived = "SELECT count(*) FROM helpline_call WHERE EXISTS (SELECT FROM unnest(%s::timestamptz[]) AS died(at)"
    lived += " WHERE died.at BETWEEN began_at AND ended_at)"
    sheet.add(
        "calls that came to an agent", outcomes.get("answered", 0), f"of {CALLS}", kills=len(moments), rows=outcomes
    )
    sheet.add("calls that sipp saw to their end", counted.good, f"of {CALLS}", failed=counted.failed)
    sheet.add("calls with their recording", site.rows(with_sound)[0][0], f"of {CALLS}")
    sheet.add("channels left over", site.channels(), "channels", agents_stuck=site.rows(stuck)[0][0])
    sheet.add("calls that lived through a restart", site.rows(lived, moments)[0][0], "calls")
    site.stop()
