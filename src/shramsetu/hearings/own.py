"""Whose matter it is to a visitor: by a proved phone, or by the number with a phone or the code of the slip."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from shramsetu.casework import queries as casework
from shramsetu.casework import rules
from shramsetu.casework.models import Case, Party
from shramsetu.hearings.actions.ways import KIND
from shramsetu.hearings.models import Draft, Matter
from shramsetu.journal.rules import Actor
from shramsetu.offices import citizens
from shramsetu.people.queries import phone_key

SEEN, DRAFT, FILED = "sunvai_seen", "sunvai_draft", "sunvai_filed"
SEEN_MOST, FILED_MOST = 10, 10
CITIZEN = "citizen"


@dataclass(frozen=True, slots=True)
class Visitor:
    """A visitor of one matter: their part in it, and as whom they may act; without an actor they only read.

    `answers` is as whom the other side may send its answer: its phone is proved, or it has the code of its notice.
    """

    matter: Matter
    party: Party
    actor: Actor | None
    answers: Actor | None = None

    @property
    def claims(self) -> bool:
        """Whether they are on the side that claims."""
        return self.party.part != Party.Part.OPPOSITE


def proved(request: HttpRequest, *, at: datetime) -> Actor | None:
    """Return as whom a proved phone acts; None where none was proved in this browser."""
    phone = citizens.phone_of(request, at=at)
    return Actor(role=CITIZEN, person=phone_key(phone)) if phone else None


def visitor(request: HttpRequest, number: str, *, at: datetime) -> Visitor | None:
    """Return who this browser is to a matter: by its proved phone, else by what it opened a short while ago."""
    phone = citizens.phone_of(request, at=at)
    if phone and (party := _party(number, phone_key(phone))):
        actor = Actor(role=CITIZEN, person=phone_key(phone))
        opposes = party.part == Party.Part.OPPOSITE
        return Visitor(matter_of(party.case), party, None if opposes else actor, actor if opposes else None)
    seen = request.session.get(SEEN, {}).get(number)
    if not seen or seen["until"] <= at.timestamp():
        return None
    found = Party.objects.filter(pk=seen["party"], case__number=number).select_related("case").first()
    if found is None:
        return None
    answers = found.part == Party.Part.OPPOSITE and seen.get("by_code", False)
    return Visitor(matter_of(found.case), found, None, Actor(role=CITIZEN) if answers else None)


def find(number: str, *, phone: str = "", code: str = "") -> Party | None:
    """Return the party of a matter with this phone (E.164), or with the code of its slip or its notice."""
    if phone:
        return _party(number, phone_key(phone))
    case = Case.objects.filter(number=number, kind=KIND).first()
    if case is None or not code:
        return None
    return casework.party_with_code(case, code) or _noticed(case, code)


def open_for(request: HttpRequest, number: str, party: Party, *, at: datetime, by_code: bool) -> None:
    """Let this browser read a matter for the minutes that the rulebook gives a citizen; by the code also answer it."""
    until = at + timedelta(minutes=rules.figure("signin.citizen_minutes", at))
    kept = dict(list(request.session.get(SEEN, {}).items())[-SEEN_MOST + 1 :])
    request.session[SEEN] = {**kept, number: {"party": party.pk, "until": until.timestamp(), "by_code": by_code}}


def matters(by: Actor) -> QuerySet[Matter]:
    """Return the matters of a proved phone, the latest first."""
    mine = Party.objects.filter(phone_key=by.person).values("case")
    rows = Matter.objects.filter(case__in=mine).select_related("case", "forum__place")
    return rows.order_by("-case__opened_at")[:100]


def drafts(by: Actor) -> QuerySet[Draft]:
    """Return what a proved phone has begun and not sent."""
    return Draft.objects.filter(by=by.key, matter=None).order_by("-changed_at")


def draft(request: HttpRequest, *, at: datetime) -> Draft | None:
    """Return the draft of this browser, if it was not sent yet."""
    kept = str(request.session.get(DRAFT, ""))
    by = proved(request, at=at)
    whose = Q(by=Actor(role=CITIZEN).key) | (Q(by=by.key) if by else Q())
    return Draft.objects.filter(whose, pk=kept, matter=None).first() if kept else None


def note_filed(request: HttpRequest, number: str) -> None:
    """Remember what this browser filed, for its slip."""
    request.session[FILED] = [*request.session.get(FILED, []), number][-FILED_MOST:]
    request.session.pop(DRAFT, None)


def matter_of(case: Case) -> Matter:
    """Return the matter of a case with what its page shows."""
    rows = Matter.objects.select_related("case__holder__place", "forum__place", "forum__post")
    return rows.get(pk=case.pk)


def _party(number: str, key: str) -> Party | None:
    rows = Party.objects.filter(case__number=number, case__kind=KIND, phone_key=key)
    return rows.select_related("case").order_by("part", "seat").first()


def _noticed(case: Case, code: str) -> Party | None:
    """Return the respondent whose notice carries `code`; the caller throttles the tries."""
    rows = Party.objects.filter(case=case, part=Party.Part.OPPOSITE, litigant__left_at=None).order_by("seat")
    given = code.encode()
    return next((one for one in rows if secrets.compare_digest(casework.slip_code(one, case).encode(), given)), None)
