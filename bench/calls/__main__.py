"""`python -m bench.calls [menu talks kills]`: what the telephone carries on this machine.

MENU_RATES (60,80,100) are new calls a second through the menu, TALKS (120) recorded talks at once, KILLS (10) deaths of
the controller under KILL_RATE (8) new calls a second.
"""

import os
import sys

from bench import ground
from bench.calls import kills, menu, talks
from bench.calls.site import Site
from bench.figures import Sheet, explain
from shramsetu.web import postgres

PARTS = {"menu": menu.measure, "talks": talks.measure, "kills": kills.measure}


def main() -> None:
    """Prepare a database and an exchange, then take the named measurements."""
    names = sys.argv[1:] or list(PARTS)
    if unknown := set(names) - set(PARTS):
        sys.exit(f"{', '.join(sorted(unknown))}: there is {', '.join(PARTS)}")
    try:
        url = ground.database("bench_calls", fresh=bool(os.environ.get("FRESH")))
        with Site.ready(url) as site:
            sheet = Sheet("calls", ground.VAR, {"exchange": site.version, **ground.conditions(url)})
            for name in names:
                print(f"\n{name}", flush=True)
                PARTS[name](site, sheet)
    finally:
        postgres.stop(ground.VAR)
    explain(
        """One Asterisk, one controller, PostgreSQL with fsync, callers and agents (sipp) share this machine's cores.
        A call counts as good when sipp saw it to its end and its row says what it should."""
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shramsetu.web.settings")
    main()
