"""The matters of the demo grow one by one, each in one transaction; what was played is not played again."""

from collections.abc import Callable, Iterator
from datetime import datetime

from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from shramsetu.demo import simulate
from shramsetu.demo.courts import matters
from shramsetu.demo.models import Played
from shramsetu.demo.rescues.sparing import REFUSALS

FIRST = 3_000_000  # indexes of what is played here lie behind those of complaints, rescues and the registry
MATTERS, SOON = 240, 24
Missed = Callable[[str, Exception], None]


def grow(*, at: datetime, soon: bool = False, missed: Missed | None = None) -> Iterator[int]:
    """Play the matters that were not played yet, or of them those that are played soon; yield how many are there."""
    played = set(Played.objects.filter(index__gte=FIRST).values_list("index", flat=True))
    for number in range(SOON if soon else MATTERS):
        index = FIRST + number
        if index in played:
            continue
        try:
            _once(index, at)
        except Exception as error:
            if missed is None or isinstance(error, OperationalError | InterfaceError):
                raise
            missed(f"matter {number}", error)
            if isinstance(error, REFUSALS):
                Played.objects.get_or_create(index=index)
            continue
        yield number + 1


@transaction.atomic
def _once(index: int, at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(1997, %s)", [index])
        if not cursor.fetchone()[0] or Played.objects.filter(index=index).exists():
            return
    case = matters.play(index, until=at)
    if case is not None:
        simulate.deliver(case, until=timezone.now())
    Played(index=index, case=case).save(force_insert=True)
