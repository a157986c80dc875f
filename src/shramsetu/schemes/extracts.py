"""The registry as Parquet files, for questions over all workers: cut by number, part by part, once a day.

An extract of a day lies in one folder; a part that is there is not made again, so a process that dies is gone on with
by the next. It holds no name, phone or number of anybody: facts, the worker's key, district and place.
"""

import fcntl
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb
from django.conf import settings
from django.db import connection
from django.db.models import Max, Min

from shramsetu import rulebook
from shramsetu.lib import clock
from shramsetu.lib.conditions import Kind
from shramsetu.schemes.engines import gathering
from shramsetu.schemes.engines.registry import Extract
from shramsetu.workers.models import Worker

PART = 250_000
MEMORY = "4GB"
KEPT_DAYS = 3  # extracts of the last days
_TYPES = {Kind.BOOL: "BOOLEAN", Kind.INT: "BIGINT", Kind.DATE: "DATE", Kind.WORD: "VARCHAR"}
_SIGNS = {"died_on": "DATE", "newborn_on": "DATE", "uow_until": "DATE"}


@dataclass(frozen=True, slots=True)
class Made:
    """An extract that is complete: of which day, when made, how many workers, how long it took, where it lies."""

    on: date
    made_at: datetime
    workers: int
    seconds: float
    size_bytes: int
    folder: str

    @property
    def pattern(self) -> str:
        """All its parts, as DuckDB names them."""
        return f"{self.folder}/part-*.parquet"


# Who is alive, as the engine reads it; see `view`.
LIVING = Extract.table("living", gathering.FACTS, gathering.KEPT)
Tell = Callable[[int, int], object]


def fresh(*, at: datetime, tell: Tell = lambda done, parts: None, part: int = PART) -> Made:
    """Return the extract of today, made now if there is none yet; `tell` hears after each part how many are done."""
    on = clock.day(at)
    folder = home() / f"{on:%Y%m%d}"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone(folder):
        if (known := _read(folder)) is not None:
            return known
        began = time.monotonic()
        workers = sum(_parts(folder, on, tell, part))
        size = sum(one.stat().st_size for one in folder.glob("part-*.parquet"))
        made = Made(on, at, workers, round(time.monotonic() - began, 1), size, str(folder))
        _write(folder, made)
    _forget(folder)
    return made


def latest() -> Made | None:
    """Return the newest complete extract of this machine, None if there is none."""
    found = [made for folder in sorted(home().glob("*/")) if (made := _read(folder)) is not None]
    return found[-1] if found else None


def home() -> Path:
    """Return where extracts lie."""
    return Path(settings.VAR) / "extract"


@contextmanager
def engine() -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a DuckDB of its own, with bounded memory; what does not fit goes to its folder."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY,
        "temp_directory": str(home() / "spill"),
        "preserve_insertion_order": False,
    }
    found = duckdb.connect(config=config)
    try:
        yield found
    finally:
        found.close()


def view(duck: duckdb.DuckDBPyConnection, pattern: str) -> None:
    """Let `duck` know the living workers of the parts `pattern` as the table `living`."""
    duck.execute(f"CREATE VIEW living AS SELECT * FROM read_parquet('{pattern}') WHERE died_on IS NULL")  # noqa: S608


def begins(part: int = PART) -> range:
    """Return the first number of each part; the same on every machine."""
    ends = Worker.objects.aggregate(first=Min("pk"), last=Max("pk"))
    if ends["first"] is None:
        return range(0)
    return range(ends["first"] // part * part, ends["last"] + 1, part)


def one(first: int, *, at: datetime, part: int = PART) -> Path:
    """Return the part that begins with the number `first` in today's extract, made now if it is not there."""
    folder = home() / f"{clock.day(at):%Y%m%d}"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = folder / f"part-{first:012}.parquet"
    if not file.exists():
        with _alone(folder), engine() as duck:
            _part(duck, file, clock.day(at), first, first + part - 1)
    return file


def _parts(folder: Path, on: date, tell: Tell, part: int) -> Iterator[int]:
    firsts = begins(part)
    with engine() as duck:
        for number, first in enumerate(firsts, start=1):
            file = folder / f"part-{first:012}.parquet"
            if not file.exists():
                _part(duck, file, on, first, first + part - 1)
            counted = duck.execute(f"SELECT count(*) FROM read_parquet('{file}')").fetchone()  # noqa: S608 - our own path
            tell(number, len(firsts))
            yield int(counted[0]) if counted else 0


def _part(duck: duckdb.DuckDBPyConnection, file: Path, on: date, first: int, last: int) -> None:
    """Write the workers from `first` to `last` into `file`, whole or not at all."""
    rows, half = file.with_suffix(".csv"), file.with_suffix(".half")
    asked = gathering.statement(gathering.SPAN)
    # psycopg puts the values in by itself: COPY takes no parameters.
    with connection.cursor() as cursor, rows.open("wb") as out:
        values = gathering.parameters(on, first=first, last=last)
        with cursor.copy(f"COPY ({asked}) TO STDOUT (FORMAT csv)", values) as copied:
            for block in copied:
                out.write(block)
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in _columns().items())
    read = f"read_csv('{rows}', header = false, columns = {{{columns}}})"
    duck.execute(f"COPY (SELECT * FROM {read}) TO '{half}' (FORMAT parquet, COMPRESSION zstd)")  # noqa: S608 - our own
    rows.unlink()
    os.replace(half, file)


def _columns() -> dict[str, str]:
    facts = rulebook.book().scheme_rules.facts
    kept = {name: _SIGNS.get(name, "BIGINT") for name in gathering.KEPT}
    return kept | {name: _TYPES[facts[name].type.kind] for name in gathering.FACTS}


def _read(folder: Path) -> Made | None:
    file = folder / "made.json"
    if not file.exists():
        return None
    found = json.loads(file.read_text(encoding="utf-8"))
    found |= {"on": date.fromisoformat(found["on"]), "made_at": datetime.fromisoformat(found["made_at"])}
    return Made(**found)


def _write(folder: Path, made: Made) -> None:
    half = folder / "made.half"
    half.write_text(json.dumps(asdict(made), default=lambda value: value.isoformat()), encoding="utf-8")
    os.replace(half, folder / "made.json")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _forget(newest: Path) -> None:
    for old in sorted(one for one in home().glob("[0-9]*") if one != newest)[:-KEPT_DAYS]:
        shutil.rmtree(old, ignore_errors=True)
