"""Take what the service says of a family: members come and go on the day, and what was before stays to be read."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock, identity
from shramsetu.lib.identity import BadIdentity, Kind
from shramsetu.workers.familyid.actions import comparing
from shramsetu.workers.models import Family, Member, Worker
from shramsetu.workers.rules import keys as keying
from shramsetu.workers.rules.household import Person, Snapshot

_KEPT = ("name", "kin", "sex", "born_on", "is_married", "is_disabled")


class NoFamily(ValueError):
    """This is no family: its number is not a Family ID, or it has no member."""


class Older(Exception):
    """We know of this family already what the service said later."""


@transaction.atomic
def take(told: Snapshot, *, source: str, by: Actor, at: datetime) -> Family:
    """Make the family here what `told` says. Raises NoFamily, Older; the same again changes nothing.

    A member keeps the seat; whoever is told no more has left today, whoever is new has come today. Rows of a worker's
    own word give way to the service's: what was said stays in `Saying`, and where the two differ is noted.
    """
    number = _number(told)
    Family.objects.bulk_create(
        [Family(number=number, source=source, as_of=told.as_of, revision=0)], ignore_conflicts=True
    )
    family = Family.objects.select_for_update().get(number=number)
    if family.revision and family.source != Family.Source.SAID and told.as_of < family.as_of:
        raise Older
    workers = _workers(family, told)
    joined, left = _seats(family, told, workers, at)
    link(family, workers.values())
    changed = bool(joined or left) or family.source == Family.Source.SAID or not family.revision
    district = family.district_id or next((one.district_id for one in workers.values()), None)
    Family.objects.filter(pk=family.pk).update(
        source=source, as_of=told.as_of, district_id=district, revision=family.revision + changed
    )
    family.refresh_from_db()
    if changed:
        detail = {"source": source, "joined": joined, "left": left, "members": len(told.members)}
        journal.append(f"family:{family.pk}", "take", by=by, at=at, detail=detail)
    comparing.compare(family, at=at)
    return family


def seat_many(workers: Sequence[Worker]) -> None:
    """Give workers, just entered, the seat in the family that is surely theirs: equal in name, sex and year of birth.

    Where two seats fit one of them, or none, that worker is not seated, and the difference is noted.
    """
    families = {one.family_id for one in workers if one.family_id is not None}
    if not families:
        return
    free: dict[int, list[Member]] = {}
    for row in Member.objects.filter(family__in=families, until=None, worker=None).select_for_update().order_by("pk"):
        free.setdefault(row.family_id, []).append(row)
    seated = []
    for worker in workers:
        fits = [one for one in free.get(worker.family_id or 0, ()) if one.sex == worker.sex and _fits(worker, one)]
        if len(fits) == 1:
            fits[0].worker = worker
            free[fits[0].family_id].remove(fits[0])
            seated += fits
    if not seated:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE workers_member m SET worker_id = n.worker"
            " FROM unnest(%s::bigint[], %s::bigint[]) n(id, worker) WHERE m.id = n.id",
            [[one.pk for one in seated], [one.worker_id for one in seated]],
        )


def _fits(worker: Worker, member: Member) -> bool:
    same_year = member.born_on is None or member.born_on.year == worker.born_on.year
    return same_year and keying.whole(member.name) == worker.name_key


def link(family: Family, workers: Iterable[Worker]) -> None:
    """Let workers whom the service names as members belong to the family."""
    ids = [one.pk for one in workers if one.family_id != family.pk]
    if ids:
        Worker.objects.filter(pk__in=ids).update(family=family)


def _number(told: Snapshot) -> str:
    try:
        number = identity.parse(Kind.FAMILY_ID, told.number, vouched=True).number
    except BadIdentity as error:
        raise NoFamily(NoFamily.__doc__) from error
    if not told.members:
        raise NoFamily(NoFamily.__doc__)
    return number


def _workers(family: Family, told: Snapshot) -> dict[int, Worker]:
    """Return by seat the workers who are members: named by our number, or of this family by name, sex and birth."""
    named = [one.worker for one in told.members if one.worker]
    linked = Q(number__in=named) | Q(family=family)
    known = list(Worker.objects.filter(linked, merged_into=None, erased_at=None))
    found: dict[int, Worker] = {}
    for one in told.members:
        fits = [worker for worker in known if worker not in found.values() and _is(worker, one)]
        if len(fits) == 1:
            found[one.seat] = fits[0]
    return found


def _is(worker: Worker, one: Person) -> bool:
    if one.worker:
        return worker.number == one.worker
    same_name = keying.whole(one.name) == worker.name_key
    return same_name and one.sex == worker.sex and (one.born_on is None or one.born_on.year == worker.born_on.year)


def _seats(family: Family, told: Snapshot, workers: Mapping[int, Worker], at: datetime) -> tuple[int, int]:
    """Write who has come, gone or changed; return how many came and went."""
    today = clock.day(at)
    present = {one.seat: one for one in Member.objects.filter(family=family, until=None).select_for_update()}
    wanted = {one.seat: one for one in told.members}
    said = family.source == Family.Source.SAID
    gone = [row.pk for seat, row in present.items() if said or not _stays(row, wanted.get(seat))]
    # who came and goes on one day was never a member on any
    Member.objects.filter(pk__in=gone, since__gte=today).delete()
    Member.objects.filter(pk__in=gone).update(until=today)
    rows = []
    for seat, one in wanted.items():
        row = present.get(seat)
        if row is None or row.pk in gone:
            rows.append(Member(family=family, seat=seat, since=today, **_columns(one, workers.get(seat))))
        else:
            Member.objects.filter(pk=row.pk).update(**_columns(one, workers.get(seat)))
    Member.objects.bulk_create(rows)
    return (0, 0) if said else (len(rows), len(gone))


def _stays(row: Member, one: Person | None) -> bool:
    """Tell whether the seat is still the same human being: a name may be spelled anew, a birthday put right."""
    if one is None:
        return False
    same_name = set(keying.words(one.name)) == set(row.keys)
    return same_name or (one.born_on is not None and one.born_on == row.born_on and one.sex == row.sex)


def _columns(one: Person, worker: Worker | None) -> dict[str, Any]:
    said = {name: getattr(one, name) for name in _KEPT}
    return {**said, "worker": worker, "keys": keying.words(one.name)}
