"""Pairs that may be one human being: noted when they are found, decided by a steward, never forgotten."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from shramsetu.casework.actions import Refused
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.workers.models import Pair, Worker
from shramsetu.workers.queries.likely import Likely


def note(worker: Worker, likely: Iterable[Likely], *, found: str = Pair.Found.ENTRY, at: datetime) -> int:
    """Write down with whom `worker` may be one person; a pair that is there stays as it is. Return how many are new."""
    rows = [_row(worker, one.worker, one.score, one.agreed, found=found, at=at) for one in likely]
    known = set(_among(worker, [one.worker.pk for one in likely]).values_list("first", "second"))
    new = [row for row in rows if (row.first_id, row.second_id) not in known]
    Pair.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def note_many(found: Iterable[tuple[Worker, Iterable[Likely]]], *, at: datetime) -> None:
    """Write down, at entry, with whom each of these workers may be one person; a pair that is there stays as it is."""
    rows = [
        _row(worker, one.worker, one.score, one.agreed, found=Pair.Found.ENTRY, at=at)
        for worker, likely in found
        for one in likely
    ]
    Pair.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def point_out(one: Worker, other: Worker, *, by: Actor, at: datetime) -> Pair:
    """Lay a pair before the steward that a person has noticed; decided for ever, it is not opened again."""
    if one.pk == other.pk:
        raise Refused(_("This is one and the same row."))
    row = _row(one, other, 1000, {}, found=Pair.Found.PERSON, at=at)
    pair, made = Pair.objects.get_or_create(
        first=row.first,
        second=row.second,
        defaults={"district": row.district, "score": row.score, "found": row.found, "found_at": at},
    )
    if made:
        detail = {"first": row.first.number, "second": row.second.number}
        journal.append(row.first.stream, "point_out", by=by, at=at, detail=detail)
    return pair


@transaction.atomic
def never(pair: Pair, *, by: Actor, at: datetime) -> None:
    """Say that they are two persons: from now on no search shows them as one. Said of a merged pair, Refused."""
    if pair.first.merged_into_id == pair.second_id or pair.second.merged_into_id == pair.first_id:
        raise Refused(_("They were merged. Undo the merge first."))
    decide(pair.first, pair.second, verdict=Pair.Verdict.OTHER, by=by, at=at)
    for row in (pair.first, pair.second):
        detail = {"first": pair.first.number, "second": pair.second.number}
        journal.append(row.stream, "never_same", by=by, at=at, detail=detail)


def decide(one: Worker, other: Worker, *, verdict: str, by: Actor, at: datetime) -> None:
    """Write the verdict on a pair, whether it was found before or not; OPEN lays it before the steward again."""
    row = _row(one, other, 1000, {}, found=Pair.Found.PERSON, at=at)
    told = {"decided_by": by.key, "decided_at": at} if verdict else {"decided_by": "", "decided_at": None}
    first = {"district": row.district, "score": row.score, "found": row.found, "found_at": at}
    Pair.objects.update_or_create(
        first=row.first,
        second=row.second,
        defaults={"verdict": verdict, **told},
        create_defaults={**first, "verdict": verdict, **told},
    )


def are_two(one: Worker, other: Worker) -> bool:
    """Tell whether a steward has said for ever that they are two persons."""
    return _among(one, [other.pk]).filter(verdict=Pair.Verdict.OTHER).exists()


def carry(gone: Worker, kept: Worker, *, at: datetime) -> list[int]:
    """Let what is known of `gone` and third persons be known of `kept`; return the pairs that this made."""
    theirs = Pair.objects.filter(Q(first=gone) | Q(second=gone)).select_related("first", "second")
    made = []
    for pair in theirs.exclude(verdict=Pair.Verdict.SAME).order_by("pk"):
        third = pair.second if pair.first_id == gone.pk else pair.first
        if third.pk == kept.pk or third.merged_into_id is not None or _among(kept, [third.pk]).exists():
            continue
        row = _row(kept, third, pair.score, pair.agreed, found=pair.found, at=pair.found_at)
        row.verdict, row.decided_by, row.decided_at = pair.verdict, pair.decided_by, pair.decided_at
        row.save(force_insert=True)
        made.append(row.pk)
    return made


def uncarry(made: list[int], *, since: datetime) -> None:
    """Take back the pairs that a merge made, but for those that were decided `since`."""
    Pair.objects.filter(Q(decided_at=None) | Q(decided_at__lte=since), pk__in=made).delete()


def _among(worker: Worker, others: list[int]) -> QuerySet[Pair]:
    return Pair.objects.filter(Q(first=worker, second__in=others) | Q(first__in=others, second=worker))


def _row(one: Worker, other: Worker, score: int, agreed: dict[str, str], *, found: str, at: datetime) -> Pair:
    first, second = sorted((one, other), key=lambda row: row.pk)
    return Pair(
        first=first, second=second, district_id=first.district_id, score=score, agreed=agreed, found=found, found_at=at
    )
