"""Take a nightly file: in chunks, each with its progress in one transaction, so that it may be stopped anywhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.db import transaction

from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.workers.familyid import nightly
from shramsetu.workers.familyid.actions import taking
from shramsetu.workers.models import Family, Nightly, PartnerKey
from shramsetu.workers.rules.household import Snapshot
from shramsetu.workers.social import keys, records, signing

CHUNK = 500
_WRONG = (KeyError, TypeError, ValueError, StopIteration, AttributeError)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a file; `faulty` lines are named by their number in it, the first family being 1."""

    row: Nightly
    was_done: bool
    faulty: tuple[int, ...]


def load(path: Path, *, unsigned: bool = False, everybody: bool = False, by: Actor, at: datetime) -> Loaded:
    """Take a file; the same again changes nothing, and one that was broken off goes on.

    Only families that are known here are taken, unless `everybody`: of others nothing is kept. Raises nightly.BadFile.
    """
    head = nightly.check(path)
    if not unsigned:
        nightly.verify(head, _key(head))
    row, _ = Nightly.objects.get_or_create(
        digest=head.digest,
        defaults={
            "told_at": head.written_at,
            "taken_at": at,
            "families": head.families,
            "changed": 0,
            "faulty": 0,
        },
    )
    if row.done >= row.families:
        return Loaded(row, was_done=True, faulty=())
    faulty: list[int] = []
    for chunk in _chunks(nightly.lines(path, skip=row.done)):
        faulty += _take(row, chunk, everybody=everybody, by=by, at=at)
    journal.append(
        "familyid:files",
        "load",
        by=by,
        at=at,
        detail={"digest": row.digest, "changed": row.changed, "faulty": row.faulty, "unsigned": unsigned},
    )
    return Loaded(row, was_done=False, faulty=tuple(faulty))


@transaction.atomic
def _take(row: Nightly, chunk: Sequence[bytes], *, everybody: bool, by: Actor, at: datetime) -> list[int]:
    """Take a chunk and note how far we are; whoever else takes the same file waits here."""
    kept = Nightly.objects.select_for_update().get(pk=row.pk)
    if kept.done != row.done:  # somebody else was here
        row.done = kept.done
        return []
    faulty = []
    told: list[Snapshot] = []
    for place, line in enumerate(chunk, row.done + 1):
        try:
            told.append(records.snapshot_of(signing.read(line), source=Family.Source.FILE, at=row.told_at))
        except _WRONG:
            faulty.append(place)
    known = set(Family.objects.filter(number__in=[one.number for one in told]).values_list("number", flat=True))
    changed = sum(_taken(one, by=by, at=at) for one in told if everybody or one.number in known)
    row.done, row.changed, row.faulty = row.done + len(chunk), row.changed + changed, row.faulty + len(faulty)
    Nightly.objects.filter(pk=row.pk).update(done=row.done, changed=row.changed, faulty=row.faulty)
    return faulty


def _taken(told: Snapshot, *, by: Actor, at: datetime) -> bool:
    before = Family.objects.filter(number=told.number).values_list("revision", flat=True).first()
    try:
        return taking.take(told, source=Family.Source.FILE, by=by, at=at).revision != before
    except (taking.Older, taking.NoFamily):
        return False


def _key(head: nightly.Head) -> Ed25519PublicKey:
    kept = PartnerKey.objects.filter(
        partner__sender_id=settings.FAMILYID["sender"], key_id=head.key_id, ended_at=None, partner__ended_at=None
    ).first()
    if kept is None:
        raise nightly.BadFile("signature")
    return keys.public_key(kept.public)


def _chunks(lines: Iterator[bytes]) -> Iterator[list[bytes]]:
    while chunk := list(islice(lines, CHUNK)):
        yield chunk
