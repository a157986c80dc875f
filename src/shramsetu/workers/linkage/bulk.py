"""The search over the whole registry: what Splink finds becomes pairs before the stewards, chunk by chunk.

Nothing is merged here, however sure. A pair that is known, decided or not, is left as it is.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import duckdb
from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_lazy as _

from shramsetu.casework import runs
from shramsetu.casework.models import Run
from shramsetu.casework.runs import Kind, Task, Told
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.lib import clock, names
from shramsetu.offices.models import Role
from shramsetu.workers.linkage import extract, linking
from shramsetu.workers.linkage.linking import Pairing
from shramsetu.workers.models import Pair, Worker
from shramsetu.workers.rules.agreement import CERTAIN, OTHER, REVIEW, SAME, within

KIND = "duplicates"
PAIRS = 500  # of a chunk
_NUMBERS = ("aadhaar", "uan", "phone")
_SHOWN = ("id", "name", "other_name", "district_id", "merged_into_id")
Engine = Callable[[Path, int], Iterable[Pairing]]


def search(*, at: datetime, by: Actor = SYSTEM, engine: Engine | None = None) -> Run:
    """Search now, and begin the run that writes the pairs; the same day again gives the run there is.

    `engine` gives the pairs of an extract of so many rows; DuckDB in this process where none is given.
    """
    key = f"{KIND}:{clock.day(at)}"
    if known := Run.objects.filter(key=key).first():
        return known
    settings.VAR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.VAR, prefix="linkage-") as name, _engine(Path(name)) as duck:
        file = Path(name) / "registry.parquet"
        rows = extract.write(file, duck)
        found = engine(file, rows) if engine else linking.linked(file, rows, duck)
        parts = runs.lists(map(_plain, _new(found)), PAIRS)
        return runs.begin(KIND, parts, title=str(_("Search for duplicates")), by=by, at=at, key=key)


def _engine(folder: Path) -> closing[duckdb.DuckDBPyConnection]:
    return closing(linking.engine(folder))


def _plain(one: Pairing) -> list[object]:
    return [one.first, one.second, within(round(one.sure * CERTAIN), one.agreed), one.agreed]


def _new(found: Iterable[Pairing]) -> Iterator[Pairing]:
    """Leave out what is known already."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT first_id, second_id FROM workers_pair")
        known = set(cursor.fetchall())
    return (one for one in found if (one.first, one.second) not in known)


def work(task: Task) -> Iterable[Told]:
    """Write the pairs of one chunk; who are two by their names is left out, whatever the sounds said."""
    rows = Worker.objects.only(*_SHOWN).in_bulk(
        {pk for first, second, *_ in task.what["keys"] for pk in (first, second)}
    )
    made = []
    for first, second, score, agreed in task.what["keys"]:
        one, other = rows.get(first), rows.get(second)
        if one is None or other is None or one.merged_into_id or other.merged_into_id:
            continue
        if score >= REVIEW and not _are_two(one, other, agreed):
            pair = Pair(first=one, second=other, district_id=one.district_id, score=score, agreed=agreed)
            pair.found, pair.found_at = Pair.Found.BULK, task.at
            made.append(pair)
    Pair.objects.bulk_create(made, ignore_conflicts=True)
    return ()


def _are_two(one: Worker, other: Worker, agreed: dict[str, str]) -> bool:
    """Whether the names say two persons (राम and रमा sound alike in the index) and no number says one."""
    if any(agreed.get(field) == SAME for field in _NUMBERS):
        return False
    if agreed.get("name") == OTHER:
        return True
    likely = max(
        names.likeness(a, b) for a in (one.name, one.other_name) for b in (other.name, other.other_name) if a and b
    )
    return likely < names.SAME


runs.register(
    Kind(
        name=KIND,
        label=_("Search for duplicates"),
        work=work,
        roles=frozenset({Role.STEWARD}),
        link=lambda run: "/desk/workers/doubles/",
    )
)
