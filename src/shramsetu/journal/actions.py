"""The only code that writes the journal."""

import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from shramsetu.journal import queries, rules
from shramsetu.journal.models import Entry, Private, Root, Stream


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry that is hashed but not yet written: its head goes into the stream's row first."""

    entry: Entry
    private: Private | None

    def keep(self) -> Entry:
        """Write the entry; the caller has won the guarded update of the stream's row."""
        return keep_many([self])[0]


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


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be appended to a stream: `private` holds names, phones and free text, `detail` nothing personal."""

    stream: str
    verb: str
    detail: rules.Detail
    private: rules.Detail | None = None


def append(
    stream: str, verb: str, *, by: rules.Actor, at: datetime, detail: rules.Detail, private: rules.Detail | None = None
) -> Entry:
    """Append to a stream that has no row of its own, such as `post:12`, `rulebook:…` or `reads:…`."""
    return append_many([Note(stream, verb, detail, private)], by=by, at=at)[0]


@transaction.atomic
def append_many(notes: Sequence[Note], *, by: rules.Actor, at: datetime) -> list[Entry]:
    """Append notes to such streams, in the order given; a stream may be among them more than once.

    As many statements as for one. Streams are locked in the order of their keys, so that two callers never wait for
    each other.
    """
    keys = sorted({note.stream for note in notes})
    Stream.objects.bulk_create([Stream(key=key) for key in keys], ignore_conflicts=True)
    rows = Stream.objects.filter(key__in=keys).order_by("key").select_for_update()
    tips = {row.key: Tip(row.key, row.revision, bytes(row.head)) for row in rows}
    drafts = []
    for note in notes:
        made = draft(tips[note.stream], note.verb, by=by, at=at, detail=note.detail, private=note.private)
        tips[note.stream] = Tip(note.stream, made.entry.seq, bytes(made.entry.head))
        drafts.append(made)
    _move(list(tips.values()))
    return keep_many(drafts)


def keep_many(drafts: Sequence[Draft]) -> list[Entry]:
    """Write drafted entries; the caller has written the heads into the rows of their streams."""
    entries = Entry.objects.bulk_create([one.entry for one in drafts])
    hidden = []
    for one in drafts:
        if one.private:
            one.private.entry = one.entry
            hidden.append(one.private)
    Private.objects.bulk_create(hidden)
    return entries


def _move(tips: Sequence[Tip]) -> None:
    """Write where streams stand now; the caller holds their rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE journal_stream s SET revision = n.revision, head = n.head"
            " FROM unnest(%s::text[], %s::integer[], %s::bytea[]) n(key, revision, head) WHERE s.key = n.key",
            [[one.key for one in tips], [one.revision for one in tips], [one.head for one in tips]],
        )


@transaction.atomic
def forget(stream: str) -> dict[int, rules.Detail]:
    """Erase the personal side of a stream and return what it held by sequence number; the chain still verifies."""
    rows = Private.objects.filter(entry__stream=stream)
    held = dict(rows.values_list("entry__seq", "body"))
    rows.delete()
    return held


def forget_entry(stream: str, seq: int) -> int:
    """Erase the personal side of one entry, as words that came into the wrong stream; the chain still verifies."""
    return Private.objects.filter(entry__stream=stream, entry__seq=seq).delete()[0]


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
