"""What is known of a caller before anybody speaks."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from shramsetu.helpline.models import Outcome

_KNOWN = """
SELECT last.began_at, last.outcome, last.language, last.dialect, last.person_id, who.id, who.language
FROM (VALUES (1)) AS one
LEFT JOIN LATERAL (SELECT * FROM helpline_call WHERE phone = %s AND direction = 'in' ORDER BY began_at DESC LIMIT 1)
  AS last ON true
LEFT JOIN LATERAL (SELECT * FROM people_person WHERE phone = %s AND erased_at IS NULL ORDER BY made_at DESC LIMIT 1)
  AS who ON true"""


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
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [phone, phone])  # one question: it is asked of every call before anything is heard
        began_at, outcome, language, dialect, told, person, speaks = cursor.fetchone()
    if began_at is None:
        return Known(person, speaks) if person else UNKNOWN
    return Known(person or told, language, dialect, outcome in DROPPED and began_at >= since)
