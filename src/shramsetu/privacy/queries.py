"""Named reads: what is due for erasure and what was erased; the register of breaches."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from shramsetu import rulebook
from shramsetu.journal.models import Entry
from shramsetu.lib import clock
from shramsetu.privacy import kind as each
from shramsetu.privacy import kinds, rules
from shramsetu.privacy.models import Breach, Notice

RUNS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Standing:
    """How one kind of data stands: its rule, the day before which nothing may be kept, what is due, the last run."""

    kind: each.Kind
    rule: rulebook.Rule
    before: datetime
    waiting: int
    last: Entry | None


def standings(at: datetime) -> list[Standing]:
    """Return every kind of personal data with what is due at `at`."""
    found = []
    for kind in kinds.KINDS:
        rule = rulebook.book().value(kind.figure, clock.day(at))
        before = before_of(kind, at)
        last = Entry.objects.filter(stream=each.stream(kind)).order_by("-seq").first()
        found.append(Standing(kind, rule, before, kind.waiting(before).count(), last))
    return found


def before_of(kind: each.Kind, at: datetime) -> datetime:
    """Return the moment before which nothing of this kind is kept."""
    rule = rulebook.book().value(kind.figure, clock.day(at))
    assert isinstance(rule.value, int)
    return rules.cutoff(at, rule.value, rule.unit)


def runs() -> list[Entry]:
    """Return the latest erasures, newest first."""
    streams = [each.stream(kind) for kind in kinds.KINDS]
    return list(Entry.objects.filter(stream__in=streams).order_by("-at", "-id")[:RUNS_SHOWN])


def breaches() -> QuerySet[Breach]:
    """Return the register, newest first, with whether the Board has the detailed notice and the persons were told."""
    return Breach.objects.annotate(
        board=Count("notices", filter=Q(notices__whom=Notice.Whom.BOARD)),
        persons=Count("notices", filter=Q(notices__whom=Notice.Whom.PERSONS)),
    ).order_by("-noticed_at", "-pk")
