"""All schemes over the whole registry: `python -m bench.eligibility`. WORKERS (15000000) fictitious workers in Parquet.

The extract is drawn by lot inside DuckDB, every fact of the registry a column, one in twelve values unknown. Beside it,
one claim in PostgreSQL's words is compiled. Figures are printed and written to var/bench/eligibility.json.
"""

import os
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

import duckdb

from bench.figures import Sheet, explain
from bench.ground import VAR
from shramsetu import rulebook
from shramsetu.lib.conditions import Kind
from shramsetu.schemes.engines import claim
from shramsetu.schemes.engines.registry import Asked, Extract, registry_facts, statement

WORKERS = int(os.environ.get("WORKERS", "15000000"))
TODAY = date(2026, 11, 21)
BOOK = rulebook.book().scheme_rules
DISTRICTS = 75
Made = TypeVar("Made")


def main() -> None:
    """Make the extract, ask every scheme of every worker, print what it took."""
    VAR.mkdir(parents=True, exist_ok=True)
    conditions = {"workers": f"{WORKERS:,}", "cores": str(os.cpu_count()), "duckdb": duckdb.__version__}
    sheet = Sheet("eligibility", VAR, conditions)
    with tempfile.TemporaryDirectory(dir=VAR) as folder:
        measure(sheet, Path(folder))
    explain("""The extract here is drawn by lot: a real one comes out of PostgreSQL and has a time of its own.
        On a machine busy with other things the CPU seconds, shared by the cores, are what to go by.
        A claim's statement is compiled once for an edition and kept.""")


def measure(sheet: Sheet, folder: Path) -> None:
    """Take the figures one after the other; the files in `folder` are thrown away."""
    path, facts, engine = folder / "registry.parquet", registry_facts(BOOK), duckdb.connect()
    taken(sheet, "make the extract", lambda: engine.execute(extract(path.as_posix(), facts)))
    sheet.add("size of the extract", path.stat().st_size / 2**20, "MiB", columns=len(facts))
    editions = [BOOK.edition(slug, TODAY) for slug in BOOK.rules]
    table = Extract.parquet(path.as_posix(), facts, kept=("worker", "district"))
    asked = Asked(TODAY, of_the_day={"is_relief_ordered": True})
    sql = taken(sheet, "compile every scheme", lambda: statement(BOOK, editions, table, asked=asked))
    found = taken(sheet, "all schemes, by district", lambda: engine.execute(by_district(sql)).fetchall())
    rows = f"COPY ({sql}) TO '{folder / 'answers.parquet'}' (FORMAT parquet)"
    taken(sheet, "all schemes, a row for each worker", lambda: engine.execute(rows))
    sheet.add("schemes", len(editions), "", districts=len(found), open=sum(sum(row[1:]) for row in found))
    began = time.perf_counter()
    for edition in editions:
        claim.statement(edition, BOOK.catalogue)
    sheet.add("compile one claim, on average", (time.perf_counter() - began) * 1000 / len(editions), "ms")
    sheet.add("greatest memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, "GiB")


def taken(sheet: Sheet, name: str, make: Callable[[], Made]) -> Made:
    """Do it, and note how long it took."""
    began, busy = time.perf_counter(), time.process_time()
    found = make()
    sheet.add(name, time.perf_counter() - began, "s", cpu_seconds=round(time.process_time() - busy, 1))
    return found


def extract(path: str, facts: tuple[str, ...]) -> str:
    """Return the SQL that draws the workers."""
    columns = ", ".join(f'CASE WHEN random() < 0.92 THEN {lot(name)} END AS "{name}"' for name in facts)
    rows = f"SELECT i AS worker, i % {DISTRICTS} AS district, {columns} FROM range({WORKERS}) t(i)"
    return f"COPY ({rows}) TO '{path}' (FORMAT parquet)"


def lot(name: str) -> str:
    """Return the expression that draws a value of a fact within its span."""
    type_ = BOOK.facts[name].type
    if type_.kind is Kind.BOOL:
        return "random() < 0.7"
    if type_.kind is Kind.WORD:
        return (
            "[" + ", ".join(f"'{word}'" for word in type_.words) + f"][1 + floor(random() * {len(type_.words)})::INT]"
        )
    if type_.kind is Kind.DATE:
        span = {"born_on": (6_500, 25_000), "registered_on": (0, 5_000), "renewed_until": (-700, 700)}[name]
        return f"DATE '{TODAY}' - ({span[0]} + floor(random() * {span[1] - span[0]}))::INT"
    most = {"paise": 30_000_000, "days": 366}.get(type_.unit, min(type_.most, 60))
    return f"floor(random() * {most})::BIGINT"


def by_district(sql: str) -> str:
    """Return the SQL that counts, district by district, to how many each scheme is open."""
    counts = ", ".join(f'count(*) FILTER (WHERE "{slug}:open")' for slug in BOOK.rules)
    return f"SELECT district, {counts} FROM ({sql}) GROUP BY district"


if __name__ == "__main__":
    main()
