"""The matters that tests speak of: Ramesh was not paid for three months, and whoever's matter differs from his."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from tests import cast

from shramsetu.casework.models import Case
from shramsetu.hearings.actions import filing
from shramsetu.hearings.filing import Someone, Told
from shramsetu.hearings.models import Matter
from shramsetu.hearings.queries import forums
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Post
from shramsetu.people.queries import phone_key
from shramsetu.places import queries as places

AT = cast.MONDAY
RAMESH = Someone(name="रमेश कुमार", phone="+919999900001", address="कल्याणपुर, कानपुर नगर")
OWNER = Someone(
    name="शिव शक्ति ईंट उद्योग",
    phone="+919999900077",
    part="employer",
    address="बिठूर रोड, कानपुर नगर",
    email="office@shivshakti.example",
)
WORDS = "अगस्त से अक्टूबर तक काम किया, तीन महीने की मज़दूरी 27,000 रुपये नहीं मिली।"


def told(**changes: Any) -> Told:
    """Return Ramesh's claim: wages that were due ten weeks ago, under the Code on Wages."""
    ordinary = Told(
        matter="wages-unpaid",
        district=places.district(cast.KANPUR),
        text=WORDS,
        channel=Case.Channel.PORTAL,
        claimants=(RAMESH,),
        respondents=(OWNER,),
        cause_on=date(2026, 9, 7),
        reliefs=("wages", "compensation-wages"),
        amount_paise=27_000_00,
        work="राजमिस्त्री",
    )
    return replace(ordinary, **changes)


def filed(*, at: datetime = AT, by: Actor | None = None, **changes: Any) -> Case:
    """File the claim."""
    return filing.file(told(**changes), by=by or ramesh(), at=at)


def registered(case: Case | None = None, *, at: datetime = AT, **changes: Any) -> Case:
    """Bring a matter as far as its number."""
    case = case or filed(at=at, **changes)
    cast.take(case, "admit", at=at)
    return case


def noticed(case: Case | None = None, *, at: datetime = AT, **changes: Any) -> Case:
    """Bring a matter as far as its first date."""
    case = case or registered(at=at, **changes)
    cast.take(case, "issue", at=at, next_at=first_slot(case, at), purpose="appearance")
    return case


def first_slot(case: Case, at: datetime = AT) -> datetime:
    """Return the first slot that a notice may call to."""
    least = (at + timedelta(days=10)).date()
    return forums.free_slot(row(case).forum, after=least)


def row(case: Case) -> Matter:
    """Return the matter of a case as it is now."""
    return Matter.objects.select_related("case__holder", "forum__post", "forum__registry", "forum__place").get(
        pk=case.pk
    )


def ramesh() -> Actor:
    """Return Ramesh, his phone proved."""
    return Actor(role="citizen", person=phone_key(RAMESH.phone))


def post(code: str) -> Actor:
    """Return who sits in a post."""
    return cast.seat(Post.objects.get(code=code)).actor


def registry() -> Actor:
    """Return who keeps the registry of the authority of Kanpur Nagar."""
    return post("labour.leo.kanpur-nagar")


def authority() -> Actor:
    """Return the authority of Kanpur Nagar."""
    return post("labour.alc.kanpur-nagar")
