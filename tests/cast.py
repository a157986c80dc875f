"""Fixed people, posts and deeds that the tests speak of."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from shramsetu.casework import actions as casework
from shramsetu.casework.models import Case
from shramsetu.files import actions as files
from shramsetu.files.models import Attachment
from shramsetu.grievances import actions as grievances
from shramsetu.grievances.filing import Filing, Someone
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import Actor
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Charge, Post, Role
from shramsetu.people.queries import phone_key
from shramsetu.places import queries as places

# A Monday at half past eleven in Lucknow, with a quiet week of working days behind it.
MONDAY = datetime(2026, 11, 16, 6, 0, tzinfo=UTC)
KANPUR = 157  # LGD code of Kanpur Nagar
RAMESH = Someone(name="रमेश कुमार", phone="+919999900001")
WAGES = "wages-not-paid"
REPORTED = "सेवायोजक से बात कर 18,000 रुपये मज़दूरी दिलाई गई, रसीद संलग्न है।"
PAPER = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


@dataclass(frozen=True)
class Seat:
    """A post with the person who sits in it."""

    post: Post
    actor: Actor


def seat(post: Post, *, number: int = 0) -> Seat:
    """Return who sits in `post` as an actor; of a desk the member `number`."""
    charge = Charge.objects.filter(post=post, to_at=None).exclude(kind=Charge.Kind.ASSISTANT).order_by("id")[number]
    return Seat(post, Actor(role=post.role, user_id=charge.user_id, post_id=post.pk))


def holder_of(case: Case) -> Actor:
    """Return the person who holds `case` now."""
    assert case.holder is not None
    return seat(case.holder).actor


def desk(role: Role, *, number: int = 0) -> Actor:
    """Return a member of the first desk of `role`."""
    return seat(offices.of_role(role)[0], number=number).actor


def citizen(someone: Someone = RAMESH) -> Actor:
    """Return `someone` signed in by a one-time code."""
    return Actor(role="citizen", person=phone_key(someone.phone))


def filing(**changes: object) -> Filing:
    """Return an ordinary complaint of unpaid wages in Kanpur Nagar."""
    values: dict[str, object] = {
        "kind": "grievance",
        "category": WAGES,
        "text": "तीन महीने से मज़दूरी नहीं मिली। ठेकेदार फ़ोन नहीं उठाता।",
        "channel": "call",
        "complainants": (RAMESH,),
        "district": places.district(KANPUR),
    }
    return Filing(**{**values, **changes})  # type: ignore[arg-type]


def complaint(*, at: datetime = MONDAY, by: Actor | None = None, **changes: object) -> Case:
    """Register an ordinary complaint."""
    return grievances.register(filing(**changes), by=by or desk(Role.OPERATOR), at=at)


def take(case: Case, verb: str, *, by: Actor | None = None, at: datetime = MONDAY, **detail: object) -> Entry:
    """Let `by` (the holder, if nobody is named) take `verb` as somebody who has just looked at the case."""
    case.refresh_from_db()
    return casework.take(case, verb, seen=case.revision, by=by or holder_of(case), at=at, detail=detail)


def attach(
    case: Case, purpose: str = "order_or_receipt", *, by: Actor | None = None, at: datetime = MONDAY
) -> Attachment:
    """Lay a small real PDF with `case`."""
    paper = SimpleUploadedFile("paper.pdf", PAPER, content_type="application/pdf")
    return files.store(paper, stream=case.stream, purpose=purpose, by=by or holder_of(case), at=at)


def report(case: Case, *, at: datetime = MONDAY, by: Actor | None = None, text: str = REPORTED) -> Entry:
    """Let the holder report with every evidence that any category may demand."""
    attach(case, at=at)
    attach(case, "site_photo", at=at)
    return take(case, "report", by=by, at=at, text=text, **EVIDENCE)


EVIDENCE = {
    "contacted_at": MONDAY,
    "visited_at": MONDAY,
    "letter_number": "श्र.प्र./2026/117",
    "letter_on": MONDAY.date(),
    "statements": "दोनों पक्षों के कथन लिए गए।",
    "bank_reference": "SBIN0042117",
    "permission": "अनुमति 4/2026",
}
