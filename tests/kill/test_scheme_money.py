"""Benefits under SIGKILL and under two people at once: no sum lost, none sent twice, each file written once."""

import ctypes
from collections import Counter
from datetime import date
from multiprocessing.sharedctypes import Synchronized

import pytest
from django.db import connection
from tests.kill.killing import FORK, kill_at, slowly, started
from tests.schemes import purse
from tests.schemes.purse import AT, accounts

from shramsetu.journal import queries as journal
from shramsetu.journal.rules import SYSTEM
from shramsetu.offices.errors import Refused
from shramsetu.schemes import proof
from shramsetu.schemes.actions import batches, pensions
from shramsetu.schemes.models import Batch, BatchFile, Due, Transfer
from shramsetu.schemes.rules import bankfile

pytestmark = pytest.mark.kill
CLAIMS = 6


def in_order() -> bool:
    return [one for one in proof.faults() if one.count] == [] and list(journal.faults()) == []


def make_slowly(reached: "Synchronized[int]") -> None:
    slowly(batches, "_transfer", reached, CLAIMS // 2)
    batches.make("bocw", "per_event", district=purse.kanpur(), by=accounts(), at=AT)


def approve_slowly(number: int, reached: "Synchronized[int]") -> None:
    slowly(batches, "_decide", reached, 1)
    batches.approve(Batch.objects.get(pk=number), by=accounts(1), at=AT)


def write_slowly(number: int, reached: "Synchronized[int]") -> None:
    slowly(batches, "_order", reached, CLAIMS // 2)
    batches.write(Batch.objects.get(pk=number), at=AT)


def run_slowly(reached: "Synchronized[int]") -> None:
    slowly(pensions.journal, "append", reached, 1)
    pensions.run("bocw", date(2027, 3, 1), by=SYSTEM, at=AT)


def make() -> None:
    try:
        batches.make("bocw", "per_event", district=purse.kanpur(), by=accounts(), at=AT)
    except Refused:
        pass
    finally:
        connection.close()


def write(number: int) -> None:
    batches.write(Batch.objects.get(pk=number), at=AT)
    connection.close()


@pytest.mark.usefixtures("committed")
def test_killed_while_batching_between_batch_and_file_and_while_writing_it() -> None:
    for number in range(1, CLAIMS + 1):
        purse.granted(number=number)

    reached = FORK.Value(ctypes.c_int, 0)
    kill_at(started(make_slowly, reached), reached, CLAIMS // 2)
    assert (Batch.objects.count(), Transfer.objects.count()) == (0, 0)
    assert set(Due.objects.values_list("stage", flat=True)) == {"planned"}

    both = [started(make), started(make)]
    for process in both:
        process.join(60)
        assert process.exitcode == 0
    assert Transfer.objects.count() == CLAIMS
    assert in_order()

    for batch in Batch.objects.all():
        reached = FORK.Value(ctypes.c_int, 0)
        kill_at(started(approve_slowly, batch.pk, reached), reached, 1)
        assert Batch.objects.get(pk=batch.pk).stage == "made"
        batches.approve(batch, by=accounts(1), at=AT)
    # approved, and the process died before the file
    assert BatchFile.objects.count() == 0
    assert in_order()

    for batch in batches.unwritten():
        if batch.count >= CLAIMS // 2:
            reached = FORK.Value(ctypes.c_int, 0)
            kill_at(started(write_slowly, batch.pk, reached), reached, CLAIMS // 2)
        both = [started(write, batch.pk), started(write, batch.pk)]
        for process in both:
            process.join(60)
            assert process.exitcode == 0
    files = list(BatchFile.objects.select_related("batch"))
    assert len(files) == Batch.objects.count()
    assert sum(bankfile.proved(batches.content(one))[0] for one in files) == CLAIMS
    sent = Counter(line.split(",")[2] for one in files for line in batches.content(one).decode().splitlines()[1:-1])
    assert sent == dict.fromkeys(Transfer.objects.values_list("reference", flat=True), 1)
    assert in_order()


@pytest.mark.usefixtures("committed")
def test_a_pension_run_killed_makes_each_month_once() -> None:
    purse.granted(purse.PENSION)
    reached = FORK.Value(ctypes.c_int, 0)
    kill_at(started(run_slowly, reached), reached, 1)
    assert Due.objects.count() == 0
    assert pensions.run("bocw", date(2027, 3, 1), by=SYSTEM, at=AT).dues == 4
    assert pensions.run("bocw", date(2027, 3, 1), by=SYSTEM, at=AT).dues == 0
    assert in_order()
