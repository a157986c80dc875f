"""Reading scanned letters by machine into drafts, one letter at a time, by as many workers as there are."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from shramsetu.casework import alarm
from shramsetu.casework import rules as figures
from shramsetu.files.models import Attachment
from shramsetu.files.views import opened
from shramsetu.intake.counter import queries
from shramsetu.intake.counter.models import Scanned
from shramsetu.intake.letters import reader, rules
from shramsetu.intake.letters.rules import Lines

TRIES = 3
DRAFT_MOST = 4_900  # the form takes 5,000
State, Reading = Scanned.State, Scanned.Reading

log = logging.getLogger(__name__)


def read_next(*, at: datetime) -> bool:
    """Read the letter that waits longest; tell whether there was one. A machine without a reader leaves them all.

    While it is read nobody else tries; a worker that dies in the middle is followed by another after that time.
    """
    if not reader.is_here() or (row := _claimed(at)) is None:
        return False
    seconds = figures.figure("counter.page_seconds", at)
    most = figures.figure("counter.read_pages", at)
    try:
        pages = [_read(one, seconds) for one in queries.pages_of(row)[:most]]
    except reader.Unread as error:
        log.warning("letter %s was not read: %s", row.pk, error)
        _gave_up(row, at)
        return True
    words = rules.draft(pages, figures.figure("counter.sure_percent", at), most=DRAFT_MOST)
    same = Scanned.objects.filter(pk=row.pk, state=State.WAITING, reading=Reading.WAITING, pages=row.pages)
    same.update(draft=words, reading=Reading.READ if words else Reading.UNREAD)
    return True


@transaction.atomic
def _claimed(at: datetime) -> Scanned | None:
    due = Scanned.objects.filter(state=State.WAITING, reading=Reading.WAITING, next_read_at__lte=at)
    row = due.select_for_update(skip_locked=True).order_by("next_read_at", "pk").first()
    if row is None:
        return None
    page, most = figures.figure("counter.page_seconds", at), figures.figure("counter.read_pages", at)
    row.next_read_at, row.tries = at + timedelta(seconds=page * most + 60), row.tries + 1
    row.save(update_fields=["next_read_at", "tries"])
    return row


def _read(page: Attachment, seconds: int) -> Lines:
    with opened(page) as file:
        return reader.read(file.read(), seconds=seconds)


def _gave_up(row: Scanned, at: datetime) -> None:
    """Leave it to a clerk after the last try; before it, the machine tries again when its time has come.

    One letter may be a bad scan; many in a day are a broken program, of which somebody is told.
    """
    last = Scanned.objects.filter(pk=row.pk, reading=Reading.WAITING, tries__gte=TRIES)
    if not last.update(reading=Reading.UNREAD):
        return
    broken = Scanned.objects.filter(reading=Reading.UNREAD, tries__gte=TRIES, next_read_at__gt=at - timedelta(days=1))
    if broken.count() >= figures.figure("counter.broken_alarm", at):
        alarm.sound(_("Printed letters cannot be read by machine; see the log of the worker."), [], at=at)
