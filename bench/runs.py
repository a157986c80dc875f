"""Large jobs under SIGKILL: claims sanctioned (CLAIMS, 50000) and an old register brought in (ROWS, 1000000).

Two workers do the chunks; KILLS (3) times both are killed in the middle and others begun. One row in a hundred is
faulty. `python -m bench.runs work N` is one worker of run N.
"""

import csv
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import django

django.setup()

from django.db import connection  # noqa: E402 - models come after setup

from bench import figures, ground, waiting  # noqa: E402
from bench.given import sheet  # noqa: E402
from shramsetu.casework import runs  # noqa: E402
from shramsetu.casework.models import Case, Result, Run  # noqa: E402
from shramsetu.journal import queries as journal  # noqa: E402
from shramsetu.journal.models import Entry  # noqa: E402
from shramsetu.journal.rules import SYSTEM  # noqa: E402
from shramsetu.lib import namebook  # noqa: E402
from shramsetu.places.models import Kind, Place  # noqa: E402
from shramsetu.schemes import proof, sanctioning  # noqa: E402
from shramsetu.schemes.models import Award, Order  # noqa: E402
from shramsetu.workers.actions import oldbooks  # noqa: E402
from shramsetu.workers.models import Membership, OldRow, Worker  # noqa: E402

CLAIMS, ROWS = int(os.environ.get("CLAIMS", "50000")), int(os.environ.get("ROWS", "1000000"))
KILLS, PROCESSES = int(os.environ.get("KILLS", "3")), int(os.environ.get("PROCESSES", "2"))
FAULTY = 100  # one row in so many
HEAD = ["पंजीयन संख्या", "नाम", "पिता का नाम", "लिंग", "जन्मतिथि", "मोबाइल", "पंजीयन की तिथि", "वैधता", "जनपद"]


def main() -> None:
    """Sanction, bring in, prove."""
    if sys.argv[1:2] == ["work"]:
        work(int(sys.argv[2]))
        return
    found = sheet("runs")
    claims(found)
    register(found)
    began = time.monotonic()
    found.add("journal: faults", sum(1 for _ in journal.faults()), "faults", seconds=round(time.monotonic() - began))
    figures.explain(
        """Seconds are from the first worker's start to the last one's end, deaths and new starts among them; the CPU is
        that of workers and PostgreSQL together. Any count that does not fit ends the measurement with an error."""
    )


def claims(found: figures.Sheet) -> None:
    """Sanction all claims that wait for one officer; those without papers are refused and told."""
    at = datetime.now(UTC).replace(microsecond=0)
    by = waiting.claims(CLAIMS, at=at)
    run = sanctioning.begin(scheme="", by=by, at=at)
    assert run is not None
    measured(found, "claims sanctioned", run)
    bad = Case.objects.filter(kind="claim", state="sanction").count()
    good = CLAIMS - bad
    counts = (run.done, run.failed, Result.objects.filter(run=run, is_done=False).count())
    exact("claims", counts, (good, bad, bad))
    sanctioned = Case.objects.filter(kind="claim", state="sanctioned")
    once = [sanctioned.count(), Award.objects.count(), Award.objects.values("claim").distinct().count()]
    once += [Order.objects.filter(kind="sanction").count(), Entry.objects.filter(verb="sanction").count()]
    exact("claims once each", once, [good] * 5)
    exact("money", [one.name for one in proof.faults() if one.count], [])
    found.add("claims refused, each with its reason", bad, "claims")


