"""A worker ended by SIGKILL in the middle of a job: the job is begun anew, never by two, and not for ever."""

import signal
import threading
import time
from multiprocessing.process import BaseProcess

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.kill.killing import started

from shramsetu.intake.mail import actions as mail
from shramsetu.intake.mail import tasks
from shramsetu.journal import actions as journal
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import SYSTEM
from shramsetu.web.reviving import Revived, revive

pytestmark = [pytest.mark.kill, pytest.mark.usefixtures("committed")]
QUEUE = "kill"


def work(seconds: float) -> None:
    """Be a worker, until no job waits; reading the mailbox takes `seconds`."""

    def read_waiting(**given: object) -> None:
        journal.append("counted:mail", "count", by=SYSTEM, at=timezone.now(), detail={})
        time.sleep(seconds)

    mail.read_waiting = read_waiting  # type: ignore[assignment]
    with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
        app.run_worker(queues=[QUEUE], wait=False, install_signal_handlers=False)
    connection.close()


def begun() -> int:
    return Entry.objects.filter(stream="counted:mail").count()


def ask() -> None:
    tasks.fetch.configure(queue=QUEUE).defer(timestamp=int(time.time()))


def states() -> list[tuple[str, int]]:
    rows = ProcrastinateJob.objects.filter(task_name=tasks.fetch.name).order_by("pk")
    return list(rows.values_list("status", "attempts"))


def killed_in_the_middle() -> None:
    before = begun()
    process = started(work, 60)
    until = time.monotonic() + 60
    while begun() == before:
        assert process.is_alive()
        assert time.monotonic() < until
        time.sleep(0.02)
    process.kill()
    process.join(10)
    assert process.exitcode == -signal.SIGKILL


def to_the_end() -> None:
    process: BaseProcess = started(work, 0)
    process.join(60)
    assert process.exitcode == 0


def let_time_pass(seconds: int = 61) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - %s * interval '1 s'", [seconds]
        )


def test_mail_is_read_though_its_worker_died() -> None:
    ask()
    killed_in_the_middle()
    ask()
    to_the_end()  # what is begun keeps its lock: without reviving, no mail would be read ever again
    assert (states(), begun()) == ([("doing", 0), ("todo", 0)], 1)

    assert revive(at=timezone.now()) == Revived()  # it may only be slow
    let_time_pass()
    assert revive(at=timezone.now()) == Revived(superseded=1)
    to_the_end()
    assert (states(), begun()) == ([("aborted", 1), ("succeeded", 1)], 2)


def test_a_job_is_given_back_once_however_many_ask() -> None:
    ask()
    killed_in_the_middle()
    let_time_pass()
    found: list[Revived] = []

    def asking() -> None:
        found.append(revive(at=timezone.now()))
        connection.close()

    threads = [threading.Thread(target=asking) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(one.back for one in found) == [0, 0, 0, 1]
    assert states() == [("todo", 1)]
    to_the_end()
    assert (states(), begun()) == ([("succeeded", 2)], 2)


def test_what_kills_every_worker_is_given_up_and_told() -> None:
    ask()
    for deaths in (1, 2):
        killed_in_the_middle()
        let_time_pass()
        assert revive(at=timezone.now()) == Revived(back=1)
        assert states() == [("todo", deaths)]
    killed_in_the_middle()
    let_time_pass()
    assert revive(at=timezone.now()) == Revived(given_up=1)
    assert states() == [("failed", 3)]
    told = Entry.objects.get(stream="alarm:casework").detail
    number = ProcrastinateJob.objects.get(task_name=tasks.fetch.name).pk
    assert (told["count"], told["numbers"]) == (1, [str(number)])
    assert tasks.fetch.name in told["what"]
    assert revive(at=timezone.now()) == Revived()
