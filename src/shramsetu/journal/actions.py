"""The only code that writes the journal."""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from shramsetu.journal import queries, rules
from shramsetu.journal.models import Entry, Private, Root, Stream


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry that is hashed but not yet written: its head goes into the stream's row first."""

    entry: Entry
    private: Private | None

    def keep(self) -> Entry:
        """Write the entry; the caller has won the guarded update of the stream's row."""
        self.entry.save(force_insert=True)
        if self.private:
            self.private.entry = self.entry
            self.private.save(force_insert=True)
        return self.entry


@dataclass(frozen=True, slots=True)
class Tip:
    """Where a stream stands: its key, the revision reached and the head there."""

    key: str
    revision: int
    head: bytes


def draft(
    tip: Tip, verb: str, *, by: rules.Actor, at: datetime, detail: rules.Detail, private: rules.Detail | None = None
) -> Draft:
    """Hash the entry that follows `tip`. `private` holds names, phones and free text, `detail` nothing personal."""
    plain = json.loads(rules.canonical(detail))
    hidden = json.loads(rules.canonical(private)) if private else None
    salt = secrets.token_bytes(16)
    seal = rules.digest(hidden, salt) if hidden else b""
    seq = tip.revision + 1
    head = rules.link(tip.head, seq, verb, by.key, at, rules.digest(plain), seal)
    entry = Entry(
        stream=tip.key, seq=seq, verb=verb, by=by.key, role=by.role, at=at, detail=plain, private_digest=seal, head=head
    )
    return Draft(entry, Private(salt=salt, body=hidden) if hidden else None)


@transaction.atomic
def append(
    stream: str, verb: str, *, by: rules.Actor, at: datetime, detail: rules.Detail, private: rules.Detail | None = None
) -> Entry:
    """Append to a stream that has no row of its own, such as `post:12`, `rulebook:…` or `reads:…`."""
    Stream.objects.bulk_create([Stream(key=stream)], ignore_conflicts=True)
    row = Stream.objects.select_for_update().get(key=stream)
    entry = draft(Tip(stream, row.revision, bytes(row.head)), verb, by=by, at=at, detail=detail, private=private)
    Stream.objects.filter(key=stream).update(revision=entry.entry.seq, head=entry.entry.head)
    return entry.keep()


@transaction.atomic
def forget(stream: str) -> dict[int, rules.Detail]:
    """Erase the personal side of a stream and return what it held by sequence number; the chain still verifies."""
    rows = Private.objects.filter(entry__stream=stream)
    held = dict(rows.values_list("entry__seq", "body"))
    rows.delete()
    return held


def forget_all(streams: Iterable[str]) -> int:
    """Erase the personal side of many streams; return of how many entries."""
    return Private.objects.filter(entry__stream__in=list(streams)).delete()[0]


def forget_before(prefix: str, *, before: datetime) -> int:
    """Erase the personal side of what was entered before `before` in streams that begin with `prefix`."""
    return queries.private_before(prefix, before).delete()[0]


@transaction.atomic
def close_root(*, at: datetime) -> Root | None:
    """Sign a Merkle root over the heads that moved since the last one and link it; None when nothing moved.

    Only transactions that are over for certain are covered (below the oldest running one), so that no late
    committer is ever left out.
    """
    last = Root.objects.order_by("-id").first()
    since = last.last_xid if last else 0
    until, heads = queries.moved_heads(since)
    if not heads:
        return None
    merkle = rules.merkle_root([head for _, head in heads])
    previous = bytes(last.digest) if last else rules.START
    digest = rules.root_digest(previous, merkle, at, until)
    root = Root(
        closed_at=at,
        last_xid=until,
        heads=len(heads),
        merkle=merkle,
        previous=previous,
        digest=digest,
        signature=rules.sign(settings.SECRET_KEY.encode(), digest),
        key_id=rules.key_id(settings.SECRET_KEY.encode()),
    )
    root.save(force_insert=True)
    return root
