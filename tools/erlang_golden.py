"""Print the seats that pyworkforce finds, for tests/golden/erlang.tsv.

    uv run --no-project --with pyworkforce==0.5.1 python tools/erlang_golden.py > tests/golden/erlang.tsv

pyworkforce brings 190 MB with it (ortools, pandas, scipy), so it is asked once and not in every test.
"""

from itertools import product

from pyworkforce.queuing import ErlangC  # type: ignore[import-not-found]

CALLS = (1, 12, 60, 400, 1000, 4000, 9000, 24000)
HANDLE = (90, 240, 300)
GOALS = ((0.8, 20), (0.9, 15), (0.95, 60))
LIMITS = ((1.0, 0.0), (0.85, 0.3))
HEAD = "calls_an_hour handle_seconds level within_seconds most_occupancy shrinkage seats rostered reached busy waits"


def main() -> None:
    """Print one line for each load, goal and limit."""
    print(*HEAD.split(), sep="\t")
    for calls, handle, (level, within), (most, shrinkage) in product(CALLS, HANDLE, GOALS, LIMITS):
        asked = ErlangC(
            transactions=calls, aht=handle / 60, asa=within / 60, interval=60, shrinkage=shrinkage
        ).required_positions(service_level=level, max_occupancy=most)
        reached = (f"{asked[name]:.12f}" for name in ("service_level", "occupancy", "waiting_probability"))
        print(
            calls,
            handle,
            level,
            within,
            most,
            shrinkage,
            asked["raw_positions"],
            asked["positions"],
            *reached,
            sep="\t",
        )


if __name__ == "__main__":
    main()
