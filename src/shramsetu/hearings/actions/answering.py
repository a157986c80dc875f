"""What the parties hand in after the filing: at the counter, or the other side its answer by itself."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from shramsetu.casework import actions as casework
from shramsetu.casework import rules
from shramsetu.casework.actions import Refused
from shramsetu.casework.models import Case
from shramsetu.casework.moves import To
from shramsetu.files import actions as files
from shramsetu.files.models import Purpose
from shramsetu.hearings.actions import ways
from shramsetu.hearings.actions.parties import open_for
from shramsetu.hearings.models import Filing, Litigant, Matter
from shramsetu.hearings.words import SAY
from shramsetu.journal.rules import Actor

# From the notice until everything was heard.
ANSWERED = frozenset({"noticed", "hearing"})


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that a party hands in: what it is, its words, its files."""

    kind: str
    text: str = ""
    uploads: tuple[UploadedFile, ...] = ()


@transaction.atomic
def receive(litigant: Litigant, paper: Paper, *, by: Actor, at: datetime) -> Filing:
    """Take a paper of a party at the counter: a written statement, a rejoinder, an application, documents."""
    case = litigant.matter.case
    matter = open_for(case, by=by)
    made = _keep(matter, litigant, paper, by=by, at=at)
    facts = {"paper": paper.kind, "claims": litigant.claims}
    casework.amend(case, "receive", to=To(case.state, facts=facts), by=by, at=at)
    return made


@transaction.atomic
def answer(litigant: Litigant, paper: Paper, *, by: Actor, at: datetime) -> Filing:
    """Take the written answer that the other side sends itself: from its notice on, until everything is heard."""
    case = litigant.matter.case
    matter = ways.of(case)
    if litigant.claims or litigant.left_at or not may_answer(case):
        raise Refused(SAY["not_now"])
    sent = Filing.objects.filter(litigant=litigant, kind=Filing.Kind.REPLY).count()
    if sent >= rules.figure("files.per_filing", at):
        raise Refused(SAY["too_many_papers"], "text")
    made = _keep(matter, litigant, replace(paper, kind=Filing.Kind.REPLY), by=by, at=at)
    Filing.objects.filter(pk=made.pk).update(channel=Case.Channel.PORTAL)
    casework.amend(case, "reply", to=To(case.state, facts={"seat": litigant.seat}), by=by, at=at)
    return made


def may_answer(case: Case) -> bool:
    """Tell whether the other side can send its answer now."""
    return case.state in ANSWERED


def _keep(matter: Matter, litigant: Litigant, paper: Paper, *, by: Actor, at: datetime) -> Filing:
    if not paper.text and not paper.uploads:
        raise Refused(SAY["no_words"], "text")
    stream = matter.case.stream
    kept = [files.store(one, stream=stream, purpose=Purpose.OTHER, by=by, at=at).pk for one in paper.uploads]
    made = ways.stamp(matter, paper.kind, text=paper.text, papers=kept, by=by, at=at)
    Filing.objects.filter(pk=made.pk).update(litigant=litigant)
    return made
