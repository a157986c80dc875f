"""Fill the registry with WORKERS rows by COPY, as `python -m bench.registry.fill N`; begun again, it goes on.

Each chunk is one transaction together with the note that it is there, so that a killed run loses nothing and doubles
nothing. Indexes are dropped before and made behind; the statements lie in a table until they are done. Foreign keys
are not checked row by row. Workers, their families, memberships and one spell of work each are written; the journal's
entries of these workers are not.
"""

import os
import random
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from hashlib import blake2b

import django

django.setup()

import psycopg  # noqa: E402 - models come after setup
from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Count  # noqa: E402

from bench.fill import drop_indexes  # noqa: E402
from bench.registry import people  # noqa: E402
from shramsetu.lib import numbers  # noqa: E402
from shramsetu.places.models import Kind, Place  # noqa: E402
from shramsetu.workers.rules import keys  # noqa: E402

CHUNK = 20_000
PROCESSES = 2
TODAY = date(2026, 11, 22)
TRADES = ("masonry", "painting", "carpentry", "plumbing", "brick-kiln", "road-work")
COLUMNS = {
    "workers_family": "id number district_id source as_of revision",
    "workers_worker": (
        "id number name other_name parent relation sex born_on is_born_known phone language district_id place_id "
        "address pin family_id aadhaar_digest aadhaar_key aadhaar_last_four uan name_key parent_key keys made_at key"
    ),
    "workers_membership": "id worker_id board number trade registered_on paid_until years_paid cancelled_why",
    "workers_spell": (
        "id worker_id employer employer_phone trade district_id first_on last_on days proof checked_by key reference"
    ),
    "bench_truth": "again first",
}
_TABLES = """
CREATE TABLE IF NOT EXISTS bench_chunk (first bigint PRIMARY KEY);
CREATE TABLE IF NOT EXISTS bench_index (id serial PRIMARY KEY, statement text NOT NULL);
CREATE TABLE IF NOT EXISTS bench_truth (again bigint PRIMARY KEY, first bigint NOT NULL);
"""


