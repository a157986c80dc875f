"""Papers: number, mark and words are fixed when a form is printed, so that its scan finds the row again."""

import hashlib
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol

from django.db import transaction
from stdnum import damm

from shramsetu import rulebook
from shramsetu.bonded import counters, powers, rights, vault
from shramsetu.bonded.actions import reading
from shramsetu.bonded.models import Paper, PaperBody, Survivor
from shramsetu.bonded.papers import keeping, sheet, values
from shramsetu.casework import sealing
from shramsetu.casework.actions import NotAllowed, amend
from shramsetu.casework.models import Case
from shramsetu.casework.moves import To
from shramsetu.files.models import Purpose
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.offices.models import Post
from shramsetu.places.models import Place
from shramsetu.rulebook.basis import Text

TOKEN_BYTES = 15
SIGNED = Purpose.SCAN_OF_LETTER
BLANKS_MOST = 30


class Hook(Protocol):
    """Hears that a paper came back signed."""

    def __call__(self, paper: Paper, *, by: Actor, at: datetime) -> None:
        """Do what the signed sheet brings."""


_hooks: dict[str, Hook] = {}


def on_scan(*kinds: str) -> Callable[[Hook], Hook]:
    """Let a function hear, in the same transaction, that a paper of one of `kinds` came back signed."""

    def keep(hook: Hook) -> Hook:
        _hooks.update(dict.fromkeys(kinds, hook))
        return hook

    return keep


def came_back(paper: Paper, *, by: Actor, at: datetime) -> None:
    """Tell whoever waits for a paper that its signed sheet is here."""
    if hook := _hooks.get(paper.kind):
        hook(paper, by=by, at=at)


@transaction.atomic
def printed(
    kind: str,
    case: Case | None,
    *,
    by: Actor,
    at: datetime,
    language: str = "hi",
    district: Place | None = None,
    form_version: str = "1",
) -> Paper:
    """Return the row of a form that is about to be printed: its number is its own from here on, printed or not."""
    where = district or (case.district if case else None)
    year, place = clock.day(at).year, where.lgd_code if where else 9
    form = rulebook.book().bonded.forms.get(kind)
    name = form.code if form else kind.upper()
    seq = f"{counters.following(f'paper:{kind}:{place}:{year}'):05d}"
    paper = Paper(
        kind=kind,
        # The last digit finds every wrong digit of a number that is typed because the mark cannot be read.
        number=f"{name}/{place}/{year}/{seq}-{damm.calc_check_digit(f'{place}{year}{seq}')}",
        token=secrets.token_urlsafe(TOKEN_BYTES),
        case=case,
        district=where,
        language=language,
        form_version=form.version if form else form_version,
        printed_by=by.key,
        printed_at=at,
    )
    paper.save(force_insert=True)
    return paper


@transaction.atomic
def print_form(
    kind: str,
    case: Case,
    *,
    office: Post | None,
    by: Actor,
    at: datetime,
    written: Mapping[str, sheet.Value] | None = None,
) -> Paper:
    """Print a form of a case: number, mark and words are fixed, and the case's journal says so.

    `written` are the words where the caller has them already; else they are what the system knows now.
    """
    locked = Case.objects.select_for_update(of=("self",)).select_related("district").get(pk=case.pk)
    powers.need_here(by, *powers.of_case(locked))
    paper = printed(kind, locked, by=by, at=at, district=_printed_in(locked, by))
    _open(kind, locked, by=by, at=at)
    words = values.known(kind, locked) if written is None else written
    _keep_body(paper, sheet.Head(paper.number, paper.token, _office(office), at), words)
    journal.append(f"reads:{locked.number}", "print_paper", by=by, at=at, detail={"paper": paper.number, "kind": kind})
    amend(locked, "print_paper", to=To(locked.state, facts={"paper": paper.number, "kind": kind}), by=by, at=at)
    case.revision, case.head = locked.revision, locked.head
    return paper


@transaction.atomic
def print_blank(kind: str, count: int, *, office: Post, by: Actor, at: datetime) -> list[Paper]:
    """Print blank forms for a site without a signal, each with its own number and mark; a case gets them later."""
    papers = list[Paper]()
    for _ in range(min(count, BLANKS_MOST)):
        paper = printed(kind, None, by=by, at=at, district=office.place.district)
        _keep_body(paper, sheet.Head(paper.number, paper.token, _office(office), at), {})
        papers.append(paper)
    return papers


def drawn(paper: Paper, *, by: Actor, at: datetime) -> bytes:
    """Return the PDF of a printed paper: the same words as the first time. Notes what the sheet's sum is.

    Raises NotAllowed for whom its words are not, Unreadable where the key of them is not here.
    """
    if paper.case:
        _open(paper.kind, paper.case, by=by, at=at)
    body = PaperBody.objects.filter(paper=paper).first()
    if body is None:
        raise sealing.Unreadable(f"{paper.number}: erased")
    kept = vault.opened(body.key_id, bytes(body.closed), bound_to=paper.token, child=body.is_child)
    head, words = keeping.read(kept)
    made = sheet.render(rulebook.book().bonded.forms[paper.kind], head, words)
    if not paper.sha256:
        Paper.objects.filter(pk=paper.pk, sha256="").update(sha256=hashlib.sha256(made).hexdigest())
    if paper.case:
        detail = {"paper": paper.number, "kind": paper.kind}
        journal.append(f"reads:{paper.case.number}", "draw_paper", by=by, at=at, detail=detail)
    return made


def keep_words(paper: Paper, head: sheet.Head, *, words: Mapping[str, sheet.Value]) -> None:
    """Keep what stands on a paper that another action prints."""
    _keep_body(paper, head, words)


def purpose_of(paper: Paper) -> str:
    """Return as what the signed sheet of a paper is kept, which decides who may open it."""
    form = rulebook.book().bonded.forms.get(paper.kind)
    return Purpose.STATEMENT if form and form.returns == "p3" else SIGNED


def _printed_in(case: Case, by: Actor) -> Place | None:
    """Return the half whose paper it is, which alone scans it back: where the case lies, else home."""
    if powers.works_in(by, case.district_id):
        return case.district
    home = Survivor.objects.select_related("native_district").filter(pk=case.pk).first()
    return home.native_district if home else case.district


def _open(kind: str, case: Case, *, by: Actor, at: datetime) -> None:
    """Open what a paper says of a person for its purpose, with a line in the log of reads. Raises NotAllowed."""
    if case.kind == "bl_operation" and not rights.may_read_words(case, by):
        raise NotAllowed(kind)  # site and accused stand on its papers
    form = rulebook.book().bonded.forms.get(kind)
    if form is None or form.prints == "p1" or form.purpose is None:
        return
    survivor = Survivor.objects.select_related("case__district", "native_district").get(pk=case.pk)
    reading.reveal(survivor, form.prints, purpose=form.purpose, by=by, at=at)


def _keep_body(paper: Paper, head: sheet.Head, words: Mapping[str, sheet.Value]) -> None:
    child = Survivor.objects.filter(pk=paper.case_id, is_minor=True).exists() if paper.case_id else False
    shut = vault.shut(keeping.written(head, words), bound_to=paper.token, child=child)
    PaperBody(paper=paper, is_child=child, key_id=shut.key_id, closed=shut.closed).save(force_insert=True)


def office_words(post: Post | None) -> Text:
    """Return the office that stands at the head of a paper."""
    return _office(post)


def _office(post: Post | None) -> Text:
    if post is None:
        return Text(hi="श्रम सेतु", en="Shram Setu")
    return Text(hi=post.title_hi, en=post.title_en)
