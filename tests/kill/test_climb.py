"""The worker of the climb ended by SIGKILL in the middle, then two at once: every rung told, none twice."""

import multiprocessing
import signal
import time
from datetime import datetime, timedelta
from multiprocessing.process import BaseProcess

import pytest
from django.db import connection
from tests.bonded import room

from shramsetu.bonded.actions import climb, duties
from shramsetu.bonded.models import BondedDuty
from shramsetu.journal import queries as journal
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import SYSTEM
from shramsetu.messages.models import Message

pytestmark = pytest.mark.kill
DUTIES = 40
PAUSE = 0.02


def worker(at: datetime) -> BaseProcess:
    """Start a process of its own that tells all that is to be told; it shares no connection with this one."""
    connection.close()
    process = multiprocessing.get_context("fork").Process(target=work, args=(at,))
    process.start()
    return process


def work(at: datetime) -> None:
    """Tell slowly and in small chunks, so that the kill falls into the middle."""
    tell = climb._tell

    def slowly(duty: BondedDuty, at: datetime) -> object:
        time.sleep(PAUSE)
        return tell(duty, at)

    climb._tell, climb.CHUNK = slowly, 5
    climb.climb(at=at)
    connection.close()


def told() -> int:
    return Entry.objects.filter(verb="tell").count()


@pytest.mark.usefixtures("committed")
def test_killed_in_the_middle_of_the_climb() -> None:
    for _ in range(DUTIES):
        duties.start(room.freed().case, "finding", from_at=room.AT, by=SYSTEM, at=room.AT)
    at = room.AT + timedelta(hours=24)
    for enough in (1, 12):
        process = worker(at)
        until = time.monotonic() + 30
        while told() < enough:
            assert process.is_alive(), "the worker ended before it could be killed"
            assert time.monotonic() < until
            time.sleep(0.005)
        process.kill()
        process.join(10)
        assert process.exitcode == -signal.SIGKILL
    assert 0 < told() < DUTIES

    last = [worker(at) for _ in range(2)]
    for process in last:
        process.join(60)
    assert [process.exitcode for process in last] == [0, 0]

    assert told() == DUTIES
    for post in ("sdm", "dm"):
        mine = Message.objects.filter(template="bonded-late", key__endswith=f":post{room.officer(post).post_id}")
        assert sum(int(one.values["count"]) for one in mine) == DUTIES, "each duty in exactly one message"
    assert set(BondedDuty.objects.values_list("next_tell_at")) == {(room.AT + timedelta(hours=48),)}
    assert list(journal.faults()) == []
    assert climb.climb(at=at) == 0
