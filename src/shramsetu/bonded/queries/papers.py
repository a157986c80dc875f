"""The queue of papers: to print, lying with a magistrate, to confirm, to come back; the oldest first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.bonded import scope
from shramsetu.bonded.models import ChaseLetter, Finding, Paper
from shramsetu.bonded.papers import looking
from shramsetu.journal.rules import Actor

PRINT, SIGN, CONFIRM, BACK = "print", "sign", "confirm", "back"
LISTS: dict[str, str | Promise] = {
    PRINT: _("To print"),
    SIGN: _("To sign"),
    CONFIRM: _("To confirm"),
    BACK: _("To scan back"),
}
FINDING = "finding-order"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One paper that waits: which, of whom by code name, since when, and where it goes on."""

    kind: str
    code: str
    number: str  # of the case
    since: datetime
    days: int
    paper: Paper | None = None


def letters(by: Actor) -> QuerySet[ChaseLetter]:
    """Return the letters of chases whose day has come and that nobody printed."""
    mine = ChaseLetter.objects.filter(chase__survivor__in=scope.survivors(by), paper=None, sent_on=None)
    return mine.select_related("chase__survivor__case").order_by("made_at", "pk")


def findings(by: Actor) -> QuerySet[Finding]:
    """Return the findings that wait for a magistrate and of which no order was printed since they were drafted."""
    printed = Paper.objects.filter(case=OuterRef("survivor"), kind=FINDING, printed_at__gte=OuterRef("drafted_at"))
    mine = Finding.objects.filter(survivor__in=scope.survivors(by), signed_at=None)
    return mine.filter(~Exists(printed)).select_related("survivor__case").order_by("drafted_at", "pk")


def out(by: Actor, *, by_magistrate: bool) -> QuerySet[Paper]:
    """Return the printed papers that are not back: those that a magistrate signs, or the others."""
    theirs = [slug for slug, form in rulebook.book().bonded.forms.items() if form.is_by_magistrate]
    rows = looking.papers(by).filter(state=Paper.State.PRINTED, case__isnull=False)
    rows = rows.filter(kind__in=theirs) if by_magistrate else rows.exclude(kind__in=theirs)
    return rows.select_related("case__survivor").order_by("printed_at", "pk")


def received(by: Actor) -> QuerySet[Paper]:
    """Return the papers whose scan a magistrate has not confirmed yet."""
    rows = looking.papers(by).filter(state=Paper.State.RECEIVED, case__isnull=False)
    return rows.select_related("case__survivor").order_by("scanned_at", "pk")


def counts(by: Actor) -> dict[str, int]:
    """Return how many papers wait in each list."""
    return {
        PRINT: letters(by).count() + findings(by).count(),
        SIGN: out(by, by_magistrate=True).count(),
        CONFIRM: received(by).count(),
        BACK: out(by, by_magistrate=False).count(),
    }


def queue(name: str, by: Actor, *, at: datetime, start: int, most: int) -> list[Waiting]:
    """Return a stretch of a list."""
    if name == PRINT:
        found = [_letter(one, at) for one in letters(by)[: start + most]]
        found += [_finding(one, at) for one in findings(by)[: start + most]]
        return sorted(found, key=lambda one: one.since)[start : start + most]
    rows = received(by) if name == CONFIRM else out(by, by_magistrate=name == SIGN)
    return [_paper(one, at) for one in rows[start : start + most]]


def _letter(row: ChaseLetter, at: datetime) -> Waiting:
    survivor = row.chase.survivor
    kind = "chase-copy" if row.is_copy else "chase-letter"
    return Waiting(kind, survivor.code, survivor.case.number, row.made_at, (at - row.made_at).days)


def _finding(row: Finding, at: datetime) -> Waiting:
    one = row.survivor
    return Waiting(FINDING, one.code, one.case.number, row.drafted_at, (at - row.drafted_at).days)


def _paper(row: Paper, at: datetime) -> Waiting:
    case: Any = row.case
    code = case.survivor.code if hasattr(case, "survivor") else ""
    since = row.scanned_at or row.printed_at
    return Waiting(row.kind, code, case.number, since, (at - since).days, row)
