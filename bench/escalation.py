"""Overdue cases passed on by the worker's own code, and that nothing is lost after it."""

import time
from datetime import UTC, datetime

import django

django.setup()

from bench import figures  # noqa: E402 - models come after setup
from bench.given import sheet  # noqa: E402
from shramsetu.casework import actions, queries, reconcile  # noqa: E402


def main() -> None:
    """Pass on all that is overdue in this database, then reconcile."""
    found, at = sheet("escalation"), datetime.now(UTC)
    waiting = queries.due_to_move(at).count()
    began, cpu, moved = time.monotonic(), time.process_time(), 0
    while now_moved := actions.escalate_overdue(at=at):
        moved += now_moved
        print(f"\r  {moved:,} / {waiting:,}", end="", flush=True)
    seconds, cpu = time.monotonic() - began, time.process_time() - cpu
    print("\r", end="")
    found.add("overdue before", waiting, "cases")
    found.add("passed on", moved / max(seconds, 1e-6), "cases a second", passed_on=moved)
    found.add("CPU of the worker", cpu * 1000 / max(moved, 1), "ms a case")
    found.add("time for 100,000 overdue cases", 100_000 * seconds / max(moved, 1), "seconds")
    wrong = sum(one.count for one in reconcile.findings(at))
    found.add("reconcile: cases that do not fit", wrong, "cases")
    figures.explain(
        """One worker process, one transaction a case: row, entry, lapse, the lower level's duty with its own case and
        entry, three messages. More than one pass may fall on one case. Reconcile must find 0."""
    )


if __name__ == "__main__":
    main()
