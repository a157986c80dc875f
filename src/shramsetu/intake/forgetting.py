"""Erasing who wrote and to whom: with the case a letter belongs to, or by itself once its time is over."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from shramsetu.casework import forgetting
from shramsetu.casework.models import Case
from shramsetu.files import actions as files
from shramsetu.intake.counter.models import stream_of
from shramsetu.intake.mail import forgetting as mail
from shramsetu.intake.models import Letter, Scanned

__all__ = ["erase", "forget_letters", "letters", "mail"]

BATCH = 500


def erase(cases: Sequence[Case], at: datetime) -> None:
    """Erase names and words of the letters of `cases`; number, day and way stay."""
    del at
    _blank(Letter.objects.filter(case__in=[case.pk for case in cases]))


def letters(before: datetime) -> QuerySet[Letter]:
    """Return the letters of no case from before `before` that still name somebody, or whose pages are here."""
    return Letter.objects.filter(~Q(party="") | Q(scanned__isnull=False), case=None, at__lt=before)


def forget_letters(before: datetime, at: datetime) -> int:
    """Erase names, words and pages of a batch of them; return how many."""
    batch = list(letters(before).order_by("pk").values_list("pk", flat=True)[:BATCH])
    files.forget([stream_of(pk) for pk in batch], at=at)
    Scanned.objects.filter(pk__in=batch).delete()
    return _blank(Letter.objects.filter(pk__in=batch))


def _blank(rows: QuerySet[Letter]) -> int:
    return rows.update(party="", address="", subject="", their_number="", tracking="", cancel_reason="")


forgetting.ERASERS.append(erase)
