"""The halls of a simulated day, each in a process of its own: what they say on the way, and what they come to."""

import json
import queue
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from shramsetu.helpline.simulation.day import Progress
from shramsetu.helpline.simulation.halls import Result

STOP_SECONDS = 20
Say = Callable[[str], None]


class Failed(Exception):
    """A hall's process ended without a result."""


def tell(what: Progress) -> str:
    """Return the line in which a hall's process says how far it is."""
    return json.dumps({"progress": asdict(what)})


def result(what: Result) -> str:
    """Return the line in which a hall's process says what its day came to."""
    return json.dumps({"result": what.plain()})


def watch(halls: Sequence[subprocess.Popen[str]], say: Say) -> list[Result]:
    """Tell how far the halls are until all have ended; return their results. Raises Failed; leaves no process."""
    lines: queue.SimpleQueue[tuple[int, str | None]] = queue.SimpleQueue()
    board = Board(len(halls), say)
    readers = [threading.Thread(target=_read, args=(*one, lines), daemon=True) for one in enumerate(halls)]
    with _stopped_in_the_end(halls, readers):
        for reader in readers:
            reader.start()
        left = len(halls)
        while left:
            number, line = lines.get()
            if line is not None:
                board.hear(number, line)
            elif halls[number].wait() or number not in board.results:
                raise Failed
            else:
                left -= 1
    return [board.results[number] for number in range(len(halls))]


class Board:
    """Puts together what the halls say: a line for each mark of the day that all of them have passed."""

    def __init__(self, halls: int, say: Say) -> None:
        self.halls, self.say = halls, say
        self.results: dict[int, Result] = {}
        self.marks: dict[float, dict[int, Progress]] = {}
        self.began: float | None = None  # when all had everything ready

    def hear(self, hall: int, line: str) -> None:
        """Take a line of a hall."""
        try:
            said: dict[str, Any] = json.loads(line)
        except ValueError:
            self.say(f"{hall + 1} · {line}" if self.halls > 1 else line)
            return
        if "result" in said:
            self.results[hall] = Result.read(said["result"])
            return
        found = Progress(**said["progress"])
        here = self.marks.setdefault(round(found.hour, 3), {})
        here[hall] = found
        if len(here) == self.halls:
            self._show(list(here.values()))

    def _show(self, found: list[Progress]) -> None:
        now = time.monotonic()
        self.began = self.began or now
        minute = round(found[0].hour * 60)
        came, dialled, on, whole = (sum(getattr(one, name) for one in found) for name in Progress.__slots__[1:])
        share = (came + dialled) / max(whole, 1)
        spent = now - self.began
        left = f", ≈ {spent * (1 - share) / share / 60:.0f} min बाकी · left" if share and share < 1 else ""
        self.say(
            f"{minute // 60:02}:{minute % 60:02} · {came:,} आई · in, {dialled:,} की गई · out, {on:,} लाइन पर · on"
            f" · {spent / 60:.1f} min{left}"
        )


def _read(number: int, hall: subprocess.Popen[str], lines: "queue.SimpleQueue[tuple[int, str | None]]") -> None:
    assert hall.stdout is not None
    with hall.stdout as said:
        for line in said:
            lines.put((number, line.rstrip()))
    lines.put((number, None))


@contextmanager
def _stopped_in_the_end(halls: Sequence[subprocess.Popen[str]], readers: Sequence[threading.Thread]) -> Iterator[None]:
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C: what was begun is ended
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
        for hall in halls:
            hall.terminate()
        for hall in halls:
            try:
                hall.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                hall.kill()
                hall.wait()
        for reader in readers:
            reader.join(STOP_SECONDS)
