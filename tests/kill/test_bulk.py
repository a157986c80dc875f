"""Claims sanctioned and registers brought in, the process killed with a chunk written and not committed: once each."""

import ctypes
from collections import Counter
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path

import pytest
from django.db import connection
from tests import cast
from tests.kill.killing import FORK, kill_at, slowly, started
from tests.schemes import room
from tests.workers import room as registry

from shramsetu.casework import runs, sheets
from shramsetu.casework.models import Case, Run
from shramsetu.journal import queries as journal
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import SYSTEM
from shramsetu.schemes import proof, sanctioning
from shramsetu.schemes.models import Award, Order
from shramsetu.workers.actions import oldbooks
from shramsetu.workers.models import Membership, OldBook, OldRow, Worker
from shramsetu.workers.oldbook_files import template

pytestmark = pytest.mark.kill
CLAIMS, ROWS, SIZE = 5, 24, 2


def work(pk: int) -> None:
    while runs.step(pk, at=room.AT):
        pass
    connection.close()


def work_slowly(pk: int, reached: "Synchronized[int]") -> None:
    slowly(runs, "_done", reached, 2)
    work(pk)


def killed_and_finished(run: Run) -> None:
    """Kill a worker of `run` before it commits its second chunk; let two others finish."""
    reached = FORK.Value(ctypes.c_int, 0)
    kill_at(started(work_slowly, run.pk, reached), reached, 2)
    run.refresh_from_db()
    assert 0 < run.done + run.failed < run.rows
    both = [started(work, run.pk) for _ in range(2)]
    for process in both:
        process.join(60)
        assert process.exitcode == 0
    work(run.pk)  # whoever comes last finds nothing, and ends it if both left together
    run.refresh_from_db()


@pytest.mark.usefixtures("committed")
def test_killed_while_sanctioning_each_claim_is_sanctioned_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sanctioning, "SIZE", SIZE)
    cases = [
        room.checked(room.claim(room.member(name=f"राम {n}", key=f"kill:{n}", phone=f"+91987650{n:04d}")))
        for n in range(CLAIMS)
    ]
    room.row(cases[0]).papers.all().delete()
    run = sanctioning.begin(scheme="", by=cast.holder_of(cases[0]), at=room.AT)
    assert run is not None
    killed_and_finished(run)
    assert (run.state, run.done, run.failed) == ("done", CLAIMS - 1, 1)
    granted = {one.pk for one in cases[1:]}
    assert set(Case.objects.filter(kind="claim", state="sanctioned").values_list("pk", flat=True)) == granted
    for found in (Award, Order):
        assert Counter(found.objects.values_list("claim", flat=True)) == Counter(granted)  # type: ignore[attr-defined]
    assert Counter(Entry.objects.filter(verb="sanction").values_list("stream", flat=True)) == Counter(
        one.stream for one in cases[1:]
    )
    assert [one for one in proof.faults() if one.count] == []
    assert list(journal.faults()) == []


@pytest.mark.usefixtures("committed")
def test_killed_while_a_register_comes_in_each_row_is_entered_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(oldbooks, "CHUNK", 5)
    sheet = template()
    (line,) = sheet.lines
    wrong = ("पुरुष", "कोई नहीं")
    lines = [
        [f"UP{n}", f"रामदेव {n}", *("" if "999990" in str(cell) else cell for cell in line[2:])] for n in range(ROWS)
    ]
    lines[3] = [wrong[1] if cell == wrong[0] else cell for cell in lines[3]]
    path = tmp_path / "old.csv"
    path.write_bytes(sheets.csv(sheets.Sheet(sheet.name, sheet.head, lines)))
    book = oldbooks.bring(path, board="bocw", district=None, by=SYSTEM, at=registry.AT)
    assert book.run is not None
    killed_and_finished(book.run)
    assert (book.run.state, book.run.done, book.run.failed) == ("done", ROWS - 1, 1)
    assert (Worker.objects.count(), Membership.objects.count()) == (ROWS - 1, ROWS - 1)
    assert OldRow.objects.filter(book=book, worker=None).count() == 1
    assert set(Counter(Worker.objects.values_list("key", flat=True)).values()) == {1}
    assert oldbooks.bring(path, board="bocw", district=None, by=SYSTEM, at=registry.AT).pk == book.pk
    assert OldBook.objects.count() == 1
    assert list(journal.faults()) == []
