"""Measure: `python -m bench [NAME …]`, all by default. CASES (1000000) is the filled database's size.

The databases lie in a cluster of their own under var/bench and stay there, so that a second run begins at once;
FRESH=1 fills anew. Figures are printed and written to var/bench/NAME.json.
"""

import os
import sys
import time

import psycopg

from bench import ground
from shramsetu.web import postgres

# Each measurement: its module and the databases it runs on.
MEASUREMENTS = {
    "intake": ("bench.intake", ("empty",)),
    "lifecycles": ("bench.lifecycles", ("empty", "filled")),
    "screens": ("bench.screens", ("filled",)),
    "escalation": ("bench.escalation", ("overdue",)),
    "rollup": ("bench.rollup", ("overdue",)),
    "messages": ("bench.outbox", ("overdue",)),
    "kannel": ("bench.kannel", ("overdue",)),
    "verify": ("bench.verify", ("overdue",)),
    "staffing": ("bench.staffing", ("empty",)),
    "pop": ("bench.pop", ("overdue",)),
    "runs": ("bench.runs", ("empty",)),
    "targets": ("bench.targets", ("empty",)),
}
CASES = int(os.environ.get("CASES", "1000000"))
OVERDUE = int(os.environ.get("OVERDUE", "10000"))


def main() -> None:
    """Prepare what the named measurements need, then take them one after the other."""
    names = sys.argv[1:] or ["fill", *MEASUREMENTS]
    unknown = set(names) - {"fill", *MEASUREMENTS}
    if unknown:
        sys.exit(f"{', '.join(sorted(unknown))}: there is fill, {', '.join(MEASUREMENTS)}")
    needed = {kind for name in names if name in MEASUREMENTS for kind in MEASUREMENTS[name][1]}
    try:
        made = {kind: prepared(kind) for kind in sorted(needed | ({"filled"} if "fill" in names else set()))}
        for name in names:
            for kind in MEASUREMENTS[name][1] if name in MEASUREMENTS else ():
                print(f"\n{name} · {kind} database", flush=True)
                os.environ["BENCH_DATABASE"] = kind
                ground.run(MEASUREMENTS[name][0], made[kind])
    finally:
        postgres.stop(ground.VAR)


def prepared(kind: str) -> str:
    """Return the URL of the database of this kind, made and filled where it is not there."""
    began = time.monotonic()
    if kind == "empty":
        return ground.database("bench_empty", fresh=True)
    if kind == "overdue":
        url = ground.database("bench_overdue", fresh=True)
        ground.run("bench.fill", url, str(OVERDUE), "overdue")
    else:
        url = ground.database("bench_filled", fresh=bool(os.environ.get("FRESH")))
        if cases_in(url) < CASES:
            url = ground.database("bench_filled", fresh=True)
            print(f"fill · {CASES:,} cases", flush=True)
            ground.run("bench.fill", url, str(CASES))
    print(f"  {kind} database ready after {time.monotonic() - began:,.0f} s", flush=True)
    return url


def cases_in(url: str) -> int:
    """Return how many cases a database holds."""
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM casework_case").fetchone()
    return int(row[0]) if row else 0


if __name__ == "__main__":
    main()
