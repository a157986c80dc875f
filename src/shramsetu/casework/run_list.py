"""Named reads of runs: whose they are, how far they are, what became of their rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from shramsetu.casework import runs
from shramsetu.casework.models import Chunk, Result, Run
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Role

ALL = frozenset({Role.ADMINISTRATOR, Role.STATE_DESK})


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: rows done, refused or broken, and left; chunks that broke, by kind of error."""

    rows: int
    done: int
    failed: int
    errors: Sequence[tuple[str, int]]

    @property
    def left(self) -> int:
        """How many rows nobody has touched yet."""
        return max(self.rows - self.done - self.failed, 0)

    @property
    def percent(self) -> int:
        """Whole percents of the rows that were looked at; a run without rows is complete."""
        return (self.rows - self.left) * 100 // self.rows if self.rows else 100


def visible_to(actor: Actor) -> QuerySet[Run]:
    """Return the runs that `actor` may see, newest first: the own post's, and kinds that are the role's."""
    rows = Run.objects.select_related("user", "post__place").order_by("-made_at", "-id")
    if actor.role in ALL:
        return rows
    mine = [name for name, kind in runs.kinds.items() if actor.role in kind.roles]
    return rows.filter(Q(post=actor.post_id, post__isnull=False) | Q(kind__in=mine))


def running() -> list[int]:
    """Return the runs under way, oldest first."""
    return list(Run.objects.filter(state=Run.State.RUNNING).order_by("made_at").values_list("pk", flat=True))


def progress(run: Run) -> Progress:
    """Return how far `run` is, without what broke: no query."""
    return Progress(run.rows, run.done, run.failed, ())


def with_errors(run: Run) -> Progress:
    """Return how far `run` is, and what broke in it."""
    broken = Chunk.objects.filter(run=run, state=Chunk.State.BROKEN).values("error").annotate(count=Count("id"))
    errors = broken.order_by("-count", "error").values_list("error", "count")
    return Progress(run.rows, run.done, run.failed, list(errors))


def results(run: Run, *, failed_only: bool) -> QuerySet[Result]:
    """Return what is told of the rows of `run`, in the order in which they were done."""
    rows = Result.objects.filter(run=run).order_by("is_done", "id")
    return rows.filter(is_done=False) if failed_only else rows


def reasons(run: Run) -> list[tuple[str, int]]:
    """Return why rows of `run` were refused, the most frequent reason first."""
    rows = Result.objects.filter(run=run, is_done=False).values("words").annotate(count=Count("id"))
    return list(rows.order_by("-count", "words").values_list("words", "count")[:50])
