"""The workers that tests speak of: Ramdev, a mason of Kanpur Nagar, and whoever differs from him in something."""

from datetime import date

from django.utils.text import slugify
from tests import cast

from shramsetu.journal.rules import Actor
from shramsetu.lib import identity
from shramsetu.lib.identity import Kind
from shramsetu.offices.models import Post
from shramsetu.places import queries as places
from shramsetu.places.models import Place
from shramsetu.workers.actions import entering
from shramsetu.workers.entry import NewAccount, NewSpell, NewWorker
from shramsetu.workers.models import Worker

AT = cast.MONDAY
TODAY = date(2026, 11, 16)
PHONE = "+919999900301"
AADHAAR = identity.parse(Kind.AADHAAR, "2345 6789 0124")  # fictitious; its check digit is right
RATION = identity.parse(Kind.RATION_CARD, "216740012344")
WORK = NewSpell("शर्मा बिल्डर्स", date(2026, 5, 1), date(2026, 8, 31), 96, proof="certificate", trade="masonry")
BANK = NewAccount("30451122334", "SBIN0000123")


def told(**changes: object) -> NewWorker:
    """Return what Ramdev tells."""
    values: dict[str, object] = {
        "name": "रामदेव निषाद",
        "parent": "शिवचरण निषाद",
        "sex": "man",
        "born_on": date(1988, 4, 2),
        "district": places.district(cast.KANPUR),
        "phone": PHONE,
        "spells": (WORK,),
        "account": BANK,
    }
    return NewWorker(**{**values, **changes})  # type: ignore[arg-type]


def worker(**changes: object) -> Worker:
    """Enter Ramdev, or whoever differs from him by `changes`."""
    return entering.enter(told(**changes), by=clerk(), at=AT)


def clerk(department: str = "bocw", where: Place | None = None) -> Actor:
    """Return the clerk of a board in a district."""
    return seat("clerk", department, where)


def registrar(where: Place | None = None) -> Actor:
    """Return the registering officer of the construction workers' board in a district."""
    return seat("registrar", "bocw", where)


def seat(key: str, department: str, where: Place | None = None) -> Actor:
    """Return who sits in the post `key` of a department's ladder in a district."""
    place = where or places.district(cast.KANPUR)
    return cast.seat(Post.objects.get(code=f"{department}.{key}.{slugify(place.name_en)}")).actor