def register(found: figures.Sheet) -> None:
    """Bring an old register in; wrong rows are told, each once."""
    at = datetime.now(UTC)
    before = Worker.objects.count()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(lines(at))
        began = time.monotonic()
        book = oldbooks.bring(path, board="bocw", district=None, by=SYSTEM, at=at)
        found.add("register laid down", ROWS / (time.monotonic() - began), "rows a second", rows=ROWS)
        assert book.run is not None
        measured(found, "rows of a register", book.run)
        exact("the same file", oldbooks.bring(path, board="bocw", district=None, by=SYSTEM, at=at).pk, book.pk)
    bad = len(range(FAULTY // 2, ROWS, FAULTY))
    exact("rows", (book.run.done, book.run.failed), (ROWS - bad, bad))
    exact("workers", Worker.objects.count() - before, ROWS - bad)
    exact("memberships", Membership.objects.exclude(number="").count(), ROWS - bad)
    exact("wrong rows", OldRow.objects.filter(book=book).exclude(fault="").count(), bad)
    found.add("rows refused, each with its reason", bad, "rows")


def lines(at: datetime) -> Iterator[list[str]]:
    """Yield a register of people with names by turns; of one in a hundred the day of birth is no day."""
    men = [one.split("/")[0] for one in namebook.MEN.split()]
    families = [one.split("/")[0] for one in namebook.FAMILIES.split()]
    districts = list(Place.objects.filter(kind=Kind.DISTRICT).order_by("pk").values_list("name_hi", flat=True))
    yield HEAD
    first, until = (at - timedelta(days=500)).strftime("%d-%m-%Y"), (at + timedelta(days=500)).strftime("%d-%m-%Y")
    for n in range(ROWS):
        born = date(1966, 1, 1) + timedelta(days=n * 37 % 14_000)
        day = "31-02-1990" if n % FAULTY == FAULTY // 2 else f"{born:%d-%m-%Y}"
        name = f"{men[n % len(men)]} {families[n // len(men) % len(families)]}"
        phone = f"{6_000_000_000 + n * 7919 % 3_999_999_999}"
        father = f"{men[n * 7 % len(men)]} {families[n // len(men) % len(families)]}"
        yield [f"UP{n:08d}", name, father, "पुरुष", day, phone, first, until, districts[n % len(districts)]]


def measured(found: figures.Sheet, name: str, run: Run) -> None:
    """Let workers do `run` to its end, killing them on the way; note rows a second, CPU and memory."""
    began, cpu, peak = time.monotonic(), postgres_seconds(), 0
    mine = os.times()
    deaths = [run.rows * (n + 1) // (KILLS + 1) for n in range(KILLS)]
    while run.state == Run.State.RUNNING:
        workers = [_worker(run) for _ in range(PROCESSES)]
        while any(one.poll() is None for one in workers):
            time.sleep(0.05)
            peak = max([peak, *(memory(one.pid) for one in workers if one.poll() is None)])
            run.refresh_from_db()
            if deaths and run.done + run.failed >= deaths[0]:
                deaths.pop(0)
                for one in workers:
                    one.send_signal(signal.SIGKILL)
        for one in workers:
            one.wait()
        run.refresh_from_db()
    seconds, spent = time.monotonic() - began, os.times()
    python = spent.children_user + spent.children_system - mine.children_user - mine.children_system
    cpu = postgres_seconds() - cpu
    exact("kills left over", len(deaths), 0)
    found.add(name, run.rows / seconds, "a second", rows=run.rows, kills=KILLS, processes=PROCESSES)
    found.add(f"{name}: time", seconds, "seconds")
    found.add(f"{name}: CPU", (python + cpu) * 1000 / run.rows, "ms a row", python=round(python * 1000 / run.rows, 2))
    found.add(f"{name}: memory of a worker", peak / 1024, "MiB")


def work(pk: int) -> None:
    """Do chunks of a run until there is none."""
    while runs.step(pk, at=datetime.now(UTC)):
        pass


def _worker(run: Run) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "bench.runs", "work", str(run.pk)], cwd=ground.ROOT)


def memory(pid: int) -> int:
    """Return the most memory that a process had so far, in KiB; 0 once it is gone."""
    try:
        said = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in said.splitlines() if line.startswith("VmHWM")), 0)


def postgres_seconds() -> float:
    """Return the processor time of the server and all that it has reaped."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        folder = Path(cursor.fetchone()[0])
    connection.close()
    try:
        own = int((folder / "postmaster.pid").read_text().split()[0])
        stat = Path(f"/proc/{own}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, stat[11:15])) / os.sysconf("SC_CLK_TCK")


def exact(what: str, found: object, wanted: object) -> None:
    """End the measurement where a count does not fit."""
    if found != wanted:
        raise SystemExit(f"{what}: {found}, not {wanted}")


if __name__ == "__main__":
    main()
