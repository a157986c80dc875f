"""An event loop whose clock jumps: whoever sleeps an hour has slept at once, in the right order."""

import asyncio
import os
import selectors
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import connections

ALLOWED = "DJANGO_ALLOW_ASYNC_UNSAFE"
T = TypeVar("T")


class _Jump(selectors.DefaultSelector):
    """Never waits: what the loop would have waited is added to its clock."""

    loop: "JumpingLoop"

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Return what is ready now; else jump."""
        found = super().select(0)
        if not found and timeout:
            self.loop.passed += timeout
        return found


class JumpingLoop(asyncio.SelectorEventLoop):
    """A loop in simulated time, beginning at 0 seconds."""

    def __init__(self) -> None:
        self.passed = 0.0
        jump = _Jump()
        jump.loop = self
        super().__init__(jump)

    def time(self) -> float:
        """Return the simulated seconds since the beginning."""
        return self.passed


def run(work: Callable[[Callable[[], datetime]], Coroutine[Any, Any, T]], *, began: datetime) -> T:
    """Run `work(now)` in simulated time from `began`; rows are read and written while the clock stands still.

    The loop uses the connection of its thread, and waits for nothing but it: what Django guards against is meant here.
    """
    wire, before = connections["default"], os.environ.get(ALLOWED)

    async def with_rows(now: Callable[[], datetime]) -> T:
        connections["default"] = wire
        return await work(now)

    os.environ[ALLOWED] = "yes"
    try:
        with asyncio.Runner(loop_factory=JumpingLoop) as runner:
            loop = runner.get_loop()
            return runner.run(with_rows(lambda: began + timedelta(seconds=loop.time())))
    finally:
        del os.environ[ALLOWED]
        if before is not None:
            os.environ[ALLOWED] = before
