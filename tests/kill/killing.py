"""Processes that stop dead at a certain point and are killed there."""

import multiprocessing
import signal
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from multiprocessing.sharedctypes import Synchronized

from django.db import connection

FORK = multiprocessing.get_context("fork")


def started(work: Callable[..., None], *given: object) -> BaseProcess:
    """Start a process of its own; it shares no connection with this one."""
    connection.close()
    process = FORK.Process(target=work, args=given)
    process.start()
    return process


def slowly(module: object, name: str, reached: "Synchronized[int]", stop_at: int) -> None:
    """Let a function stop dead at its `stop_at`th call, as a process does before it is killed."""
    wrapped = getattr(module, name)

    def stopping(*args: object, **options: object) -> object:
        answer = wrapped(*args, **options)
        reached.value += 1
        if reached.value == stop_at:
            time.sleep(60)
        return answer

    setattr(module, name, stopping)


def kill_at(process: BaseProcess, reached: "Synchronized[int]", count: int) -> None:
    """Kill `process` when it has reached its point so often."""
    until = time.monotonic() + 60
    while reached.value < count:
        assert process.is_alive(), "the process ended before it could be killed"
        assert time.monotonic() < until
        time.sleep(0.01)
    process.kill()
    process.join(10)
    assert process.exitcode == -signal.SIGKILL
