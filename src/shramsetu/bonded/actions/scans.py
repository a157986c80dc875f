"""Scans come in: the code on each page finds the paper it is. What finds no place is kept until somebody gives it one.

Nothing that was handed in is lost: each file, or part of a pile, hangs on the case of its paper or on a waiting scan,
encrypted. A paper takes one signed sheet; another copy is kept beside it and changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded import powers
from shramsetu.bonded.actions import confirming, papers
from shramsetu.bonded.models import Certificate, Paper, Scan
from shramsetu.bonded.papers import looking, marks, scan
from shramsetu.bonded.words import SAY
from shramsetu.casework import rules as figures
from shramsetu.casework.actions import Refused, amend
from shramsetu.casework.models import Case
from shramsetu.casework.moves import To
from shramsetu.files import actions as files
from shramsetu.files import rules as kinds
from shramsetu.files.models import Attachment, Purpose
from shramsetu.journal.rules import Actor

SIZE = "bonded.scan_kilobytes"
SECONDS, JOB_SECONDS = "bonded.scan_seconds", "bonded.scan_job_seconds"
BEING_READ = timedelta(minutes=1)  # a scan that came just now is being read by the page itself
PURPOSE = Purpose.SCAN_OF_LETTER
Trouble = Scan.Trouble
# No paper takes such a scan, not even as a further copy.
NEVER = frozenset({Trouble.PRINT, Trouble.OTHER_HALF, Trouble.BROKEN})


class OtherPage(Exception):
    """A scan has no place: `trouble` says why; the paper, where it is one that the actor may see."""

    def __init__(self, trouble: str, paper: Paper | None = None) -> None:
        super().__init__(trouble)
        self.trouble, self.paper = trouble, paper


@dataclass(frozen=True, slots=True)
class _Told:
    """Why a scan waits, how many pages it has, and the paper that it seems to be."""

    trouble: str
    pages: int = 0
    paper: Paper | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of what was handed in: papers that came back, and scans that wait for a place."""

    papers: tuple[Paper, ...] = ()
    waiting: tuple[Scan, ...] = ()


def take_in(uploads: Sequence[UploadedFile], *, by: Actor, at: datetime, expected: Paper | None = None) -> Outcome:
    """Take in what was scanned or photographed; several pictures are pages of one thing.

    `expected` is the paper on whose page it was handed in: another one is not placed by itself. Raises FalseType or
    TooLarge for a file that cannot be one; then nothing is kept.
    """
    content, media_type = _one_file(uploads, at=at)
    kept = _waiting(content, media_type, _Told(Trouble.READING, paper=expected), by=by, at=at)
    try:
        return _read(kept, content, media_type, seconds=figures.figure(SECONDS, at), by=by, at=at)
    except scan.TooLong:
        return Outcome(waiting=(kept,))


def read_on(*, at: datetime) -> bool:
    """Read the oldest scan that took too long while somebody waited for the page; tell whether there was one.

    What takes too long even so waits for somebody to read its number.
    """
    kept = Scan.objects.filter(trouble=Trouble.READING, decided_at=None, at__lt=at - BEING_READ).order_by("at").first()
    if kept is None:
        return False
    content, media_type = looking.content(kept)
    try:
        _read(kept, content, media_type, seconds=figures.figure(JOB_SECONDS, at), by=_who(kept), at=at)
    except scan.TooLong:
        _broken(kept)
    return True


def _read(kept: Scan, content: bytes, media_type: str, *, seconds: int, by: Actor, at: datetime) -> Outcome:
    """Place each part of what was kept; raises TooLong."""
    try:
        found = scan.pieces(content, media_type, token_of=marks.token_of, seconds=seconds)
    except (scan.Unreadable, scan.TooManyPages):
        _broken(kept)
        return Outcome(waiting=(kept,))
    papers_back, waiting = list[Paper](), list[Scan]()
    with transaction.atomic():
        if not Scan.objects.select_for_update().filter(pk=kept.pk, decided_at=None, trouble=Trouble.READING).first():
            return Outcome()  # placed by hand, or by whoever read it at the same time
        for piece in found:
            part = scan.cut(content, media_type, piece.pages)
            try:
                paper = _looked_up(piece, kept.paper, by=by)
                papers_back.append(_take_back(paper, part, media_type, by=by, at=at))
            except OtherPage as error:
                told = _Told(error.trouble, len(piece.pages), error.paper)
                waiting.append(_waiting(part, media_type, told, by=by, at=at))
        _drop(kept, at=at)
    return Outcome(tuple(papers_back), tuple(waiting))


