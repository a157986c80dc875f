"""Taking in figures: a first one is a row, the same one again nothing, another one a correction with its reason."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.monitoring.targets import errors
from shramsetu.monitoring.targets.errors import Refused
from shramsetu.monitoring.targets.models import Achievement, Delivery
from shramsetu.monitoring.targets.spreading import Leaf

FAULTS_KEPT = 5_000


@dataclass(frozen=True, slots=True)
class Line:
    """One figure as it was sent: its line there, the district, the source, the day, how many, and why it is another."""

    line: int
    place: int
    source: str
    on: date
    number: int
    reported_on: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Parcel:
    """Figures of one indicator that came together. `key` marks them among those of the sender's post.

    `faults` are what could not be read, each with its line and what is wrong with it; a line may have several.
    `said` is what was sent, word for word, where the lines add to it (the day on which they came).
    """

    indicator: str
    origin: str
    key: str
    name: str
    lines: Sequence[Line]
    faults: Sequence[tuple[int, str]] = ()
    said: str = ""

    @property
    def digest(self) -> str:
        """What tells this parcel from another one under the same key."""
        return hashlib.sha256((self.said or f"{self.name}{list(self.lines)}").encode()).hexdigest()


Key = tuple[date, Leaf]


@transaction.atomic
def take(parcel: Parcel, *, by: Actor, at: datetime) -> tuple[Delivery, bool]:
    """Take in a parcel and say what came of it; the second value is False for one that was taken before.

    Lines that are wrong are named in the delivery and hold up no other one: mended, the file may be sent again. Raises
    Refused for another parcel under a key that the sender used before: nothing of it would be counted.
    """
    _lock(parcel.indicator)
    rows = Delivery.objects.filter(indicator=parcel.indicator, origin=parcel.origin, post=by.post_id)
    known = rows.filter(key=parcel.key).first()
    if known is not None:
        if known.digest != parcel.digest:
            raise Refused(errors.OTHER_PARCEL, "key")
        return known, False
    former = _latest(parcel.indicator, parcel.lines)
    fresh, same, faults = _sorted(parcel.lines, former, today=clock.day(at))
    faults = sorted([*parcel.faults, *faults])
    made = Delivery(
        indicator=parcel.indicator,
        origin=parcel.origin,
        key=parcel.key,
        digest=parcel.digest,
        name=parcel.name[:200],
        rows=len(parcel.lines) + len({line for line, _ in parcel.faults}),
        taken=sum((one.on, (one.place, one.source)) not in former for one in fresh),
        same=same,
        corrected=sum((one.on, (one.place, one.source)) in former for one in fresh),
        faults=[list(fault) for fault in faults[:FAULTS_KEPT]],
        at=at,
        by=by.key,
        post_id=by.post_id,
    )
    made.save(force_insert=True)
    Achievement.objects.bulk_create([_row(one, former, made) for one in fresh], batch_size=5_000)
    detail = {"delivery": made.pk, "rows": made.rows, "taken": made.taken, "corrected": made.corrected}
    journal.append(f"figures:{made.indicator}", "take", by=by, at=at, detail=detail)
    return made, True


def wrong(parcel: Parcel, *, at: datetime) -> str:
    """Return what would keep the lines of a parcel from being taken in now; nothing if they would be."""
    former = _latest(parcel.indicator, parcel.lines)
    faults = _sorted(parcel.lines, former, today=clock.day(at))[2]
    return faults[0][1] if faults else ""


def _lock(indicator: str) -> None:
    """Let two parcels of one indicator come one after the other: both would correct the same row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7406))", [indicator])


def _latest(indicator: str, lines: Iterable[Line]) -> Mapping[Key, Achievement]:
    days = {one.on for one in lines}
    if not days:
        return {}
    rows = Achievement.objects.filter(indicator=indicator, on__range=(min(days), max(days)))
    newest = rows.order_by("on", "place", "source", "-revision").distinct("on", "place", "source")
    return {(row.on, (row.place_id, row.source)): row for row in newest}


def _sorted(
    lines: Iterable[Line], former: Mapping[Key, Achievement], *, today: date
) -> tuple[list[Line], int, list[tuple[int, str]]]:
    """Part the lines into those that are written, how many say what is known, and what is wrong with the rest."""
    fresh: dict[Key, Line] = {}
    same, faults = 0, list[tuple[int, str]]()
    for one in lines:
        key = one.on, (one.place, one.source)
        told, held = fresh.get(key), former.get(key)
        if told is not None:
            same += told.number == one.number
            if told.number != one.number:
                said = _("Line %(line)d gives another number for the same day.") % {"line": told.line}
                faults.append((one.line, said))
        elif one.on > one.reported_on or one.reported_on > today:
            faults.append((one.line, _("The day is still to come.")))
        elif held is not None and held.number == one.number:
            same += 1
        elif held is not None and not one.reason.strip():
            said = _("%(number)d was reported for this day. To correct it, give the reason.") % {"number": held.number}
            faults.append((one.line, said))
        else:
            fresh[key] = one
    return list(fresh.values()), same, faults


def _row(one: Line, former: Mapping[Key, Achievement], delivery: Delivery) -> Achievement:
    held = former.get((one.on, (one.place, one.source)))
    return Achievement(
        indicator=delivery.indicator,
        place_id=one.place,
        source=one.source,
        on=one.on,
        reported_on=one.reported_on,
        number=one.number,
        change=one.number - (held.number if held else 0),
        revision=held.revision + 1 if held else 1,
        corrects=held,
        reason=one.reason.strip()[:300] if held else "",
        delivery=delivery,
        at=delivery.at,
    )
