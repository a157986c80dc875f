"""Scan first, type later: a pile becomes lines of the register of receipt, each with its pages, then with its words.

A complaint among them is filed by `grievances.actions.register` as every other; its pages go to the case.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext

from shramsetu import rulebook
from shramsetu.casework import rules as figures
from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.casework.models import Case
from shramsetu.files import actions as files
from shramsetu.files import pages
from shramsetu.files import rules as kinds
from shramsetu.files.models import Attachment, Purpose
from shramsetu.grievances import actions as grievances
from shramsetu.grievances.filing import Filing
from shramsetu.intake.counter import piles, queries
from shramsetu.intake.counter.models import Scanned
from shramsetu.intake.counter.piles import Sheet
from shramsetu.intake.dak import actions as dak
from shramsetu.intake.dak.actions import Written
from shramsetu.intake.dak.models import Letter
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Post

PAGE_NAME = "page.jpg"
State, Reading = Scanned.State, Scanned.Reading


@dataclass(frozen=True, slots=True)
class Pile:
    """What was put on the scanner in one go, or photographed: how it is parted, and how these letters came."""

    files: Sequence[UploadedFile]
    how: str
    way: str


def scan_in(office: Post, pile: Pile, *, by: Actor, at: datetime) -> list[Scanned]:
    """Give each letter of a pile its number and keep its pages; all of it, or nothing. Raises NotAllowed, Refused.

    The pages are drawn and kept before the register is held: other clerks of the office wait for the numbers alone.
    """
    if by.post_id != office.pk:
        raise NotAllowed("scan_in")
    letters = _letters(pile, at)
    with transaction.atomic():
        heap, moment = f"pile:{uuid4()}", count()
        kept = [
            [_keep(one, heap, by=by, at=at + timedelta(microseconds=next(moment))) for one in letter]
            for letter in letters
        ]
        return [_scanned(office, hung, pile.way, heap=heap, by=by, at=at) for hung in kept]


@transaction.atomic
def open_for(scanned: Scanned, *, by: Actor, at: datetime) -> bool:
    """Keep a letter for who opens it to type; tell whether nobody else has it open. Opening again keeps it longer."""
    _need_office(scanned, by)
    until = at + timedelta(minutes=figures.figure("counter.typing_minutes", at))
    free = Q(typing_until=None) | Q(typing_until__lte=at) | Q(typing_by=by.key)
    mine = Scanned.objects.filter(free, pk=scanned.pk, state=State.WAITING)
    return bool(mine.update(typing_by=by.key, typing_until=until))


@transaction.atomic
def register(scanned: Scanned, filing: Filing, *, by: Actor, at: datetime) -> Case:
    """File the complaint that a letter is: one case, its pages with it, its line in the register filled in.

    Raises Refused where somebody has typed it meanwhile; then nothing is filed.
    """
    row = _locked(scanned, by)
    case = grievances.register(replace(filing, counter=True), by=by, at=at)
    files.rehang(row.stream, case.stream, at=at)
    title = rulebook.book().category(filing.category).title.hi
    words = Written(
        party="" if case.sealed else filing.complainants[0].name,
        subject="" if case.sealed else title,
        way=row.letter.way,
        their_number="" if case.sealed else filing.outside_number,
        their_on=None if case.sealed else filing.outside_on,
        case=case,
    )
    dak.describe(row.letter, words, by=by, at=at)
    _done(row, State.TYPED, by=by, at=at)
    return case


@transaction.atomic
def describe(scanned: Scanned, letter: Written, *, by: Actor, at: datetime) -> Letter:
    """Fill in the line of a letter that is no new complaint; its pages go to the case it belongs to, if to any."""
    row = _locked(scanned, by)
    if letter.case is not None:
        files.rehang(row.stream, letter.case.stream, at=at)
    described = dak.describe(row.letter, replace(letter, way=row.letter.way), by=by, at=at)
    _done(row, State.TYPED, by=by, at=at)
    return described


@transaction.atomic
def split(scanned: Scanned, first: int, *, by: Actor, at: datetime) -> Scanned:
    """Let another letter begin at page `first` (counted from 1): it gets a number of its own. Raises Refused."""
    row = _locked(scanned, by)
    hung = queries.pages_of(row)
    if not 2 <= first <= len(hung):
        raise Refused(gettext("Another letter can begin at the second page or later."), "page")
    other = _scanned(row.office, hung[first - 1 :], row.letter.way, heap=row.stream, by=by, at=at)
    _read_anew(row, first - 1, at=at)
    return other


@transaction.atomic
def join(scanned: Scanned, *, by: Actor, at: datetime) -> Scanned:
    """Let the pages of a letter follow those of the one before it in the work list; its line is cancelled.

    Raises Refused where none waits before it, or somebody else has that one open.
    """
    row = _locked(scanned, by)
    ids = queries.waiting(row.office).filter(letter_id__lt=row.pk).order_by("-letter_id").values_list("pk", flat=True)
    before = Scanned.objects.filter(pk=next(iter(ids[:1]), 0)).first()
    if before is None or before.is_taken(by.key, at):
        raise Refused(gettext("No letter waits before this one, or somebody else has it open."))
    earlier = _locked(before, by)
    moved = files.rehang(row.stream, earlier.stream, at=at)
    _read_anew(earlier, earlier.pages + moved, at=at)
    reason = gettext("Its pages belong to %(number)s") % {"number": earlier.letter.number}
    dak.cancel(row.letter, reason=reason, by=by, at=at)
    _done(row, State.JOINED, by=by, at=at)
    return earlier


def _letters(pile: Pile, at: datetime) -> list[list[Sheet]]:
    """Return the pages of each letter of a pile; raises Refused in words."""
    most = figures.figure("counter.pile_pages", at)
    try:
        read = [_content(one, at) for one in pile.files]
        found = piles.sheets(read, most=most, seconds=figures.figure("counter.pile_seconds", at))
    except (kinds.FalseType, pages.Unreadable) as error:
        words = gettext("This file is no PDF and no picture (JPEG, PNG, WebP), or it is damaged.")
        raise Refused(words, "pages") from error
    except kinds.TooLarge as error:
        words = gettext("The file is too large. Scan in grey, or fewer pages at a time.")
        raise Refused(words, "pages") from error
    except pages.TooManyPages as error:
        words = gettext("These are more than %(most)s pages. Scan them in parts.") % {"most": most}
        raise Refused(words, "pages") from error
    except piles.TooLong as error:
        raise Refused(gettext("Drawing these pages takes too long. Scan them in parts."), "pages") from error
    letters = piles.parted(found, pile.how)
    if not letters:
        raise Refused(gettext("No page with writing was found. Lay the pages the other way round?"), "pages")
    return letters


def _content(upload: UploadedFile, at: datetime) -> tuple[bytes, str]:
    limit = figures.figure("counter.pile_kilobytes", at) * 1024
    content: bytes = upload.read(limit + 1)
    if len(content) > limit:
        raise kinds.TooLarge(limit)
    kind = kinds.kind_of(content, upload.name or "", upload.content_type or "")
    if kind is not kinds.PDF and not kind.is_picture:
        raise kinds.FalseType(kind.media_type)
    return content, kind.media_type


def _keep(sheet: Sheet, stream: str, *, by: Actor, at: datetime) -> Attachment:
    upload = SimpleUploadedFile(PAGE_NAME, sheet.picture, content_type=kinds.JPEG.media_type)
    return files.store(upload, stream=stream, purpose=Purpose.SCAN_OF_LETTER, by=by, at=at)


def _scanned(office: Post, hung: Sequence[Attachment], way: str, *, heap: str, by: Actor, at: datetime) -> Scanned:
    """Enter a letter whose words are not known yet, and hang its pages on it."""
    letter = dak.enter(office, Written(party="", subject="", way=way), book=Letter.Book.RECEIPT, by=by, at=at)
    row = Scanned(letter=letter, office=office, pages=len(hung), next_read_at=at)
    row.save(force_insert=True)
    files.rehang(heap, row.stream, at=at, only=[one.pk for one in hung])
    return row


def _read_anew(row: Scanned, count: int, *, at: datetime) -> None:
    row.pages, row.draft, row.reading, row.tries, row.next_read_at = count, "", Reading.WAITING, 0, at
    row.save(update_fields=["pages", "draft", "reading", "tries", "next_read_at"])


def _done(row: Scanned, state: str, *, by: Actor, at: datetime) -> None:
    row.state, row.draft, row.done_by, row.done_at, row.typing_until = state, "", by.key, at, None
    row.save(update_fields=["state", "draft", "done_by", "done_at", "typing_until"])
    journal.append(row.stream, f"scan_{state}", by=by, at=at, detail={"pages": row.pages})


def _locked(scanned: Scanned, by: Actor) -> Scanned:
    rows = Scanned.objects.select_for_update(of=("self",)).select_related("letter", "office")
    row = rows.get(pk=scanned.pk)
    _need_office(row, by)
    if row.state != State.WAITING:
        raise Refused(gettext("This letter was typed meanwhile. Take the next one."))
    return row


def _need_office(scanned: Scanned, by: Actor) -> None:
    if by.post_id != scanned.office_id:
        raise NotAllowed("letter")
