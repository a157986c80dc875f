"""Named reads of the registers."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from shramsetu.casework.models import Case
from shramsetu.casework.queries import cases_visible_to
from shramsetu.intake.dak.models import Letter
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Post

PAGE = 50


def register(office: Post, book: str, *, by: Actor, words: str = "", before: int = 0) -> QuerySet[Letter]:
    """Return the lines of an office's register, newest first; `before` is the id where the last page ended.

    A line of a sealed case that `by` may not open is `hidden`: it shows its number, and no word finds it.
    """
    rows = Letter.objects.filter(office=office, book=book).annotate(hidden=_hidden(by))
    rows = rows.select_related("case", "answers").order_by("-on", "-id")
    if before:
        rows = rows.filter(pk__lt=before)
    if words:
        found = Q(party__icontains=words) | Q(subject__icontains=words) | Q(their_number__icontains=words)
        rows = rows.filter(Q(number__iendswith=words) | (found & ~_hidden(by)))
    return rows


def between(office: Post, book: str, first: date, last: date) -> QuerySet[Letter]:
    """Return the lines of some days in the order of their numbers."""
    rows = Letter.objects.filter(office=office, book=book, on__range=(first, last))
    return rows.select_related("case", "answers").order_by("year", "serial")


def labelled(office: Post, chosen: list[int], *, by: Actor) -> list[Letter]:
    """Return the despatches of an office that were chosen for envelopes, in order; cancelled ones need none.

    An envelope of a sealed case is written by who may open the case.
    """
    rows = Letter.objects.filter(office=office, book=Letter.Book.DESPATCH, cancelled_at=None, pk__in=chosen)
    return list(rows.exclude(_hidden(by)).order_by("year", "serial"))


def _hidden(by: Actor) -> Q:
    """Tell of a letter whether it is of a sealed case that `by` may not open."""
    of_letter = OuterRef("case_id")
    is_sealed = Q(Exists(Case.objects.filter(pk=of_letter, sealed=True)))
    return is_sealed & ~Q(Exists(cases_visible_to(by).filter(pk=of_letter)))
