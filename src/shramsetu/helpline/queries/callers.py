"""What is known of a caller before anybody speaks."""

from dataclasses import dataclass
from datetime import datetime

from shramsetu.helpline.models import Call, Direction, Outcome
from shramsetu.people.models import Person
from shramsetu.prepared import Rows

_LAST = Rows(
    lambda phone: (
        Call.objects.filter(phone=phone, direction=Direction.IN)
        .order_by("-began_at")
        .values_list("began_at", "outcome", "language", "dialect", "person_id")[:1]
    ),
    phone=str,
)
_PERSON = Rows(
    lambda phone: (
        Person.objects.filter(phone=phone, erased_at=None).order_by("-made_at").values_list("pk", "language")[:1]
    ),
    phone=str,
)


@dataclass(frozen=True, slots=True)
class Known:
    """Person, language and dialect of a phone, and whether its last call dropped a short while ago."""

    person: int | None = None
    language: str = "hi"
    dialect: str = ""
    dropped: bool = False


UNKNOWN = Known()
DROPPED = (Outcome.ABANDONED, Outcome.LOST)


def known(phone: str, *, since: datetime) -> Known:
    """Return what is known of this phone (E.164)."""
    last, person = _LAST.first(phone=phone), _PERSON.first(phone=phone)
    if last is None:
        return Known(person[0], person[1]) if person else UNKNOWN
    began_at, outcome, language, dialect, person_id = last
    dropped = outcome in DROPPED and began_at >= since
    return Known(person[0] if person else person_id, language, dialect, dropped)
