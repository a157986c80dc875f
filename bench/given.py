"""What a measurement is given by `python -m bench`: its database and which one that is."""

import os

from bench import figures, ground


def sheet(name: str) -> figures.Sheet:
    """Return the sheet of this measurement on its database."""
    kind = os.environ.get("BENCH_DATABASE", "filled")
    return figures.Sheet(name, ground.VAR, {"database_kind": kind, **ground.conditions(ground.given())})
