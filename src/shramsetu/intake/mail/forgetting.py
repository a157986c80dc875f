"""Erasing mails whose time is over: those of no case by their age, those of a case with it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from shramsetu.casework import forgetting
from shramsetu.casework.models import Case
from shramsetu.files import actions as files
from shramsetu.intake.mail.models import Mail, Thread
from shramsetu.journal import actions as journal

BATCH = 200
BLANK = {"sender": "", "sender_name": "", "sender_key": "", "subject": "", "text": "", "refused": [], "reason": ""}
# What waits for a person is not erased, however old; nothing is gone that nobody saw.
OVER = (Mail.State.AUTOMATIC, Mail.State.DISCARDED)


def mails(before: datetime) -> QuerySet[Mail]:
    """Return the mails of no case that have served their time."""
    return Mail.objects.filter(state__in=OVER, taken_at__lt=before, forgotten_at=None)


@transaction.atomic
def forget_mails(before: datetime, at: datetime) -> int:
    """Erase a batch of them: words, sender, what came with them; that one came, and when, stays."""
    batch = list(mails(before).select_for_update(skip_locked=True, of=("self",)).order_by("taken_at")[:BATCH])
    files.forget([mail.stream for mail in batch], at=at)
    journal.forget_all(mail.stream for mail in batch)
    return Mail.objects.filter(pk__in=[mail.pk for mail in batch]).update(**BLANK, forgotten_at=at)


def erase(cases: Sequence[Case], at: datetime) -> None:
    """Erase what mails of `cases` still say; what came with them goes with the papers of the case."""
    pks = [case.pk for case in cases]
    own = Mail.objects.filter(case__in=pks)
    journal.forget_all(mail.stream for mail in own)
    own.update(**BLANK, forgotten_at=at)
    Thread.objects.filter(case__in=pks).delete()


forgetting.ERASERS.append(erase)
