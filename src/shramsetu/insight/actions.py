"""The only code that writes the roll-ups."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from shramsetu.insight import deltas
from shramsetu.insight.models import (
    Cursor,
    DayCount,
    MonthCount,
    OpenDay,
    OpenState,
    PostCount,
    PublicClaims,
    PublicMonth,
)
from shramsetu.insight.queries import claims, public
from shramsetu.lib import clock

RECENT_DAYS = 95
TABLES = (DayCount, MonthCount, OpenState, OpenDay, PostCount)
COUNTED = [*deltas.PUBLIC, "explanation"]
END = 2**62
# A batch looks its entries up one by one: never by reading a journal of a hundred million rows through, nor compiling.
_PLAN = "SELECT set_config(name, 'off', true) FROM unnest(ARRAY['jit', 'enable_hashjoin', 'enable_mergejoin']) name"


@transaction.atomic
def roll_up(*, at: datetime, batch: int = 5_000) -> int:
    """Count the next `batch` entries of the journal into every roll-up; return how many entries were taken.

    Entries of transactions that may still be running are left for the next time, so that none is lost and none counted
    twice. The cursor moves in the same transaction: a kill loses nothing. After a restore all is counted anew.
    """
    cursor = _locked()
    if _came_from_elsewhere(cursor):
        _begin_epoch(cursor)
    restoring = cursor.restored < cursor.base
    taken, xid, entry, highest, edge = count_entries(cursor, at=at, batch=batch)
    full = taken == batch
    if restoring:
        cursor.restored = highest if full else cursor.base
    else:
        cursor.xid, cursor.entry = (xid, entry) if full else (max(edge - 1, cursor.xid), END)
    cursor.complete = not full and not restoring
    cursor.at = at
    cursor.save()
    return taken


def catch_up(*, at: datetime, batch: int = 20_000) -> int:
    """Count all that is waiting; return how many entries were taken."""
    total = 0
    while True:
        total += roll_up(at=at, batch=batch)
        if Cursor.objects.filter(complete=True).exists():
            return total


@transaction.atomic
def publish(*, at: datetime, anew: bool = False) -> list[date]:
    """Write down what the public is told of each of the last months that is over and was not published; return them.

    Nothing is published before everything until the month's end is counted. `anew` replaces what was published: for a
    demo, whose past is still being played.
    """
    cursor = Cursor.objects.filter(complete=True).first()
    if cursor is None or cursor.at is None:
        return []
    over = public.months_over(clock.day(min(at, cursor.at)))
    known = set() if anew else set(PublicMonth.objects.filter(month__in=over).values_list("month", flat=True))
    wanted = [month for month in over if month not in known]
    if wanted:
        PublicMonth.objects.filter(month__in=wanted).delete()
        rows = [PublicMonth(month=month, rows=public.reckoned(month), made_at=at) for month in wanted]
        PublicMonth.objects.bulk_create([one for one in rows if one.rows], ignore_conflicts=True)
    _publish_claims(over, anew=anew, at=at)
    return wanted


def _publish_claims(over: Sequence[date], *, anew: bool, at: datetime) -> None:
    known = set() if anew else set(PublicClaims.objects.filter(month__in=over).values_list("month", flat=True))
    wanted = [month for month in over if month not in known]
    if wanted:
        PublicClaims.objects.filter(month__in=wanted).delete()
        rows = [PublicClaims(month=month, rows=claims.reckoned(month), made_at=at) for month in wanted]
        PublicClaims.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def rebuild() -> None:
    """Empty every roll-up and begin a new epoch; the following calls of `roll_up` count the journal from its start."""
    _begin_epoch(_locked())


def prune(*, at: datetime) -> int:
    """Forget the daily counts of single departments in districts, and of categories, that are no longer shown.

    And the days and states in which nothing is open any more.
    """
    for table in (OpenDay, OpenState):
        table.objects.filter(amount=0).delete()
    old = DayCount.objects.filter(day__lt=_recent(at))
    return old.filter(district__gt=0, department__gt=0).delete()[0] + old.exclude(category="").delete()[0]


def _recent(at: datetime) -> date:
    return clock.day(at) - timedelta(days=RECENT_DAYS)


def _locked() -> Cursor:
    Cursor.objects.bulk_create([Cursor(id=1)], ignore_conflicts=True)
    return Cursor.objects.select_for_update().get(id=1)


def _came_from_elsewhere(cursor: Cursor) -> bool:
    return cursor.system != _system()


def _system() -> int:
    with connection.cursor() as database:
        database.execute("SELECT system_identifier FROM pg_control_system()")
        return int(database.fetchone()[0])


def _begin_epoch(cursor: Cursor) -> None:
    """Start from nothing. Entries whose xid lies ahead of this cluster's own were restored without our help."""
    for table in TABLES:
        table.objects.all().delete()
    with connection.cursor() as database:
        database.execute(
            "SELECT coalesce(max(id), 0) FROM journal_entry"
            " WHERE xid >= (SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint + public.journal_offset())"
        )
        cursor.base = int(database.fetchone()[0])
    cursor.system, cursor.epoch = _system(), cursor.epoch + 1
    cursor.restored = cursor.xid = cursor.entry = 0
    cursor.complete = False
    cursor.save()


def count_entries(
    cursor: Cursor, *, at: datetime, batch: int, until: int | None = None
) -> tuple[int, int, int, int, int]:
    """Count the next entries behind `cursor`, without moving it; return how many, and where they end.

    `until`: the xid before which all is known to be there, instead of the watermark; only for one held snapshot.
    """
    given = {
        "restored": cursor.restored,
        "base": cursor.base,
        "xid": cursor.xid,
        "entry": cursor.entry,
        "batch": batch,
        "until": until,
        "recent": _recent(at),
        "public": list(deltas.PUBLIC),
        "counted": COUNTED,
        "disposed": list(deltas.DISPOSED),
    }
    with connection.cursor() as database:
        database.execute(_PLAN)
        database.execute(deltas.statement(restored=cursor.restored < cursor.base), given)
        row: tuple[int, int, int, int, int] = database.fetchone()
    return row
