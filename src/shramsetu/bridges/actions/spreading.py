"""From the journal to the doors: what happened to a case becomes a parcel for each who is to hear of it.

Entries are read behind the horizon of running transactions, so that none is passed over; parcels are known by the
entry they tell of, so that reading one twice owes nothing twice.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import structlog
from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _

from shramsetu.bridges import happened
from shramsetu.bridges.e112 import outgoing
from shramsetu.bridges.happened import Happened
from shramsetu.bridges.igrs import hearing
from shramsetu.bridges.models import Cursor
from shramsetu.bridges.webhooks import events
from shramsetu.casework import alarm

log = structlog.get_logger("bridges")
NAME = "cases"


class Hear(Protocol):
    """Owes one door what it is to hear of."""

    __module__: str

    def __call__(self, news: Sequence[Happened], *, at: datetime) -> None:
        """Owe what `news` are worth telling."""


HEARS: tuple[Hear, ...] = (outgoing.hear, events.hear, hearing.hear)


@transaction.atomic
def spread(*, at: datetime) -> int:
    """Owe what the entries since the last time are worth telling; return how many entries were read."""
    Cursor.objects.bulk_create(_begin(), ignore_conflicts=True)
    cursor = Cursor.objects.select_for_update().get(name=NAME)
    rows = happened.since(cursor)
    news = happened.read(rows)
    for hear in HEARS if news else ():
        _tell(hear, news, at)
    if rows:
        Cursor.objects.filter(pk=cursor.pk).update(xid=rows[-1][1], entry=rows[-1][0])
    return len(rows)


def _tell(hear: Hear, news: Sequence[Happened], at: datetime) -> None:
    """Let a door hear `news`; an entry that breaks it is found by halves, said, and holds up none of the others."""
    try:
        with transaction.atomic():
            hear(news, at=at)
    except OperationalError:
        raise  # the database is away: no entry is at fault
    except Exception:
        if len(news) > 1:
            half = len(news) // 2
            _tell(hear, news[:half], at)
            _tell(hear, news[half:], at)
            return
        log.error("entry not told", door=hear.__module__, entry=news[0].entry, exc_info=True)
        alarm.sound(_("A step could not be told to another system"), [news[0].number], at=at)


def _begin() -> list[Cursor]:
    """Begin where the journal stands: nobody is told of the years before; a reconciliation sends what is missing."""
    if Cursor.objects.filter(name=NAME).exists():
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.journal_horizon()")
        return [Cursor(name=NAME, xid=cursor.fetchone()[0] - 1, entry=2**62)]