def fill(count: int) -> float:
    """Bring the registry to `count` workers; return the rows a second of this run, indexes apart."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        cursor.execute("SELECT first FROM bench_chunk")
        there = {row[0] for row in cursor.fetchall()}
        missing = [first for first in range(0, count, CHUNK) if first not in there]
        if missing:
            _lay_indexes_by(cursor)
    connection.close()
    began, done = time.monotonic(), 0
    with ProcessPoolExecutor(PROCESSES) as pool:
        for made in pool.map(_chunk, [(first, min(CHUNK, count - first)) for first in missing]):
            done += made
            _say(f"{done:,} / {count:,} workers · {done / (time.monotonic() - began):,.0f} a second")
    rate = done / max(time.monotonic() - began, 0.001)
    with connection.cursor() as cursor:
        _make_indexes(cursor)
        _set_sequences(cursor)
        cursor.execute("VACUUM (ANALYZE)")
    _say(f"ready after {time.monotonic() - began:,.0f} s", end=True)
    return rate


def _lay_indexes_by(cursor: object) -> None:
    cursor.execute("SELECT EXISTS (SELECT FROM bench_index)")  # type: ignore[attr-defined]
    if cursor.fetchone()[0]:  # type: ignore[attr-defined]
        return
    for statement in drop_indexes(cursor, [name for name in COLUMNS if name.startswith("workers_")]):
        if statement.startswith(("CREATE", "ALTER")):
            cursor.execute("INSERT INTO bench_index (statement) VALUES (%s)", [statement])  # type: ignore[attr-defined]


def _make_indexes(cursor: object) -> None:
    cursor.execute("SET maintenance_work_mem = '1GB'")  # type: ignore[attr-defined]
    cursor.execute("SELECT id, statement FROM bench_index ORDER BY id")  # type: ignore[attr-defined]
    for number, statement in cursor.fetchall():  # type: ignore[attr-defined]
        began = time.monotonic()
        cursor.execute(statement)  # type: ignore[attr-defined]
        cursor.execute("DELETE FROM bench_index WHERE id = %s", [number])  # type: ignore[attr-defined]
        _say(f"{time.monotonic() - began:6.1f} s  {statement[:90]}", end=True)


def _set_sequences(cursor: object) -> None:
    for table in ("workers_worker", "workers_family", "workers_membership", "workers_spell"):
        cursor.execute(  # type: ignore[attr-defined]
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
        )
    cursor.execute("SELECT setval('workers_number', (SELECT max(id) FROM workers_worker))")  # type: ignore[attr-defined]


class _Memory:
    draw: people.Draw | None = None


def _chunk(given: tuple[int, int]) -> int:
    first, count = given
    if _Memory.draw is None:
        _Memory.draw = people.Draw(districts())
        connection.close()
    lines = Lines(first, _Memory.draw.chunk(first, count)).written()
    with psycopg.connect(os.environ["DATABASE_URL"]) as target:
        target.execute("SET session_replication_role = replica")
        target.execute("INSERT INTO bench_chunk VALUES (%s)", [first])
        for table, columns in COLUMNS.items():
            named = ", ".join(f'"{name}"' for name in columns.split())
            with target.cursor() as cursor, cursor.copy(f"COPY {table} ({named}) FROM STDIN") as copy:
                copy.write("".join(lines[table]))
    return count


def districts() -> dict[int, tuple[float, list[int]]]:
    """Return each district with its share of the workers (as of its post offices) and the places below it."""
    rows = Place.objects.filter(kind__in=(Kind.VILLAGE, Kind.LOCALITY))
    shares = dict(rows.values_list("district").annotate(Count("pk")).order_by("district"))
    below: dict[int, list[int]] = {pk: [] for pk in shares}
    for pk, district in rows.order_by("pk").values_list("pk", "district"):
        below[district].append(pk)
    return {pk: (float(share), below[pk]) for pk, share in shares.items()}


class Lines:
    """The lines to be copied for one chunk of people, by table."""

    def __init__(self, first: int, drawn: list[people.Person]) -> None:
        self.first, self.people = first + 1, drawn
        self.chance = random.Random(f"written:{first}")
        self.lines: dict[str, list[str]] = {table: [] for table in COLUMNS}

    def written(self) -> dict[str, list[str]]:
        """Write everybody down, in an order that tells nothing."""
        order = list(range(len(self.people)))
        self.chance.shuffle(order)
        ids = {at: self.first + place for place, at in enumerate(order)}
        families: dict[int, int] = {}
        for at in order:
            person = self.people[at]
            self._worker(ids[at], person)
            if person.family is not None:
                families.setdefault(person.family, person.district)
        self.lines["bench_truth"] = [f"{ids[again]}\t{ids[one]}\n" for one, again in people.all_of(self.people)]
        self.lines["workers_family"] = [
            f"{number + 1}\t{2 * 10**11 + number:012d}\t{district}\tservice\t{TODAY}\t1\n"
            for number, district in families.items()
        ]
        return self.lines

    def _worker(self, pk: int, person: people.Person) -> None:
        chance = self.chance
        roman = people.is_roman(chance)
        name = people.written(person.name, chance, is_roman=roman)
        parent = people.written(person.parent, chance, is_roman=roman)
        found = ",".join([*name.keys, *(keys.PARENT + key for key in parent.keys)])
        digest = blake2b(f"{pk}".encode(), digest_size=32).hexdigest() if person.has_aadhaar else ""
        closed = ("a", f"{pk % 10_000:04d}") if digest else ("", "")
        self.lines["workers_worker"].append(
            "\t".join(
                (
                    str(pk), numbers.worker_number_for(pk, settings.NUMBER_KEY), name.text, "", parent.text,
                    "husband" if person.is_woman and pk % 3 else "father", "woman" if person.is_woman else "man",
                    person.born_on.isoformat(), "t" if person.is_born_known else "f", person.phone, "hi",
                    str(person.district), str(person.place or "\\N"), "", "",
                    "\\N" if person.family is None else str(person.family + 1), digest, *closed, person.uan,
                    name.key, parent.key, "{" + found + "}", "2026-11-01", "",
                )
            ) + "\n"
        )  # fmt: skip
        self._membership(pk, person)

    def _membership(self, pk: int, person: people.Person) -> None:
        chance = self.chance
        since = TODAY - timedelta(days=int(chance.random() * 4000))
        until = TODAY + timedelta(days=int(chance.random() * 1800) - 900)
        trade = TRADES[pk % len(TRADES)]
        self.lines["workers_membership"].append(
            f"{pk}\t{pk}\tbocw\tUP{pk:010d}\t{trade}\t{since}\t{max(until, since)}\t3\t\n"
        )
        began = TODAY - timedelta(days=30 + int(chance.random() * 500))
        ended = began + timedelta(days=20 + int(chance.random() * 150))
        self.lines["workers_spell"].append(
            f"{pk}\t{pk}\tशर्मा बिल्डर्स\t\t{trade}\t{person.district}\t{began}\t{ended}\t"
            f"{min(120, (ended - began).days)}\tcertificate\tuser:1@1\t{pk}\t\n"
        )


def _say(line: str, *, end: bool = False) -> None:
    print(f"\r  {line:<100}", end="\n" if end else "", flush=True)


if __name__ == "__main__":
    fill(int(sys.argv[1]))
