"""Forgetting what was handed in and never taken, and the content of reports whose time is over."""

from datetime import datetime

from django.db.models import QuerySet

from shramsetu.bridges.cpgrams import reporting
from shramsetu.bridges.cpgrams.models import CpgramsFile, CpgramsReport, CpgramsRow

BATCH = 500


def waiting(before: datetime) -> QuerySet[CpgramsRow]:
    """Return the rows that lie sealed since before `before`, because nobody had them taken."""
    return CpgramsRow.objects.filter(file__made_at__lt=before, settled_at=None).exclude(closed=b"")


def forget_waiting(before: datetime, at: datetime) -> int:
    """Empty a batch of them: their numbers stay, so that what the portal has and we do not can be told."""
    rows = list(waiting(before).order_by("pk").values_list("pk", "file")[:BATCH])
    CpgramsFile.objects.filter(pk__in={file for _, file in rows}, over_at=None).update(over_at=at)
    return CpgramsRow.objects.filter(pk__in=[pk for pk, _ in rows]).update(key_id="", closed=b"")


def reports(before: datetime) -> QuerySet[CpgramsReport]:
    """Return the reports whose content was due to go before `before`."""
    return CpgramsReport.objects.filter(expires_at__lte=before).exclude(key_id="")


def forget_reports(before: datetime, at: datetime) -> int:
    """Forget the content of a batch of reports that can no longer be downloaded."""
    del before
    return reporting.expired(at)
