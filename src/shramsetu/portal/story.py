"""The whole story of a case for whom it is about: every stage in plain words, reports, papers, what can be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from shramsetu import rulebook
from shramsetu.casework import flow, queries, sealing
from shramsetu.casework.models import Case
from shramsetu.files import queries as files
from shramsetu.files.models import Attachment, Purpose
from shramsetu.grievances.models import Report, Spoken
from shramsetu.journal import queries as journal
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import Actor
from shramsetu.lib import text
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Post
from shramsetu.portal import stages, standing
from shramsetu.portal.citizen import ROLE

# Papers that speak of a third person are the office's; a citizen reads their own and what was done.
OPEN_PURPOSES = frozenset({Purpose.SITE_PHOTO, Purpose.ORDER_OR_RECEIPT, Purpose.SCAN_OF_LETTER})


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: when, what happened, in whose hands it is since, until when, and the words said then."""

    at: datetime
    sentence: str
    look: str
    holder: Post | None
    due_at: datetime | None
    words: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Account:
    """A report as the complainant reads it: phone and identity numbers of others are hidden."""

    kind: str
    text: str
    at: datetime
    post: Post
    letter_number: str
    letter_on: object
    visited_at: datetime | None


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper with the case: who laid it there, and whether the complainant may open it."""

    attachment: Attachment
    is_own: bool
    is_open: bool


def page(case: Case, by: Actor, *, at: datetime) -> dict[str, object]:
    """Return what the page of one's own case shows."""
    return {
        "case": case,
        "number": case.number,
        "category": rulebook.book().categories.get(case.category),
        "text": sealing.unveiled(case, case.grievance.text),
        **standing.standing(case),
        "why": standing.why(case) if case.is_open else None,
        "stages": told(case),
        "reports": accounts(case),
        "papers": papers(case),
        "steps": offers(case, by),
        "question": question(case),
        "typed": typed(case),
        "appeal_to": appeal_to(case),
        "exclusion": rulebook.book().exclusions.get(case.grievance.exclusion),
        "now": at,
    }


def offers(case: Case, by: Actor) -> list[stages.Offer]:
    """Return what the complainant can do now, what is likeliest first, taking back last."""
    open_to = {step.verb for step in queries.steps_for(case, by)}
    return [offer for verb, offer in stages.OFFERS.items() if verb in open_to]


def appeal_to(case: Case) -> Post | None:
    """Return the post to which one may appeal from a speaking order: the one above who passed it."""
    return offices.above(case.holder) if case.outcome == "order" and case.holder else None


def told(case: Case) -> list[Stage]:
    """Return the stages of `case`, the latest first; what is the office's own affair is left out."""
    entries = [entry for entry in journal.history(case.stream) if entry.verb in stages.SENTENCES]
    return [_stage(case, entry) for entry in reversed(entries)]


def accounts(case: Case) -> list[Account]:
    """Return the final and interim reports, the latest first, with what identifies third persons hidden."""
    rows = Report.objects.filter(case=case).exclude(kind=Report.Kind.ENQUIRY)
    return [
        Account(
            kind=str(stages.ACCOUNTS[row.kind]),
            text=text.scrub(sealing.unveiled(case, row.text)),
            at=row.at,
            post=row.post,
            letter_number=row.letter_number,
            letter_on=row.letter_on,
            visited_at=row.visited_at,
        )
        for row in rows.select_related("post__place").order_by("-at", "-id")
    ]


def papers(case: Case) -> list[Paper]:
    """Return the papers with the case, the oldest first."""
    return [Paper(one, one.role == ROLE, may_read(one)) for one in files.attached(case.stream)]


def may_read(attachment: Attachment) -> bool:
    """Return whether a complainant may open this paper of their case."""
    return attachment.role == ROLE or attachment.purpose in OPEN_PURPOSES


def question(case: Case) -> str:
    """Return what the officer asks the complainant just now; empty where nothing is asked."""
    if case.state != "asked":
        return ""
    asked = journal.history(case.stream).filter(verb="ask").last()
    return _words(case, asked) if asked else ""


def typed(case: Case) -> str:
    """Return the typed words that wait for the complainant's yes; empty where none do."""
    if case.state != "reading_back":
        return ""
    return sealing.unveiled(case, Spoken.objects.get(pk=case.pk).text)


def _stage(case: Case, entry: Entry) -> Stage:
    detail: Mapping[str, object] = entry.detail
    moved = detail.get("holder") != detail.get("holder_from")
    return Stage(
        at=entry.at,
        sentence=stages.sentence(entry.verb, detail),
        look="is-late" if entry.verb in stages.LATE and not detail.get("stays") else "is-done",
        holder=_post(detail.get("holder")) if moved and not case.sealed and detail.get("phase") in _HELD else None,
        due_at=_instant(detail.get("due")) if moved else None,
        words=_words(case, entry) if entry.verb in stages.SPOKEN else "",
        is_own=entry.role == ROLE,
    )


_HELD: Sequence[int] = (int(flow.Phase.OPEN), int(flow.Phase.PAUSED))


def _words(case: Case, entry: Entry) -> str:
    private = getattr(entry, "private", None)
    body = private.body if private else {}
    found = next((str(body[name]) for name in ("question", "text", "reason") if body.get(name)), "")
    opened = sealing.unveiled(case, found)
    return opened if entry.role == ROLE else text.scrub(opened)


def _post(post_id: object) -> Post | None:
    try:
        return offices.get(int(str(post_id))) if post_id else None
    except offices.NoPost:
        return None


def _instant(value: object) -> datetime | None:
    return datetime.fromisoformat(str(value)) if value else None
