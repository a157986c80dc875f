"""What came by each stream in some days, and how it stands: one statement, within the scope of who asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import get_language, gettext

from shramsetu import rulebook
from shramsetu.casework import queries
from shramsetu.casework.models import CLOSED, FINAL, OPEN, PAUSED
from shramsetu.casework.sheets import Sheet
from shramsetu.grievances.desk import KINDS_HERE
from shramsetu.grievances.models import Lapse
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock

MEASURES = ("received", "disposed", "pending", "overdue", "satisfied")


@dataclass(frozen=True, slots=True)
class Line:
    """A stream with what came by it: of what was received, how much is at rest, waits, is late, satisfied."""

    slug: str
    title: str
    prefix: str
    received: int
    disposed: int
    pending: int
    overdue: int
    satisfied: int


def lines(by: Actor, first: date, last: date, *, at: datetime) -> list[Line]:
    """Return the streams of the report in the order of the rulebook, of what was received on `first` to `last`.

    Overdue is what waits although a level's time ran out in it, now or before. Sealed matters are counted where the
    asker sees them.
    """
    seen = queries.cases_visible_to(by).filter(
        kind__in=KINDS_HERE, opened_at__gte=clock.bounds(first)[0], opened_at__lt=clock.bounds(last)[1]
    )
    waits = Q(phase__in=[OPEN, PAUSED])
    late = waits & (Q(due_at__lt=at, phase=OPEN) | Exists(Lapse.objects.filter(case=OuterRef("pk"))))
    rows = seen.values("reference_kind").annotate(
        received=Count("pk"),
        disposed=Count("pk", filter=Q(phase__in=[CLOSED, FINAL])),
        pending=Count("pk", filter=waits),
        overdue=Count("pk", filter=late),
        satisfied=Count("pk", filter=Q(outcome="satisfied")),
    )
    counted = {str(row.pop("reference_kind")): row for row in rows}
    language, nothing = get_language() or "hi", dict.fromkeys(MEASURES, 0)
    return [
        Line(slug, one.title.say(language), one.prefix, **counted.get(slug, nothing))
        for slug, one in rulebook.book().streams.streams.items()
        if one.report
    ]


def total(found: Sequence[Line]) -> dict[str, int]:
    """Return the sums of the lines."""
    return {name: sum(getattr(one, name) for one in found) for name in MEASURES}


def sheet(found: Sequence[Line], first: date, last: date) -> Sheet:
    """Return the report as a table to keep."""
    head = [gettext("Kind of reference"), gettext("Prefix"), *(str(one) for one in heads())]
    rows = [[one.title, one.prefix, *(getattr(one, name) for name in MEASURES)] for one in found]
    sums = total(found)
    rows.append([gettext("Total"), "", *(sums[name] for name in MEASURES)])
    note = gettext("Received from %(first)s to %(last)s; how it stands today.")
    days = {"first": f"{first:%d.%m.%Y}", "last": f"{last:%d.%m.%Y}"}
    return Sheet(gettext("References by kind"), head, rows, [note % days])


def heads() -> list[str]:
    """Return the words of the measures."""
    return [gettext("Received"), gettext("Disposed"), gettext("Pending"), gettext("Overdue"), gettext("Satisfied")]
