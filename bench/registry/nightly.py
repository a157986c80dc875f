"""How long a draft over the registry takes, the nightly list of who has not claimed, and the facts of one worker."""

import resource
import time
from datetime import timedelta

import django

django.setup()

from django.utils import timezone  # noqa: E402 - models come after setup

from bench.eligibility import taken  # noqa: E402
from bench.figures import Sheet, explain  # noqa: E402
from bench.registry import given  # noqa: E402
from shramsetu.casework import runs  # noqa: E402
from shramsetu.journal.rules import SYSTEM  # noqa: E402
from shramsetu.lib import clock  # noqa: E402
from shramsetu.schemes import extracts, gather  # noqa: E402
from shramsetu.schemes.actions import unclaimed, whatif  # noqa: E402
from shramsetu.schemes.models import Eligible, Unclaimed  # noqa: E402

PROBES = 300


def main() -> None:
    """Take the figures one after the other."""
    sheet, at = given.sheet("nightly"), timezone.now()
    made = taken(sheet, "the extract, if it is not there yet", lambda: extracts.fresh(at=at))
    before, after = whatif.editions(
        "bocw-pension-help", {"figures": {"contribution_least": 5}, "conditions": {}, "rupees": {}}, on=made.on
    )
    taken(sheet, "a draft laid over it", lambda: whatif.districts(made, (before, after), on=made.on, of_the_day={}))
    Unclaimed.objects.all().delete()
    taken(sheet, "the nightly list, for the first time", lambda: night(at))
    sheet.add("on the nightly list", Unclaimed.objects.count(), "rows", eligible=Eligible.objects.count())
    taken(sheet, "the nightly list, the next night", lambda: night(at + timedelta(days=1)))
    facts(sheet, at)
    sheet.add("greatest memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, "GiB")
    explain("""The nightly list of the next night includes making an extract of that day. DuckDB is given 4 GB at most.
        On a busy machine the CPU seconds are what to go by; those of PostgreSQL are not in them.""")


def night(at: object) -> None:
    """Make the list as the clock does."""
    run = unclaimed.begin(at=at, by=SYSTEM)  # type: ignore[arg-type]
    while runs.step(run.pk, at=at):  # type: ignore[arg-type]
        pass


def facts(sheet: Sheet, at: object) -> None:
    """Ask for what is known of single workers, as a claim does."""
    on, seconds = clock.day(at), []  # type: ignore[arg-type]
    for worker in given.some(PROBES, 17):
        began = time.perf_counter()
        gather.worker_facts(worker, on=on)
        seconds.append(time.perf_counter() - began)
    sheet.spread("facts of one worker", seconds)


if __name__ == "__main__":
    main()
