"""Runs: work over many rows, in chunks that are each one transaction, so that a kill leaves neither hole nor double.

A package registers a kind of run (`register`) and begins one (`begin`); the workers of the site do its chunks, several
at once if they are free. What a chunk does and that it is done are committed together: a process that dies in the
middle of one leaves it as it was, and another does it. An error that nobody expected breaks its chunk, not the run.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

import structlog
from django.db import transaction
from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from shramsetu.casework import rules
from shramsetu.casework.models import Chunk, Result, Run
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.offices.errors import Refused

log = structlog.get_logger("runs")
TASK = "casework.runs"
TRIES = 3
FORGOTTEN = 200  # runs in one night
WRITTEN = 1_000  # chunks laid down by one statement
Words = str | Promise


class HasMoved(Refused):
    """The run is not in the state in which this can be done; look again."""

    message = _("The run has moved on meanwhile. Look again.")


class NotYet(Exception):
    """The chunk's turn has not come: something of which there may be one at a time is in hand. It waits, untried."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the work before it is laid down: what is done, and over how many rows."""

    what: dict[str, Any]
    rows: int


@dataclass(frozen=True, slots=True)
class Task:
    """A chunk to be done: of which run, what, in whose name, when."""

    run: Run
    what: dict[str, Any]
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one row. Rows that were done and have nothing to tell need none."""

    ref: str
    is_done: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of run. `work` does one chunk within its transaction; `finish` is called once, when all are done.

    `work` may raise NotYet, then the chunk waits.
    `roles` see every run of the kind, others those of their own post. `link` leads to what a run made, `row_link` to
    what a row of its results is about.
    """

    name: str
    label: Words
    work: Callable[[Task], Iterable[Told]]
    finish: Callable[[Run, datetime], dict[str, Any] | None] | None = None
    roles: frozenset[str] = field(default_factory=frozenset)
    link: Callable[[Run], str] | None = None
    row_link: Callable[[str], str] | None = None


kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Let runs of this kind be begun."""
    kinds[kind.name] = kind


def lists(keys: Iterable[Any], size: int) -> Iterator[Part]:
    """Cut a list of keys into parts of `size`: `{"keys": […]}`."""
    each = iter(keys)
    while chunk := list(islice(each, size)):
        yield Part({"keys": chunk}, len(chunk))


def spans(first: int, last: int, size: int) -> Iterator[Part]:
    """Cut the numbers from `first` to `last` into parts of `size`: `{"first": …, "last": …}`, both counted."""
    for begin in range(first, last + 1, size):
        end = min(begin + size - 1, last)
        yield Part({"first": begin, "last": end}, end - begin + 1)


@transaction.atomic
def begin(
    kind: str,
    parts: Iterable[Part],
    *,
    title: str,
    by: Actor,
    at: datetime,
    asked: dict[str, Any] | None = None,
    key: str | None = None,
) -> Run:
    """Lay a run down and have it done in the background; the same `key` again gives the run there is."""
    if key is not None and (known := Run.objects.filter(key=key).first()):
        return known
    run = Run(kind=kinds[kind].name, title=title[:200], asked=asked or {}, key=key, role=by.role, made_at=at)
    run.post_id, run.user_id = by.post_id, by.user_id
    run.save(force_insert=True)
    each = (Chunk(run=run, seq=seq, what=one.what, rows=one.rows) for seq, one in enumerate(parts))
    while laid := list(islice(each, WRITTEN)):
        Chunk.objects.bulk_create(laid)
        run.rows += sum(one.rows for one in laid)
    run.save(update_fields=["rows"])
    _note(run, "begin_run", by, at, {"kind": kind, "rows": run.rows})
    knock(run)
    return run


def knock(run: Run) -> None:
    """Tell the workers that there is something to do; the clock does so too, each minute."""
    app.configure_task(TASK).defer(run=run.pk)


def step(pk: int, *, at: datetime) -> bool:
    """Do the next chunk of a run that nobody else has in hand; False if there is none, or the run does not run."""
    with transaction.atomic():
        run = Run.objects.filter(pk=pk, state=Run.State.RUNNING).first()
        waiting = Chunk.objects.filter(run=pk, state=Chunk.State.WAITING).order_by("tries", "seq")
        chunk = waiting.select_for_update(skip_locked=True).first() if run else None
        if run is None:
            return False
        if chunk is None:
            return _end(run, at=at)
        try:
            with transaction.atomic():
                told = list(kinds[run.kind].work(Task(run, chunk.what, actor_of(run), at)))
        except NotYet:
            return False  # the clock looks again each minute
        except Exception as problem:  # noqa: BLE001 - one chunk must not hold up the others
            log.error("chunk_broken", run=run.pk, seq=chunk.seq, error=type(problem).__name__, exc_info=True)
            _broken(chunk, problem)
        else:
            _done(run, chunk, told)
    return True


def actor_of(run: Run) -> Actor:
    """Return who began a run: in that name its chunks are done."""
    return Actor(role=run.role, user_id=run.user_id, post_id=run.post_id)


def each(keys: Sequence[str], one: Callable[[str], str], *, refusals: Sequence[type[Exception]] = ()) -> list[Told]:
    """Do `one` for each key, each in a savepoint of its own; what it refuses is told with the reason.

    `one` returns words worth keeping of what was done, or nothing.
    """
    told: list[Told] = []
    known: tuple[type[Exception], ...] = (Refused, *refusals)
    for key in keys:
        try:
            with transaction.atomic():
                words = one(key)
        except known as refusal:
            told.append(Told(key, words=str(refusal)))
        else:
            told += [Told(key, is_done=True, words=words)] if words else []
    return told


def pause(run: Run, *, by: Actor, at: datetime) -> None:
    """Begin no further chunk; those in hand are brought to an end. Raises HasMoved."""
    _turn(run, (Run.State.RUNNING,), Run.State.PAUSED, "pause_run", by, at)


def resume(run: Run, *, by: Actor, at: datetime) -> None:
    """Go on where it was paused. Raises HasMoved."""
    _turn(run, (Run.State.PAUSED,), Run.State.RUNNING, "resume_run", by, at)
    knock(run)


def stop(run: Run, *, by: Actor, at: datetime) -> None:
    """End it for good; what was done stays done. Raises HasMoved."""
    _turn(run, (Run.State.RUNNING, Run.State.PAUSED), Run.State.STOPPED, "stop_run", by, at)


@transaction.atomic
def again(run: Run, *, by: Actor, at: datetime) -> int:
    """Try the broken chunks once more; return how many. Raises HasMoved while it runs, or with none broken."""
    broken = Chunk.objects.filter(run=run, state=Chunk.State.BROKEN)
    if not (rows := sum(broken.values_list("rows", flat=True))):
        raise HasMoved
    count = broken.update(state=Chunk.State.WAITING, tries=0, error="")
    _turn(run, (Run.State.DONE, Run.State.STOPPED), Run.State.RUNNING, "repeat_run", by, at)
    Run.objects.filter(pk=run.pk).update(failed=F("failed") - rows)
    knock(run)
    return count


def forget(*, at: datetime) -> int:
    """Remove runs that ended so long ago that nobody asks for them, with their results; return how many."""
    before = at - timedelta(days=rules.figure("runs.kept_days", at))
    old = list(Run.objects.filter(ended_at__lt=before).order_by("pk").values_list("pk", flat=True)[:FORGOTTEN])
    Result.objects.filter(run__in=old).delete()
    Chunk.objects.filter(run__in=old).delete()
    return Run.objects.filter(pk__in=old).delete()[0]


def _done(run: Run, chunk: Chunk, told: list[Told]) -> None:
    Chunk.objects.filter(pk=chunk.pk).update(state=Chunk.State.DONE, error="")
    Result.objects.bulk_create(
        Result(chunk=chunk, run=run, ref=one.ref[:80], is_done=one.is_done, words=one.words[:300]) for one in told
    )
    failed = sum(not one.is_done for one in told)
    Run.objects.filter(pk=run.pk).update(done=F("done") + chunk.rows - failed, failed=F("failed") + failed)


def _broken(chunk: Chunk, problem: Exception) -> None:
    tries = chunk.tries + 1
    state = Chunk.State.BROKEN if tries >= TRIES else Chunk.State.WAITING
    Chunk.objects.filter(pk=chunk.pk).update(state=state, tries=tries, error=type(problem).__name__[:80])
    if state == Chunk.State.BROKEN:
        Run.objects.filter(pk=chunk.run_id).update(failed=F("failed") + chunk.rows)


def _end(run: Run, *, at: datetime) -> bool:
    """Close a run of which no chunk is left; one that another worker has in hand keeps it open."""
    if Chunk.objects.filter(run=run, state=Chunk.State.WAITING).exists():
        return False
    if not Run.objects.filter(pk=run.pk, state=Run.State.RUNNING).update(state=Run.State.DONE, ended_at=at):
        return False
    run.refresh_from_db()
    finish = kinds[run.kind].finish
    found = (finish(run, at) if finish else None) or {}
    Run.objects.filter(pk=run.pk).update(found=found)
    _note(run, "end_run", actor_of(run), at, {"done": run.done, "failed": run.failed})
    return False


@transaction.atomic
def _turn(run: Run, start: tuple[str, ...], end: str, verb: str, by: Actor, at: datetime) -> None:
    ended = at if end == Run.State.STOPPED else None
    if not Run.objects.filter(pk=run.pk, state__in=start).update(state=end, ended_at=ended):
        raise HasMoved
    _note(run, verb, by, at, {})


def _note(run: Run, verb: str, by: Actor, at: datetime, detail: dict[str, object]) -> None:
    journal.append(str(run), verb, by=by, at=at, detail=detail)
