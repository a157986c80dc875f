"""Mails from the server into the store: each in one transaction, and only then marked there."""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from shramsetu import rulebook
from shramsetu.files import actions as files
from shramsetu.intake.mail import imap
from shramsetu.intake.mail.models import Box, Fetched, Mail
from shramsetu.intake.mail.rules import letter as letters
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock

SIZE_MOST = 2**31 - 1  # what a row holds; a server may say anything
BEGINNING = 256 * 1024  # bytes of a mail that is too large to be fetched whole
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a mail lies on a server."""

    box: Box
    uidvalidity: int
    uid: int


def fetch(*, at: datetime) -> int:
    """Take what is new in the mailbox, at most the rulebook's number at one go; return how many.

    Whatever ends this in the middle (the server, this process, the line) loses nothing and doubles nothing: a mail is
    marked on the server only after it is kept here, and what is kept is known by what its writer wrote. Raises
    imap.NoMailbox; since when is written in the box.
    """
    box, _ = Box.objects.get_or_create(name=imap.box_name())
    try:
        with imap.opened() as folder:
            taken = _take_new(box, folder, at)
    except Exception as error:  # told to whoever looks at the list, whatever it is, and raised
        Box.objects.filter(pk=box.pk, failing_since=None).update(failing_since=at)
        Box.objects.filter(pk=box.pk).update(error=error.reason if isinstance(error, imap.NoMailbox) else "here")
        raise
    Box.objects.filter(pk=box.pk).update(asked_at=at, failing_since=None, error="")
    return taken


def _take_new(box: Box, folder: imap.Folder, at: datetime) -> int:
    book, on = rulebook.book(), clock.day(at)
    if box.uidvalidity != folder.uidvalidity:
        # the server numbers anew: everything is looked at again, and known again
        Box.objects.filter(pk=box.pk).update(uidvalidity=folder.uidvalidity)
        log.info("mailbox %s numbers from %s now", box.pk, folder.uidvalidity)
    numbered = Fetched.objects.filter(box=box, uidvalidity=folder.uidvalidity)
    for left in numbered.filter(flagged_at=None).order_by("uid"):  # taken, and then something died
        _mark(left, folder, at)
    last = numbered.aggregate(last=Max("uid"))["last"] or 0
    new = folder.newer(last, most=book.number("mail.per_fetch", on))
    taken = 0
    for uid in new:
        found = folder.fetch(uid, most=book.number("mail.kilobytes", on) * 1024, beginning=BEGINNING)
        if found is not None:  # else somebody removed it meanwhile
            _mark(take(found, Spot(box, folder.uidvalidity, uid), at=at), folder, at)
            taken += 1
    return taken


@transaction.atomic
def take(found: imap.Fetch, spot: Spot, *, at: datetime) -> Fetched:
    """Keep one mail as it came, with its row and where it was fetched; one that is here already is not kept again."""
    given = {"state": Mail.State.TAKEN, "taken_at": at, "size": min(found.size, SIZE_MOST), "is_cut": found.is_cut}
    mail, is_new = Mail.objects.get_or_create(fingerprint=letters.fingerprint(found.raw), defaults=given)
    if is_new:
        kept = files.store_mail(found.raw, stream=mail.stream, by=SYSTEM, at=at)
        Mail.objects.filter(pk=mail.pk).update(original=kept)
    where = {"box": spot.box, "uidvalidity": spot.uidvalidity, "uid": spot.uid}
    return Fetched.objects.get_or_create(**where, defaults={"mail": mail})[0]


def _mark(one: Fetched, folder: imap.Folder, at: datetime) -> None:
    folder.mark(one.uid)
    Fetched.objects.filter(pk=one.pk).update(flagged_at=at)
