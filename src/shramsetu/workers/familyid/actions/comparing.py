"""Keep what a worker says of the family, and note where Family ID says otherwise."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from shramsetu.journal import actions as journal
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.lib import clock
from shramsetu.workers import household
from shramsetu.workers.models import Difference, Family, Saying, Worker
from shramsetu.workers.rules import differing
from shramsetu.workers.rules.household import Person


@transaction.atomic
def say(worker: Worker, members: Sequence[Person], *, at: datetime) -> None:
    """Keep what a worker says of the family; it replaces what was said before, and is compared at once."""
    kept = [one.as_json() for one in members]
    Saying.objects.update_or_create(worker=worker, defaults={"members": kept, "at": at})
    if worker.family_id:
        family = Family.objects.get(pk=worker.family_id)
        _compare(worker, family, list(members), at)


def say_first(told: Iterable[tuple[Worker, Sequence[Person]]], *, at: datetime) -> None:
    """Keep what workers who were just entered say of their families, and compare it where a service knows them."""
    told = list(told)
    Saying.objects.bulk_create(
        Saying(worker=worker, members=[one.as_json() for one in members], at=at) for worker, members in told
    )
    for worker, members in told:
        if worker.family is not None and worker.family.source != Family.Source.SAID:
            _compare(worker, worker.family, list(members), at)


def compare(family: Family, *, at: datetime) -> None:
    """Note for every worker of a family where the service says otherwise; what agrees now is closed by itself."""
    rows = Worker.objects.filter(family=family, merged_into=None, erased_at=None).select_related("saying")
    for worker in rows:
        saying = getattr(worker, "saying", None)
        said = [Person.from_json(one) for one in saying.members] if saying else None
        _compare(worker, family, said, at)


@transaction.atomic
def settle(difference: Difference, verdict: str, *, by: Actor, at: datetime) -> None:
    """Say who is right. Family ID is mended by its own office alone: this notes that it is to be, and why."""
    rows = Difference.objects.filter(pk=difference.pk, verdict=Difference.Verdict.OPEN)
    if rows.update(verdict=verdict, settled_by=by.key, settled_at=at):
        detail = {"difference": difference.pk, "what": difference.what, "verdict": verdict}
        journal.append(difference.worker.stream, "settle_difference", by=by, at=at, detail=detail)


def _compare(worker: Worker, family: Family, said: list[Person] | None, at: datetime) -> None:
    if family.source == Family.Source.SAID:
        _close(worker, set(), at)  # nothing but words: nothing to compare with
        return
    told = household.snapshot(family, clock.day(at))
    found = differing.differences(said or [], told, worker=worker.number, name=worker.name)
    if said is None:  # nothing was said of others, so none is missing and none too many
        found = [one for one in found if one.what == differing.ABSENT]
    for one in found:
        _note(worker, family, one, at)
    _close(worker, {(one.what, one.name) for one in found}, at)


def _note(worker: Worker, family: Family, one: differing.Difference, at: datetime) -> None:
    told: dict[str, Any] = {"said": one.said, "told": one.told, "family": family, "district_id": worker.district_id}
    row, made = Difference.objects.get_or_create(
        worker=worker, what=one.what, name=one.name, defaults={**told, "found_at": at}
    )
    is_new = (row.said, row.told) != (one.said, one.told) or row.verdict == Difference.Verdict.GONE
    if not made and is_new:
        again = {"verdict": Difference.Verdict.OPEN, "settled_by": "", "settled_at": None, "found_at": at}
        Difference.objects.filter(pk=row.pk).update(**told, **again)


def _close(worker: Worker, standing: set[tuple[str, str]], at: datetime) -> None:
    rows = Difference.objects.filter(worker=worker, verdict=Difference.Verdict.OPEN)
    gone = [row.pk for row in rows if (row.what, row.name) not in standing]
    Difference.objects.filter(pk__in=gone).update(verdict=Difference.Verdict.GONE, settled_by=SYSTEM.key, settled_at=at)
