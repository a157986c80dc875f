"""How long it takes to ask every scheme of every worker, out of PostgreSQL and by district."""

import resource
import shutil
import time

import django

django.setup()

from django.utils import timezone  # noqa: E402 - models come after setup

from bench.eligibility import by_district, taken  # noqa: E402
from bench.figures import explain  # noqa: E402
from bench.registry import given  # noqa: E402
from shramsetu import rulebook  # noqa: E402
from shramsetu.lib import clock  # noqa: E402
from shramsetu.schemes import extracts  # noqa: E402
from shramsetu.schemes.engines.registry import Asked, statement  # noqa: E402


def main() -> None:
    """Make the extract of today anew, then ask all schemes of all workers."""
    sheet, at = given.sheet("eligibility"), timezone.now()
    shutil.rmtree(extracts.home(), ignore_errors=True)
    began = time.perf_counter()
    made = extracts.fresh(at=at)
    sheet.add("extract out of PostgreSQL", time.perf_counter() - began, "s", workers=f"{made.workers:,}")
    sheet.add("size of the extract", made.size_bytes / 2**20, "MiB")
    book, on = rulebook.book().scheme_rules, clock.day(at)
    editions = [book.edition(slug, on) for slug in book.rules]
    asked = Asked(on, of_the_day={"is_relief_ordered": True})
    with extracts.engine() as duck:
        extracts.view(duck, made.pattern)
        sql = statement(book, editions, extracts.LIVING, asked=asked)
        found = taken(sheet, "all schemes, by district", lambda: duck.execute(by_district(sql)).fetchall())
    sheet.add("schemes", len(editions), "", districts=len(found), open=sum(sum(row[1:]) for row in found))
    sheet.add("greatest memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, "GiB")
    explain("""The facts are those of made-up workers: how many are eligible says nothing about the state.
        The extract is made part by part; a killed one is gone on with.""")


if __name__ == "__main__":
    main()
