"""A worker ended by SIGKILL in the middle of a large job: every row is done once."""

import multiprocessing
import signal
import time
from collections import Counter
from collections.abc import Iterable
from multiprocessing.process import BaseProcess

import pytest
from django.db import connection
from tests import cast

from shramsetu.casework import runs
from shramsetu.casework.models import Run
from shramsetu.journal import actions as journal
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import SYSTEM

pytestmark = pytest.mark.kill
ROWS, SIZE = 400, 10


def count(task: runs.Task) -> Iterable[runs.Told]:
    """Write each row down slowly, so that the kill falls into a chunk."""
    for key in task.what["keys"]:
        journal.append(f"counted:{key}", "count", by=task.by, at=task.at, detail={})
        time.sleep(0.002)
    return []


def worker(pk: int) -> BaseProcess:
    connection.close()
    process = multiprocessing.get_context("fork").Process(target=work, args=(pk,))
    process.start()
    return process


def work(pk: int) -> None:
    while runs.step(pk, at=cast.MONDAY):
        pass
    connection.close()


def counted() -> int:
    return Entry.objects.filter(verb="count").count()


@pytest.mark.usefixtures("committed")
def test_killed_in_the_middle_of_a_run() -> None:
    runs.register(runs.Kind("counting", "गिनती", count))
    try:
        keys = (str(n) for n in range(ROWS))
        run = runs.begin("counting", runs.lists(keys, SIZE), title="गिनती", by=SYSTEM, at=cast.MONDAY)
        for wanted in (1, 150):
            process, until = worker(run.pk), time.monotonic() + 30
            while counted() < wanted:
                assert process.is_alive()
                assert time.monotonic() < until
                time.sleep(0.003)
            process.kill()
            process.join(10)
            assert process.exitcode == -signal.SIGKILL
        assert 0 < counted() < ROWS
        assert counted() % SIZE == 0

        last = [worker(run.pk) for _ in range(2)]
        for process in last:
            process.join(60)
        work(run.pk)  # whoever comes last finds nothing, and ends it if both left together
        streams = Counter(Entry.objects.filter(verb="count").values_list("stream", flat=True))
        assert set(streams.values()) == {1}
        assert len(streams) == ROWS
        assert list(Run.objects.values_list("state", "done", "failed")) == [("done", ROWS, 0)]
    finally:
        runs.kinds.pop("counting")
