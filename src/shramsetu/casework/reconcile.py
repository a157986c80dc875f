"""The nightly proof: every open case is held and due, every overdue one passed on or explained, every head fits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet

from shramsetu.casework import alarm
from shramsetu.casework.models import CLOSED, FINAL, OPEN, PAUSED, Bar, Case
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import SYSTEM
from shramsetu.offices.models import Charge, Post

# The clock runs each minute; what is overdue for longer than this and has not moved is a fault.
PATIENCE = timedelta(minutes=15)
SHOWN = 20
INCUMBENT = (Charge.Kind.SUBSTANTIVE, Charge.Kind.ADDITIONAL)


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: its name, how many cases do not fit, and the numbers of the first of them."""

    name: str
    count: int
    numbers: list[str]


def findings(at: datetime) -> list[Finding]:
    """Return every check with what does not fit; all counts zero is the proof."""
    return [_finding(name, check(at)) for name, check in CHECKS.items()] + [_heads()]


def keep(*, at: datetime) -> list[Finding]:
    """Run the checks and write their outcome into the journal, so that the proof itself is kept."""
    found = findings(at)
    detail = {finding.name: finding.count for finding in found}
    for finding in found:
        if finding.count:
            alarm.sound(finding.name, finding.numbers, at=at)
    journal.append("reconcile:casework", "reconcile", by=SYSTEM, at=at, detail=detail)
    return found


def _finding(name: str, wrong: QuerySet[Case]) -> Finding:
    count = wrong.count()
    return Finding(name, count, list(wrong.order_by("id").values_list("number", flat=True)[:SHOWN]) if count else [])


def _unheld(at: datetime) -> QuerySet[Case]:
    open_ones = Case.objects.filter(phase__in=[OPEN, PAUSED])
    return open_ones.filter(holder=None) | open_ones.filter(due_at=None) | open_ones.filter(level__lt=1)


def _held_by_nobody(at: datetime) -> QuerySet[Case]:
    gone = Post.objects.filter(pk=OuterRef("holder"), abolished_at__isnull=False)
    return Case.objects.filter(Exists(gone), phase__in=[OPEN, PAUSED])


def _not_passed_on(at: datetime) -> QuerySet[Case]:
    waiting = Case.objects.filter(phase__in=[OPEN, PAUSED], due_at__lt=at - PATIENCE)
    return waiting.exclude(phase=OPEN, warned=100)


def _not_finalised(at: datetime) -> QuerySet[Case]:
    return Case.objects.filter(phase=CLOSED, rests_until__lt=at - PATIENCE)


def _closed_without_time(at: datetime) -> QuerySet[Case]:
    return Case.objects.filter(phase__in=[CLOSED, FINAL], closed_at=None)


def _duties_of_the_closed(at: datetime) -> QuerySet[Case]:
    return Case.objects.filter(kind="duty", phase=OPEN, parent__phase=FINAL)


def _held_by_the_barred(at: datetime) -> QuerySet[Case]:
    named = Bar.objects.filter(case=OuterRef("pk"))
    seated = Charge.objects.filter(post=OuterRef("holder"), to_at=None, kind__in=INCUMBENT)
    post = Exists(named.filter(post=OuterRef("holder")))
    person = Exists(seated.filter(user__in=Bar.objects.filter(case=OuterRef(OuterRef("pk"))).values("user")))
    return Case.objects.filter(post | person, phase__in=[OPEN, PAUSED])


def _attached_to_itself(at: datetime) -> QuerySet[Case]:
    return Case.objects.filter(master=F("id"))


CHECKS: dict[str, Callable[[datetime], QuerySet[Case]]] = {
    "open without holder or due time": _unheld,
    "held by an abolished post": _held_by_nobody,
    "overdue, neither passed on nor at the top": _not_passed_on,
    "at rest beyond its last way out": _not_finalised,
    "closed without a time": _closed_without_time,
    "a duty left over in a final case": _duties_of_the_closed,
    "attached to itself": _attached_to_itself,
    "held by whom it names": _held_by_the_barred,
}

_HEADS = """
SELECT c.number FROM casework_case c
LEFT JOIN journal_entry e ON e.stream = 'case:' || c.number AND e.seq = c.revision
WHERE e.head IS DISTINCT FROM c.head
ORDER BY c.id
"""


def _heads() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute(_HEADS)
        numbers = [row[0] for row in cursor.fetchall()]
    return Finding("head differs from the last entry", len(numbers), numbers[:SHOWN])
