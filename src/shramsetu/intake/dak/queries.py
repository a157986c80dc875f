"""Named reads of the registers."""

from datetime import date

from django.db.models import Q, QuerySet

from shramsetu.intake.dak.models import Letter
from shramsetu.offices.models import Post

PAGE = 50


def register(office: Post, book: str, *, words: str = "", before: int = 0) -> QuerySet[Letter]:
    """Return the lines of an office's register, newest first; `before` is the id where the last page ended."""
    rows = Letter.objects.filter(office=office, book=book).select_related("case", "answers").order_by("-on", "-id")
    if before:
        rows = rows.filter(pk__lt=before)
    if words:
        found = Q(number__iendswith=words) | Q(party__icontains=words) | Q(subject__icontains=words)
        rows = rows.filter(found | Q(their_number__icontains=words))
    return rows


def between(office: Post, book: str, first: date, last: date) -> QuerySet[Letter]:
    """Return the lines of some days in the order of their numbers."""
    rows = Letter.objects.filter(office=office, book=book, on__range=(first, last))
    return rows.select_related("case", "answers").order_by("year", "serial")


def labelled(office: Post, chosen: list[int]) -> list[Letter]:
    """Return the despatches of an office that were chosen for envelopes, in order; cancelled ones need none."""
    rows = Letter.objects.filter(office=office, book=Letter.Book.DESPATCH, cancelled_at=None, pk__in=chosen)
    return list(rows.order_by("year", "serial"))
