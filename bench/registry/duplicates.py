"""How long the nightly search for duplicates takes, what memory, and how much of what is twice it finds."""

import os
import resource
import tempfile
import time
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import django

django.setup()

from django.db import connection  # noqa: E402 - models come after setup

from bench import ground  # noqa: E402
from bench.figures import explain  # noqa: E402
from bench.registry import given  # noqa: E402
from shramsetu.workers.linkage import extract, linking  # noqa: E402

THRESHOLDS = (0.5, 0.9, 0.99)


def main() -> None:
    """Extract, link, and hold what was found against what was written twice on purpose."""
    sheet = given.sheet("duplicates")
    with tempfile.TemporaryDirectory(dir=ground.VAR) as name:
        folder = Path(name)
        engine, began = linking.engine(folder), time.perf_counter()
        rows = extract.write(folder / "registry.parquet", engine)
        sheet.add("extract", time.perf_counter() - began, "s", rows=f"{rows:,}")
        sheet.add("size of the extract", (folder / "registry.parquet").stat().st_size / 2**20, "MiB")
        began, busy = time.perf_counter(), time.process_time()
        found = {(one.first, one.second): one.sure for one in linking.linked(folder / "registry.parquet", rows, engine)}
        took = {"cpu_seconds": round(time.process_time() - busy), "cores": os.cpu_count()}
        sheet.add("link", time.perf_counter() - began, "s", **took)
    sheet.add("greatest memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, "GiB")
    same = truth()
    for least in THRESHOLDS:
        said = {pair for pair, sure in found.items() if sure >= least}
        precision, recall = len(said & same) / max(len(said), 1), len(said & same) / max(len(same), 1)
        sheet.add(f"pairs from {least}", len(said), "", precision=f"{precision:.4f}", recall=f"{recall:.4f}")
    explain("""Made-up doubles have slips of the kind that the sounds were built for: a real registry has worse ones.
        What is found becomes pairs before stewards; nothing is merged by itself, whatever the figure.
        Recall counts every pair of rows of one person, also those that share no block.""")


def truth() -> set[tuple[int, int]]:
    """Return the pairs of rows that are one person, the lesser id first."""
    people: dict[int, list[int]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute("SELECT again, first FROM bench_truth")
        for again, first in cursor.fetchall():
            people[first].append(again)
    return {(min(pair), max(pair)) for first, again in people.items() for pair in combinations([first, *again], 2)}


if __name__ == "__main__":
    main()
