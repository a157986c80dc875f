"""Measure the registry of workers: `python -m bench.registry [search] [entry] [duplicates] [eligibility] [nightly]`.

WORKERS (15000000) made-up workers are filled by COPY into a database under var/bench, which stays there: a run that
was killed goes on where it stood, a second one begins at once. FRESH=1 fills anew. Figures are printed and written to
var/bench/registry-NAME.json.
"""

import os
import sys
import time

from bench import ground
from shramsetu.web import postgres

WORKERS = int(os.environ.get("WORKERS", "15000000"))
MEASUREMENTS = ("fill", "search", "entry", "duplicates", "eligibility", "nightly")


def main() -> None:
    """Fill what is missing, then take the named measurements one after the other."""
    names = sys.argv[1:] or MEASUREMENTS
    if unknown := set(names) - set(MEASUREMENTS):
        sys.exit(f"{', '.join(sorted(unknown))}: there is {', '.join(MEASUREMENTS)}")
    try:
        url = ground.database(f"bench_registry_{WORKERS}", fresh=bool(os.environ.get("FRESH")))
        began = time.monotonic()
        ground.run("bench.registry.fill", url, str(WORKERS))
        print(f"  {WORKERS:,} workers after {time.monotonic() - began:,.0f} s", flush=True)
        for name in names:
            if name != "fill":
                print(f"\n{name} · {WORKERS:,} workers", flush=True)
                ground.run(f"bench.registry.{name}", url)
    finally:
        postgres.stop(ground.VAR)


if __name__ == "__main__":
    main()
