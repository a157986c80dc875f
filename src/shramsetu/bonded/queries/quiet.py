"""When something last happened in a person's case: in itself, or in the duties and proceedings that hang on it."""

from datetime import datetime

from django.db.models import Max

from shramsetu.casework.models import Case
from shramsetu.journal.models import Entry

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
