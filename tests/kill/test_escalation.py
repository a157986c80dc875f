"""The clock's worker ended by SIGKILL in the middle of escalation: nothing lost, nothing doubled."""

import multiprocessing
import signal
import time
from datetime import datetime, timedelta
from multiprocessing.process import BaseProcess

import pytest
from django.db import connection
from django.db.models import Count
from tests import cast

from shramsetu.casework import actions, reconcile
from shramsetu.casework.models import Case
from shramsetu.grievances.models import Lapse
from shramsetu.journal import queries as journal
from shramsetu.journal.models import Entry
from shramsetu.messages.models import Message

pytestmark = pytest.mark.kill
CASES = 120
PAUSE = 0.02


def worker(at: datetime) -> BaseProcess:
    """Start a process of its own that passes on all that is overdue; it shares no connection with this one."""
    connection.close()
    process = multiprocessing.get_context("fork").Process(target=work, args=(at,))
    process.start()
    return process


def work(at: datetime) -> None:
    """Pass on slowly and in small chunks, so that the kill falls into the middle."""
    pass_on = actions._pass_on

    def slowly(case: Case, at: datetime) -> Entry:
        time.sleep(PAUSE)
        return pass_on(case, at)

    actions._pass_on, actions.CHUNK = slowly, 10
    actions.escalate_overdue(at=at, batch=1000)
    connection.close()


def escalated() -> int:
    return Entry.objects.filter(verb="escalate").count()


def kill_after(moved: int, process: BaseProcess) -> None:
    until = time.monotonic() + 30
    while escalated() < moved:
        assert process.is_alive(), "the worker ended before it could be killed"
        assert time.monotonic() < until
        time.sleep(0.005)
    process.kill()
    process.join(10)
    assert process.exitcode == -signal.SIGKILL


def joined(process: BaseProcess) -> int | None:
    process.join(60)
    return process.exitcode


@pytest.mark.usefixtures("committed")
def test_killed_in_the_middle_of_escalation() -> None:
    cases = [cast.complaint(channel="csc") for _ in range(CASES)]
    due = cases[0].due_at
    assert due is not None
    at = due + timedelta(minutes=1)

    for moved in (1, 40):
        kill_after(moved, worker(at))
    assert 0 < escalated() < CASES
    assert list(journal.faults()) == []

    last = [worker(at) for _ in range(2)]
    assert [joined(process) for process in last] == [0, 0]

    assert escalated() == CASES
    assert set(Case.objects.filter(kind="grievance").values_list("state", "level", "revision")) == {("unmarked", 2, 2)}
    assert Lapse.objects.count() == Case.objects.filter(kind="duty", state="pending").count() == CASES
    told = Message.objects.values("stream", "template").annotate(times=Count("id")).filter(times__gt=1)
    assert list(told.filter(template="officer-lapsed")) == []
    assert Message.objects.filter(template="escalated-late").count() == CASES
    assert {one.name: one.count for one in reconcile.findings(at) if one.count} == {}
    assert list(journal.faults()) == []
    assert actions.escalate_overdue(at=at) == 0
