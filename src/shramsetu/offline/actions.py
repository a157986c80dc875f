"""Taking what devices hand in: each entry once, in one transaction with its receipt."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils.translation import get_language, gettext

from shramsetu import rulebook
from shramsetu.journal.rules import Actor
from shramsetu.lib import aadhaar_places, clock
from shramsetu.lib.identity import ELSEWHERE
from shramsetu.offices.models import Role
from shramsetu.offline import registry, rules
from shramsetu.offline.models import Receipt
from shramsetu.offline.registry import Conflict, Giver, Handed, Kind, Later, Refused
from shramsetu.offline.rules import Answer, BadEntry, State, Written
from shramsetu.people.rules import keyed
from shramsetu.people.throttle import TooOften

ANYBODY = "anybody"


def owner_of(giver: Giver) -> str:
    """Return the tag by which a device knows whose its entries are; empty for who is no officer."""
    if giver.post is None:
        return ""
    return keyed(giver.actor.key, settings.LOOKUP_KEY, "offline-owner")[:32]


def take(given: object, files: Sequence[UploadedFile], *, giver: Giver, at: datetime) -> Answer:
    """Take one entry and tell what became of it; handed in again, it is told the same and nothing is written."""
    try:
        written = rules.read(given, at=at, believed=timedelta(days=_figure("offline.believed_days", at)))
    except BadEntry:
        key = str(given.get("key", ""))[:36] if isinstance(given, dict) else ""
        return Answer(key, State.REFUSED, errors={"": gettext("This could not be read. Write it once more.")})
    key, kind = str(written.key), registry.kinds.get(written.kind)
    if kind is None:
        return Answer(key, State.REFUSED, errors={"": gettext("Nothing of this kind is taken here.")})
    if kind.roles is not None and giver.post is None:
        return Answer(key, State.SIGN_IN)
    if not _is_own(kind, written, giver):
        return Answer(key, State.REFUSED, errors={"": gettext("Somebody else wrote this, or in another post.")})
    try:
        return _once(kind, Handed(written, files, giver, at))
    except (TooOften, Later):
        return Answer(key, State.LATER)
    except Refused as refused:
        return Answer(key, State.REFUSED, errors=refused.errors)
    except Conflict as conflict:
        return Answer(key, State.CONFLICT, has=conflict.has)


def _aadhaar() -> str:
    return ELSEWHERE[(get_language() or "hi")[:2] != "hi"]


def _is_own(kind: Kind, written: Written, giver: Giver) -> bool:
    """Tell whether the giver may hand in this kind and wrote this entry; of anybody's kinds the key is the proof."""
    if kind.roles is None or giver.post is None:
        return kind.roles is None
    return Role(giver.post.role) in kind.roles and written.owner == owner_of(giver)


@transaction.atomic
def _once(kind: Kind, handed: Handed) -> Answer:
    written = handed.written
    if elsewhere := aadhaar_places.found(dict(written.body)):
        raise Refused(dict.fromkeys(elsewhere, _aadhaar()))
    name = _name(written.key, ANYBODY if kind.roles is None else handed.giver.actor.key)
    said = rules.digest(written, [_sum(one) for one in handed.files])
    _queue_up(name)
    known = Receipt.objects.filter(key_hash=name).first()
    if known is None:
        has = kind.take(handed)
        row = Receipt(key_hash=name, kind=kind.name, digest=said, answer=has, written_at=written.written_at)
        _keep(row, by=handed.giver.actor, at=handed.at)
        return Answer(str(written.key), State.TAKEN, has=has)
    is_same = known.kind == kind.name and known.digest in ("", said)
    return Answer(str(written.key), State.ALREADY if is_same else State.CONFLICT, has=known.answer)


def claim(key: UUID) -> Mapping[str, object] | None:
    """Hold the key of anybody's entry until the transaction ends; return what was answered to it, if it was taken.

    For another door under the same key: what began there and goes on without a network must not be written twice.
    """
    name = _name(key, ANYBODY)
    _queue_up(name)
    known = Receipt.objects.filter(key_hash=name).first()
    return known.answer if known else None


def answered(key: UUID, *, by: Actor) -> Mapping[str, object] | None:
    """Return what an officer was answered to the entry with this key; None while it has not come in."""
    known = Receipt.objects.filter(key_hash=_name(key, by.key)).first()
    return known.answer if known else None


def note(key: UUID, kind: str, *, has: Mapping[str, object], by: Actor, at: datetime) -> None:
    """Write that another door has taken the entry with this key; whatever a device sends under it is there already."""
    _keep(Receipt(key_hash=_name(key, ANYBODY), kind=kind, answer=dict(has), written_at=at), by=by, at=at)


def forget(*, at: datetime) -> int:
    """Drop receipts older than the rulebook keeps them; return how many."""
    days = _figure("offline.receipt_days", at)
    return Receipt.objects.filter(at__lt=at - timedelta(days=days)).delete()[0]


def _keep(row: Receipt, *, by: Actor, at: datetime) -> None:
    row.by, row.at = by.key[:80], at
    row.save(force_insert=True)


def _name(key: UUID, scope: str) -> str:
    return keyed(f"{scope}\n{key.hex}", settings.LOOKUP_KEY, "offline-key")


def _queue_up(name: str) -> None:
    """Let what has one key pass one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(bytes.fromhex(name[:16]), signed=True)])


def _sum(upload: UploadedFile) -> str:
    found = hashlib.sha256()
    for chunk in upload.chunks():
        found.update(chunk)
    upload.seek(0)
    return found.hexdigest()


def _figure(name: str, at: datetime) -> int:
    return rulebook.book().number(name, clock.day(at))
