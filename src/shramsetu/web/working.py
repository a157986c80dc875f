"""The worker: all lanes beside one another in one process, each with places of its own.

It ends by a signal once the jobs in hand are done, and by itself when one of its lanes breaks (the database went away,
say): whoever keeps processes alive starts it anew.
"""

import asyncio
import os
import signal
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import structlog
from django.db import connection
from procrastinate.app import WorkerOptions
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.worker import Worker

from shramsetu.casework import rules
from shramsetu.lib.lanes import Lane
from shramsetu.web import reviving

log = structlog.get_logger("worker")

SPARE_THREADS = 4  # for what procrastinate and the look-up of names need beside the jobs
LEFT_SECONDS = 10.0  # when a lane broke, the jobs of the others have as long to end; those cut off are revived


class _Follower(Worker):
    """A worker that leaves the clock's jobs to the first of its process.

    procrastinate's readers of cron lines are shared within a process and keep their place: two would confuse them.
    """

    async def _periodic_deferrer(self) -> None:
        await asyncio.Event().wait()


def run(lanes: Sequence[Lane], *, at: datetime) -> bool:
    """Revive what dead workers left, then do the jobs of `lanes` until told to stop; False if a lane broke."""
    reviving.revive(at=at)
    connection.close()
    silent = rules.figure("jobs.silent_seconds", at)
    own = app.connector
    assert isinstance(own, DjangoConnector)
    with app.replace_connector(own.get_worker_connector()):
        return asyncio.run(_work(lanes, silent=silent))


async def _work(lanes: Sequence[Lane], *, silent: int) -> bool:
    loop = asyncio.get_running_loop()
    places = sum(lane.at_once for lane in lanes)
    # asyncio's own pool has a few threads for all: one hanging lane would take them from the others
    loop.set_default_executor(ThreadPoolExecutor(places + SPARE_THREADS, thread_name_prefix="job"))
    async with app.open_async():
        kinds = [Worker, *[_Follower] * (len(lanes) - 1)]
        options = [_options(lane, silent=silent) for lane in lanes]
        workers = [kind(app, **each) for kind, each in zip(kinds, options, strict=True)]
        return await _watched(workers)


def _options(lane: Lane, *, silent: int) -> WorkerOptions:
    return {
        **app.worker_defaults,
        "name": lane.name,
        "queues": list(lane.queues),  # a tuple would be a row of PostgreSQL, a list is an array
        "concurrency": lane.at_once,
        "stalled_worker_timeout": silent,  # here and in reviving the same silence means death
        "install_signal_handlers": False,
    }


async def _run(worker: Worker) -> None:
    await worker.run()  # type: ignore[no-untyped-call]


async def _watched(workers: Sequence[Worker]) -> bool:
    """Let the workers work until the first ends or a signal comes; then all of them end."""
    is_told = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, is_told.set)
    running = [asyncio.create_task(_run(worker), name=worker.worker_name) for worker in workers]
    told = asyncio.create_task(is_told.wait())
    await asyncio.wait([told, *running], return_when=asyncio.FIRST_COMPLETED)
    is_well = is_told.is_set()
    for worker in workers:
        worker.stop()  # type: ignore[no-untyped-call]
    ended, left = await asyncio.wait(running, timeout=None if is_well else LEFT_SECONDS)
    told.cancel()
    for one in ended:
        if error := one.exception():
            log.error("lane_broke", lane=one.get_name(), exc_info=error)
            is_well = False
    if left:
        log.error("lanes_cut_off", lanes=sorted(one.get_name() for one in left))
        os._exit(1)  # a thread that hangs can be ended in no other way
    return is_well
