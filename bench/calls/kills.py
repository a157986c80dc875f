"""The controller dies by SIGKILL again and again while calls come in: each call completes, each recording is there."""

import os
import random
import subprocess
import time
from dataclasses import dataclass
from datetime import UTC, datetime

from bench.calls import sipp
from bench.calls.agents import Agents, quick_menu
from bench.calls.site import Site
from bench.calls.talks import kept
from bench.figures import Sheet

KILLS = int(os.environ.get("KILLS", "10"))
RATE = int(os.environ.get("KILL_RATE", "8"))
CALLS = int(os.environ.get("KILL_CALLS", "480"))
BEFORE_MS, BETWEEN_MS, STAY_MS = 700, 2_000, 4_000  # a call of eleven seconds: two cores carry some ninety talks
KEYS = range(1, 5)
AGENTS = 200


@dataclass(frozen=True, slots=True)
class Killed:
    """When a controller died, and after how many seconds another one had taken up its calls."""

    at: datetime
    away: float


def measure(site: Site, sheet: Sheet) -> None:
    """Take it with one controller that is started anew, as systemd does, then with a second one standing by."""
    _killed(site, sheet, "alone", has_spare=False)
    _killed(site, sheet, "with a spare", has_spare=True)


def _killed(site: Site, sheet: Sheet, name: str, *, has_spare: bool) -> None:
    """Calls at RATE, a kill every few seconds; callers press again until somebody answers."""
    site.do("TRUNCATE helpline_call, helpline_target CASCADE")
    quick_menu(site)
    site.start()
    site.wait_until_it_listens()
    agents = Agents(site, AGENTS)
    agents.begin()
    keys = "".join(sipp.press(key, BETWEEN_MS if key > 1 else BEFORE_MS) for key in KEYS)
    scenario = sipp.caller("kills", keys + sipp.hang_up(STAY_MS))
    host, port = site.exchange.sip
    limits = ["-r", str(RATE), "-m", str(CALLS), "-l", "4000", "-s", "1076"]
    carrier = site.exchange.network.carrier
    calling = sipp.start(scenario, carrier, *limits, port=5090, to=f"{host}:{port}", numbers=CALLS)
    moments = _kill_again_and_again(site, calling, has_spare=has_spare)
    calling.wait()
    site.settle()
    agents.end()
    kept(site)
    _told(site, sheet, name, moments, sipp.counted(scenario))
    site.stop()


def _kill_again_and_again(site: Site, calling: subprocess.Popen[bytes], *, has_spare: bool) -> list[Killed]:
    """Kill, wait until somebody is there again, and start the next one; return when each died and for how long."""
    chance, moments = random.Random(1076), list[Killed]()  # noqa: S311 - no secret
    while len(moments) < KILLS and calling.poll() is None:
        if has_spare:
            site.start_spare()
        time.sleep(1.5 + chance.random() * 2)
        died, began = datetime.now(UTC), time.monotonic()
        site.kill()
        if not has_spare:
            site.start()
        site.wait_until_it_listens()
        moments.append(Killed(died, time.monotonic() - began))
    return moments


def _told(site: Site, sheet: Sheet, name: str, moments: list[Killed], counted: sipp.Counted) -> None:
    outcomes, left = site.outcomes(), "SELECT count(*) FROM helpline_call WHERE cause = 'no controller'"
    with_sound = (
        "SELECT count(DISTINCT call_id) FROM helpline_recording WHERE attachment_id IS NOT NULL AND seconds > 0"
    )
    stuck = "SELECT count(*) FROM helpline_agent WHERE state IN ('ringing', 'talking')"
    lived = "SELECT count(*) FROM helpline_call WHERE EXISTS (SELECT FROM unnest(%s::timestamptz[]) AS died(at)"
    lived += " WHERE died.at BETWEEN began_at AND ended_at)"
    name = f"kills, {name}"
    of = f"of {CALLS}"
    sheet.add(f"{name}: kills", len(moments), f"of {KILLS}", seconds_away=f"{max(one.away for one in moments):.2f}")
    sheet.add(f"{name}: calls that came to an agent", outcomes.get("answered", 0), of, rows=outcomes)
    sheet.add(f"{name}: left to the exchange's own message", CALLS - sum(outcomes.values()) + site.rows(left)[0][0], of)
    sheet.add(f"{name}: calls that sipp saw to their end", counted.good, of, failed=counted.failed)
    sheet.add(f"{name}: calls with their recording", site.rows(with_sound)[0][0], of)
    sheet.add(f"{name}: channels left over", site.channels(), "channels", agents_stuck=site.rows(stuck)[0][0])
    died = [one.at for one in moments]
    sheet.add(f"{name}: calls that lived through a kill", site.rows(lived, died)[0][0], "calls")
