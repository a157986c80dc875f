"""The likest first: names are compared word by word, and father, birth and sex weigh in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from shramsetu.lib import names
from shramsetu.lib.likeness import Ground, Likeness
from shramsetu.workers.models import Worker

_NAME, _PARENT, _BORN = 0.6, 0.25, 0.15
_UNKNOWN = 0.5
_YEARS = 10  # so far apart two births have nothing in common
_LEAST = 0.3


@dataclass(frozen=True, slots=True)
class Found:
    """A worker who was found, how well it fits (0 to 1), and why the name is taken for the one asked for."""

    worker: Worker
    score: float
    grounds: tuple[Ground, ...]


def ranked(rows: Sequence[Worker], *, name: str = "", parent: str = "", born: date | None = None) -> tuple[Found, ...]:
    """Put the rows in order, the likest first; who has almost nothing of what was asked is left out."""
    found = [_weighed(one, name, parent, born) for one in rows]
    kept = [one for one in found if one.score >= _LEAST] or found
    return tuple(sorted(kept, key=lambda one: (-one.score, one.worker.pk)))


def _weighed(worker: Worker, name: str, parent: str, born: date | None) -> Found:
    own, kin = _best(name, worker.name, worker.other_name), _best(parent, worker.parent)
    near = 1 - min(abs(worker.born_on.year - born.year) / _YEARS, 1) if born else _UNKNOWN
    score = _NAME * (own.score if name else _UNKNOWN) + _PARENT * (kin.score if parent and worker.parent else _UNKNOWN)
    return Found(worker, round(score + _BORN * near, 4), own.grounds if name else ())


def _best(asked: str, *written: str) -> Likeness:
    compared = [_compared(asked, one) for one in written if one and asked]
    return max(compared, key=lambda one: one.score, default=Likeness(0.0, ()))


@lru_cache(maxsize=20_000)
def _compared(one: str, two: str) -> Likeness:
    return names.compare(one, two)