def _broken(kept: Scan) -> None:
    Scan.objects.filter(pk=kept.pk, decided_at=None).update(trouble=Trouble.BROKEN)
    kept.trouble = Trouble.BROKEN


def _who(kept: Scan) -> Actor:
    """Return in whose name a scan is read on: who handed it in, for the post they sat at."""
    user = kept.by.removeprefix("user:").partition("@")[0]
    return Actor(role=kept.post.role, user_id=int(user), post_id=kept.post_id)


@transaction.atomic
def place(waiting: Scan, paper: Paper, *, by: Actor, at: datetime, case: Case | None = None) -> Paper:
    """Give a waiting scan its place: the paper whose number somebody read; a blank form comes to `case`.

    A paper that is back already, or no longer in force, keeps the scan as a further copy. Raises Refused, also for
    what is no scan and for a paper that the other district printed.
    """
    if by.post_id != waiting.post_id or waiting.decided_at is not None:
        raise Refused(_("This scan has its place already."))
    if not looking.papers(by).filter(pk=paper.pk).exists():
        raise Refused(SAY["other_district"])
    if paper.case_id is None and case is None:
        raise Refused(_("This is a blank form: say to which case it belongs."), "case")
    content, media_type = looking.content(waiting)
    try:
        back = _take_back(paper, content, media_type, by=by, at=at, case=case)
    except OtherPage as error:
        if error.trouble in NEVER:
            raise Refused(Trouble(error.trouble).label) from error
        back = _further_copy(paper, content, media_type, by=by, at=at)
    Scan.objects.filter(pk=waiting.pk).update(decided_at=at, decided_by=by.key, placed=back)
    _remove_content(waiting, at=at)
    return back


@transaction.atomic
def discard(waiting: Scan, *, by: Actor, at: datetime) -> None:
    """Put a waiting scan away: it was nothing of ours, or was scanned better meanwhile."""
    if by.post_id != waiting.post_id:
        raise Refused(_("This scan has its place already."))
    if Scan.objects.filter(pk=waiting.pk, decided_at=None).update(decided_at=at, decided_by=by.key):
        _remove_content(waiting, at=at)


def scanned(upload: UploadedFile, *, by: Actor, at: datetime) -> Paper:
    """Return the paper that a scan is; raises OtherPage where it found no single place (the scan waits then)."""
    outcome = take_in([upload], by=by, at=at)
    if outcome.waiting or len(outcome.papers) != 1:
        raise OtherPage(outcome.waiting[0].trouble if outcome.waiting else Trouble.OTHER_PAPER)
    return outcome.papers[0]


def _looked_up(piece: scan.Piece, expected: Paper | None, *, by: Actor) -> Paper:
    """Return the paper that a piece of a scan is; raises OtherPage."""
    if piece.token is None:
        raise OtherPage(Trouble.FOREIGN if piece.texts else Trouble.UNREADABLE, expected)
    paper = looking.by_token(piece.token, by)
    if paper is None:
        raise OtherPage(Trouble.UNKNOWN)
    if expected is not None and paper.pk != expected.pk:
        raise OtherPage(Trouble.OTHER_PAPER, paper)
    return paper


