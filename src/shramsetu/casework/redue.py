"""Reckoning due times anew after an order: a new limit, a holiday announced. First shown, then done, each an entry."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from shramsetu import rulebook
from shramsetu.casework import actions, flow, queries, rules
from shramsetu.casework.models import OPEN, Case
from shramsetu.casework.moves import Due, To
from shramsetu.journal import actions as journal
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.rulebook.streams import SHELF

CHUNK = 500
STREAM = "upkeep:due"


@dataclass(frozen=True, slots=True)
class Change:
    """An open case whose due time would be another one by the rulebook as it stands."""

    case: Case
    due: Due

    @property
    def days(self) -> int:
        """By how many days it moves; below zero where it comes sooner."""
        assert self.case.due_at is not None
        return (clock.day(self.due.at) - clock.day(self.case.due_at)).days


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: cases looked at, of how many, and how many of them were changed."""

    examined: int
    total: int
    changed: int


def running(at: datetime) -> QuerySet[Case]:
    """Return the open cases whose time still runs, in the order in which they are looked at."""
    return Case.objects.filter(phase=OPEN, due_at__gt=at).order_by("pk")


def changes(cases: Iterable[Case], *, at: datetime) -> Iterator[Change]:
    """Yield what would change in `cases`: nothing is written. Paused and overdue cases are left alone."""
    for case in cases:
        due = _reckoned(case, at) if case.phase == OPEN and case.due_at and case.due_at > at else None
        if due is not None and due.at != case.due_at:
            yield Change(case, due)


def recompute_due(cases: Iterable[Case], *, by: Actor, at: datetime) -> int:
    """Reckon the due time of open `cases` by the rulebook as it stands now; return how many changed.

    The one way in which a new limit or holiday reaches cases that are under way: each change is an entry that names
    the rule. Time that was given back after pauses stays given back.
    """
    changed = 0
    for change in changes(cases, at=at):
        case = change.case
        to = To(case.state, due=change.due, same_clock=True, facts={"due_from": case.due_at})
        actions.amend(case, "recompute_due", to=to, by=by, at=at)
        changed += 1
    return changed


def recompute_all(*, by: Actor, at: datetime, tell: Callable[[Progress], object] = lambda progress: None) -> Progress:
    """Reckon all open cases anew, a chunk in each transaction, and `tell` after each how far it is.

    The beginning, each chunk and the end stand in the stream `upkeep:due`. A run that was interrupted is begun again:
    what was changed is right already and does not change twice.
    """
    cases = running(at)
    progress, last = Progress(0, cases.count(), 0), 0
    _note("recompute_begin", progress, by, at)
    while True:
        with transaction.atomic():
            chunk = list(cases.filter(pk__gt=last).select_for_update(of=("self",))[:CHUNK])
            if not chunk:
                break
            changed = recompute_due(chunk, by=by, at=at)
            last = chunk[-1].pk
            progress = Progress(progress.examined + len(chunk), progress.total, progress.changed + changed)
            _note("recompute_chunk", progress, by, at)
        tell(progress)
    _note("recompute_end", progress, by, at)
    return progress


def latest() -> Entry | None:
    """Return the last entry of the last run: how far it is, or that it has ended."""
    return Entry.objects.filter(stream=STREAM).order_by("-seq").first()


def _note(verb: str, progress: Progress, by: Actor, at: datetime) -> None:
    detail = {"examined": progress.examined, "total": progress.total, "changed": progress.changed}
    journal.append(STREAM, verb, by=by, at=at, detail=detail)


def _reckoned(case: Case, at: datetime) -> Due | None:
    """Return the due time anew from the day the case came to its level, by the limits in force at `at`."""
    key, slash, level = case.limit_key.rpartition(".L")
    if not slash or key not in (case.category, f"{SHELF}{case.reference_kind}") or not level.isdigit():
        return _one_span(case, at)
    found = rules.level_due(key, int(level), case.level_at, on=clock.day(at))
    paused = queries.paused_time(case, queries.waiting_states(case), at, since=case.level_at)
    due = rules.extended(found.at, at - paused, at, urgent=case.urgent) if paused else found.at
    return Due(max(due, at + timedelta(seconds=1)), found.key, found.from_on, found.source)


def _one_span(case: Case, at: datetime) -> Due | None:
    """Return the same for kinds that have one span a level and whose clock never stands still; None for others.

    Those are the questions, demands and suggestions: their time always runs from when the case came to its level.
    """
    table = flow.flow_of(case.kind)
    if not table.public or queries.waiting_states(case):
        return None
    try:
        found = rules.figure_due(case.limit_key, case.level_at, urgent=case.urgent, on=clock.day(at))
    except (rulebook.NoRule, TypeError):
        return None
    return Due(max(found.at, at + timedelta(seconds=1)), found.key, found.from_on, found.source)
