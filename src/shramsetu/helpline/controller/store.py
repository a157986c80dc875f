"""The way from the event loop to the rows: actions run in a few threads, each with its own connection."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, Protocol, TypeVar

from django.db import InterfaceError, OperationalError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

T = TypeVar("T")
P = ParamSpec("P")
THREADS = 16  # each waits for the disk at every commit; the server writes what comes together at once
PATIENCE_SECONDS = 8.0


class Down(Exception):
    """The database cannot be reached; what was to be written is not written, or not known to be."""


class Store(Protocol):
    """Runs actions and queries."""

    async def do(self, action: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `action` and return what it returns; raises Down, and whatever the action raises."""

    def close(self) -> None:
        """Let go of threads and connections."""


class Threads:
    """A store for a live node: nothing in the event loop ever waits for the database."""

    def __init__(self, threads: int = THREADS) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="rows")
        self._wires: set[BaseDatabaseWrapper] = set()

    async def do(self, action: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `action` in a thread; a connection that broke is tried anew once, at once."""
        work = asyncio.get_running_loop().run_in_executor(
            self._pool, lambda: self._run(lambda: action(*args, **kwargs))
        )
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return await work
        except TimeoutError as error:
            raise Down from error

    def close(self) -> None:
        """Finish what runs, and close every thread's connection; called when the loop has ended."""
        self._pool.shutdown(wait=True)
        for wire in self._wires:
            wire.inc_thread_sharing()
            wire.close()

    def _run(self, work: Callable[[], T]) -> T:
        self._wires.add(connections["default"])
        try:
            return work()
        except (OperationalError, InterfaceError):
            connection.close()
        try:
            return work()
        except (OperationalError, InterfaceError) as error:
            connection.close()
            raise Down from error


class Inline:
    """A store for simulated time: the loop stands still while rows are read and written."""

    async def do(self, action: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `action` here and now."""
        return action(*args, **kwargs)

    def close(self) -> None:
        """Nothing to let go of."""
