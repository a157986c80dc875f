"""Workers of all lanes in a process of their own: what hangs keeps its own place and no other."""

import signal
import sys
import time
import uuid
from collections.abc import Callable
from multiprocessing.sharedctypes import Synchronized

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.kill.killing import FORK, started
from tests.messages import outbox

from shramsetu.bridges import tasks as bridges
from shramsetu.bridges.igrs import sending as igrs
from shramsetu.bridges.webhooks import sending as webhooks
from shramsetu.casework import tasks as casework
from shramsetu.insight import exports
from shramsetu.insight import tasks as insight
from shramsetu.lib.lanes import LANES
from shramsetu.messages import tasks as messages
from shramsetu.messages.models import State
from shramsetu.web import working

pytestmark = [pytest.mark.kill, pytest.mark.usefixtures("committed")]


def work(hanging: "Synchronized[int]") -> None:
    """Be a worker for whom IGRS, an endpoint of webhooks and every export hang."""

    def hang(*args: object, **given: object) -> int:
        with hanging.get_lock():
            hanging.value += 1
        time.sleep(300)
        return 0

    igrs.send_due = webhooks.send_due = exports.make = hang  # type: ignore[assignment]
    app.periodic_registry.periodic_tasks.clear()  # the minute's own jobs are not looked at here
    sys.exit(0 if working.run(LANES, at=timezone.now()) else 1)


def wait_for(question: Callable[[], bool]) -> None:
    end = time.monotonic() + 120
    while not question():
        assert time.monotonic() < end, list(ProcrastinateJob.objects.values_list("task_name", "status"))
        time.sleep(0.05)


def status(job: int) -> str:
    return str(ProcrastinateJob.objects.get(pk=job).status)


def now() -> int:
    return int(time.time())


def test_what_hangs_holds_up_neither_messages_nor_the_clock() -> None:
    hanging = FORK.Value("i", 0)
    hung = [bridges.igrs.defer(timestamp=now()), bridges.tell_endpoints.defer(timestamp=now())]
    hung += [insight.make_export.defer(export=str(uuid.uuid4())) for _ in range(3)]
    process = started(work, hanging)
    try:
        wait_for(lambda: hanging.value == 4)  # both systems, and both places of heavy work
        message = outbox.queued(template="code", at=timezone.now())
        jobs = [messages.deliver_waiting.defer(timestamp=now()), casework.tick.defer(timestamp=now())]
        wait_for(lambda: [status(job) for job in jobs] == ["succeeded"] * 2)
        assert outbox.fresh(message).state in (State.SENT, State.DELIVERED)
        assert [status(job) for job in hung] == [*["doing"] * 4, "todo"]
    finally:
        process.kill()
        process.join(10)


def test_a_new_worker_revives_and_does_what_was_queued_before_there_were_lanes() -> None:
    old = casework.tick.configure(queue="default").defer(timestamp=now())
    left = casework.look_after.defer(timestamp=now())
    with connection.cursor() as cursor:  # begun by a worker of whom nothing is known any more
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [left])
    process = started(work, FORK.Value("i", 0))
    wait_for(lambda: [status(old), status(left)] == ["succeeded"] * 2)
    process.terminate()
    process.join(30)
    assert process.exitcode == 0


def test_a_process_of_which_one_lane_broke_ends_for_another_to_begin() -> None:
    hanging = FORK.Value("i", 0)
    bridges.igrs.defer(timestamp=now())
    process = started(work, hanging)
    wait_for(lambda: hanging.value == 1)
    with connection.cursor() as cursor:  # as a worker does that takes this one for dead
        cursor.execute("DELETE FROM procrastinate_workers")
    job = casework.tick.defer(timestamp=now())
    process.join(60)
    assert process.exitcode == 1
    assert status(job) == "todo"

    another = started(work, hanging)
    wait_for(lambda: (status(job), hanging.value) == ("succeeded", 2))
    another.kill()
    another.join(10)
    assert another.exitcode == -signal.SIGKILL