def _take_back(
    paper: Paper, content: bytes, media_type: str, *, by: Actor, at: datetime, case: Case | None = None
) -> Paper:
    """Hang the signed sheet on the case of its paper; raises OtherPage where the paper takes none.

    What a magistrate signs waits from then on until a magistrate has looked at the scan.
    """
    row = Paper.objects.select_for_update().get(pk=paper.pk)
    _need_picture(row, content, media_type)
    if not powers.works_in(by, row.district_id):
        raise OtherPage(Trouble.OTHER_HALF, row)
    home_id = row.case_id or (case.pk if case else None)
    if home_id is None:
        raise OtherPage(Trouble.BLANK, row)
    if row.state in (Paper.State.RECEIVED, Paper.State.SCANNED):
        raise OtherPage(Trouble.DUPLICATE, row)
    if row.state == Paper.State.VOID or _is_over(row):
        raise OtherPage(Trouble.NOT_IN_FORCE, row)
    home = Case.objects.select_for_update(of=("self",)).get(pk=home_id)
    attachment = _hang(row, content, media_type, home, by=by, at=at)
    waits = confirming.power_of(row) is not None
    row.case, row.scan, row.state = home, attachment, Paper.State.RECEIVED if waits else Paper.State.SCANNED
    row.scanned_by, row.scanned_at = by.key, at
    row.save(update_fields=["case", "scan", "state", "scanned_by", "scanned_at"])
    facts = {"paper": row.number, "kind": row.kind, "attachment": str(attachment.pk)}
    amend(home, "paper_back", to=To(home.state, facts=facts), by=by, at=at)
    if not waits:
        papers.came_back(row, by=by, at=at)
    return row


def _need_picture(paper: Paper, content: bytes, media_type: str) -> None:
    try:
        is_picture = scan.is_picture(content, media_type)
    except (scan.Unreadable, scan.TooManyPages) as error:
        raise OtherPage(Trouble.BROKEN, paper) from error
    if not is_picture:
        raise OtherPage(Trouble.PRINT, paper)


def _further_copy(paper: Paper, content: bytes, media_type: str, *, by: Actor, at: datetime) -> Paper:
    assert paper.case_id is not None
    home = Case.objects.select_for_update(of=("self",)).get(pk=paper.case_id)
    attachment = _hang(paper, content, media_type, home, by=by, at=at)
    facts = {"paper": paper.number, "kind": paper.kind, "attachment": str(attachment.pk)}
    amend(home, "paper_copy", to=To(home.state, facts=facts), by=by, at=at)
    return paper


def _is_over(paper: Paper) -> bool:
    found = Certificate.objects.filter(paper=paper).first()
    return found is not None and found.standing != Certificate.Standing.IN_FORCE


def _one_file(uploads: Sequence[UploadedFile], *, at: datetime) -> tuple[bytes, str]:
    """Return the bytes and kind of what was handed in: one PDF, one picture, or several pictures as one PDF."""
    read = [(upload.read(), upload) for upload in uploads]
    told = [kinds.kind_of(content, upload.name or "", upload.content_type or "") for content, upload in read]
    if any(not kind.is_picture and kind is not kinds.PDF for kind in told):
        raise kinds.FalseType("sound")
    if len(read) == 1:
        return read[0][0], told[0].media_type
    if any(kind is kinds.PDF for kind in told):
        raise kinds.FalseType("several")
    try:
        return scan.bound([content for content, _upload in read]), scan.PDF
    except scan.Unreadable as error:
        raise kinds.FalseType("broken picture") from error


def _waiting(content: bytes, media_type: str, told: _Told, *, by: Actor, at: datetime) -> Scan:
    assert by.post_id is not None
    row = Scan(
        id=uuid4(),
        post_id=by.post_id,
        by=by.key,
        at=at,
        trouble=told.trouble,
        pages=told.pages,
        media_type=media_type,
        paper=told.paper,
    )
    with transaction.atomic():
        files.store(_upload(content, media_type), stream=row.stream, purpose=PURPOSE, by=by, at=at, size_rule=SIZE)
        row.save(force_insert=True)
    return row


def _hang(paper: Paper, content: bytes, media_type: str, case: Case, *, by: Actor, at: datetime) -> Attachment:
    upload = _upload(content, media_type)
    purpose = papers.purpose_of(paper)
    return files.store(upload, stream=case.stream, purpose=purpose, by=by, at=at, size_rule=SIZE)


def _upload(content: bytes, media_type: str) -> SimpleUploadedFile:
    ending = media_type.rpartition("/")[2]
    return SimpleUploadedFile(f"{sha256(content).hexdigest()[:12]}.{ending}", content, content_type=media_type)


def _drop(waiting: Scan, *, at: datetime) -> None:
    """Let go of the whole file once each part of it has its place."""
    _remove_content(waiting, at=at)
    Scan.objects.filter(pk=waiting.pk).delete()


def _remove_content(waiting: Scan, *, at: datetime) -> None:
    for one in Attachment.objects.filter(stream=waiting.stream, removed_at=None):
        files.remove(one, at=at)
