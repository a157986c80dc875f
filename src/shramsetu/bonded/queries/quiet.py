"""When something last happened in a person's case, its duties and proceedings; until when something must happen."""

from datetime import datetime

from django.db.models import Max

from shramsetu import rulebook
from shramsetu.bonded import ladder
from shramsetu.bonded.rules import clocks
from shramsetu.casework.models import Case
from shramsetu.casework.moves import Due
from shramsetu.journal.models import Entry
from shramsetu.lib import clock

# What the clock itself writes is no sign of life.
CLOCKWORK = ("tell", "overdue", "wake", "quiet", "reassign")


def last_event(case: Case) -> datetime:
    """Return when somebody last did something for this person."""
    children = Case.objects.filter(parent=case).exclude(bonded_duty__clock="quiet-case")
    streams = [case.stream, *(child.stream for child in children.only("kind", "number"))]
    answered = Case.objects.filter(parent=case, bonded_duty__clock="quiet-case", state__in=["done", "not_possible"])
    called: datetime | None = answered.aggregate(last=Max("closed_at"))["last"]
    newest = Entry.objects.filter(stream__in=streams).exclude(verb__in=CLOCKWORK).order_by("-at")
    found: datetime | None = newest.values_list("at", flat=True).first()
    return max(found or case.opened_at, called or case.opened_at)


def due(at: datetime) -> Due:
    """Return until when something must happen in a case, from `at`."""
    book, on = rulebook.book(), clock.day(at)
    row = book.bonded.clock(ladder.QUIET, on)
    return Due(clocks.times(row, at, book.calendar(on)).due, f"bonded.{ladder.QUIET}", row.from_on, row.source)
