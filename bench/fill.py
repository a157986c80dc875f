"""Fill the database with N cases and their journal by COPY, as `python -m bench.fill N`.

Several processes make rows, each in ranges of ids of its own. Secondary indexes and constraints are dropped first and
made again at the end. Some thousand histories are told one by one, the rest are copies of them: the hash of an entry
does not hold the number, so a copied chain is as right as the first. Foreign keys are not checked row by row
(`session_replication_role`); the smoke test, `casework reconcile` and `journal verify` check the result.
"""

import os
import random
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta

import django

django.setup()

import psycopg  # noqa: E402 - models come after setup
from django.db import connection  # noqa: E402

from bench.fates import draw  # noqa: E402
from bench.rows import COLUMNS, FIRST, IDS, Pattern, Printer, Rows  # noqa: E402
from bench.world import World  # noqa: E402
from shramsetu.casework import actions as casework  # noqa: E402
from shramsetu.insight import actions as insight  # noqa: E402

CHUNK = 2_500
PROCESSES = 2
OPEN_SHARE = 0.1
OVERDUE_SINCE = timedelta(days=35)
DIFFERENT = 6_000  # histories of their own in each process; the others are copies with another number and complainant
SEQUENCES = {
    "case": "casework_case", "entry": "journal_entry", "person": "people_person", "party": "casework_party",
    "report": "grievances_report", "check": "grievances_check", "feedback": "grievances_feedback",
    "lapse": "grievances_lapse",
}  # fmt: skip
_INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid), c.conname, pg_get_constraintdef(c.oid), t.relname
FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.conrelid = i.indrelid AND c.contype = 'u'
WHERE t.relname = ANY(%s) AND NOT i.indisprimary ORDER BY 1
"""


def fill(count: int, *, now: datetime, open_share: float = OPEN_SHARE) -> float:
    """Fill `count` cases into a database that has none; return the cases a second, indexes and roll-ups apart."""
    casework.sync_flow_states()
    with connection.cursor() as cursor:
        kept = drop_indexes(cursor, list(COLUMNS))
    connection.close()
    began = time.monotonic()
    different = min(DIFFERENT, count)
    starts = range(0, count, CHUNK)
    chunks = [(first, min(CHUNK, count - first), now, different, open_share) for first in starts]
    done = 0
    with ProcessPoolExecutor(PROCESSES) as pool:
        for made in pool.map(_chunk, chunks):
            done += made
            _say(f"{done:,} / {count:,} cases · {done / (time.monotonic() - began):,.0f} a second")
    rate = count / (time.monotonic() - began)
    with connection.cursor() as cursor:
        for statement in kept:
            cursor.execute(statement)
        _set_sequences(cursor, count)
    _say(f"indexes made after {time.monotonic() - began:,.0f} s", end=True)
    return rate


def roll_up(*, now: datetime) -> float:
    """Count the journal into the roll-ups, from nothing; return entries a second."""
    began = time.monotonic()
    insight.rebuild()
    taken = insight.catch_up(at=now)
    return taken / (time.monotonic() - began)


def tidy() -> None:
    """Gather statistics and set hint bits, as autovacuum would have in two years."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
        cursor.execute("CHECKPOINT")


class _Memory:
    world: World | None = None
    patterns: list[Pattern] = []


def _chunk(given: tuple[int, int, datetime, int, float]) -> int:
    first, count, now, different, open_share = given
    chance = random.Random(f"{first}")
    if _Memory.world is None:
        _Memory.world = World(now)
        _Memory.patterns = [_pattern(_Memory.world, chance, open_share) for _ in range(different)]
        connection.close()
    printer = Printer(_Memory.world, first, chance)
    for _ in range(count):
        printer.copy(chance.choice(_Memory.patterns))
    with psycopg.connect(_url(), autocommit=False) as target:
        target.execute("SET session_replication_role = replica")
        for table in COLUMNS:
            _copy(target, table, printer.texts[table])
    return count


def _pattern(world: World, chance: random.Random, open_share: float) -> Pattern:
    rows = Rows(world)
    draw(rows, chance, open_share)
    return Pattern(rows)


def _copy(target: psycopg.Connection, table: str, lines: list[str]) -> None:
    columns = ", ".join(f'"{name}"' for name in COLUMNS[table].split())
    with target.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        copy.write("".join(lines))


def _url() -> str:
    return os.environ["DATABASE_URL"]


def drop_indexes(cursor: object, tables: list[str]) -> list[str]:
    """Drop what is not a primary key on the tables to be filled; return the statements that make it again."""
    cursor.execute(_INDEXES, [tables])  # type: ignore[attr-defined]
    again = []
    for index, definition, constraint, unique, table in cursor.fetchall():  # type: ignore[attr-defined]
        if constraint:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{constraint}"')  # type: ignore[attr-defined]
            again.append(f'ALTER TABLE {table} ADD CONSTRAINT "{constraint}" {unique}')
        else:
            cursor.execute(f"DROP INDEX {index}")  # type: ignore[attr-defined]
            again.append(definition)
    return ["SET maintenance_work_mem = '1GB'", *again, "RESET maintenance_work_mem"]


def _set_sequences(cursor: object, count: int) -> None:
    for name, table in SEQUENCES.items():
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), %s)", [FIRST + (count + 1) * IDS[name]])  # type: ignore[attr-defined]
    cursor.execute("SELECT setval('casework_number', %s)", [FIRST + (count + 1) * IDS["case"]])  # type: ignore[attr-defined]


def _say(line: str, *, end: bool = False) -> None:
    print(f"\r  {line:<70}", end="\n" if end else "", flush=True)


def main() -> None:
    """Fill, roll up, tidy. The word `overdue` leaves every case open and ends the history some weeks ago."""
    count, now = int(sys.argv[1]), datetime.now(UTC).replace(microsecond=0)
    is_overdue = "overdue" in sys.argv
    rate = fill(count, now=now - OVERDUE_SINCE * is_overdue, open_share=1.0 if is_overdue else OPEN_SHARE)
    _say(f"{count:,} cases filled, {rate:,.0f} a second", end=True)
    rate = roll_up(now=now)
    _say(f"rolled up, {rate:,.0f} entries a second", end=True)
    tidy()


if __name__ == "__main__":
    main()
