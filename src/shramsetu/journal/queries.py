"""Named reads of the journal: a stream's history, what moved, and whether everything still fits together."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from shramsetu.journal import rules
from shramsetu.journal.models import Entry, Private, Root, Stream
from shramsetu.prepared import Rows

BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the journal that does not fit: which stream, at which entry, and what."""

    stream: str
    seq: int
    what: str


def history(stream: str) -> QuerySet[Entry]:
    """Return the entries of `stream` with their personal side, oldest first."""
    return Entry.objects.filter(stream=stream).select_related("private").order_by("seq")


def plain_history(stream: str) -> list[Entry]:
    """Return the entries of `stream` without their personal side, oldest first."""
    return _PLAIN.all(stream=stream)


_PLAIN = Rows(lambda stream: Entry.objects.filter(stream=stream).order_by("seq"), stream=str)


def latest_head(stream: str) -> tuple[int, bytes]:
    """Return revision and head of `stream` as its last entry has them; (0, START) for none."""
    row = Entry.objects.filter(stream=stream).order_by("-seq").values_list("seq", "head").first()
    return (row[0], bytes(row[1])) if row else (0, rules.START)


def private_before(prefix: str, before: datetime) -> QuerySet[Private]:
    """Return the personal sides of what was entered before `before` in streams that begin with `prefix`."""
    return Private.objects.filter(entry__stream__startswith=prefix, entry__at__lt=before)


def moved_heads(since: int) -> tuple[int, list[tuple[str, bytes]]]:
    """Return how far it is safe to read, and each stream's newest head written from transaction `since` up to there.

    `since` is inclusive, the limit is exclusive: the oldest transaction that may still be running.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT journal_horizon()")
        until = cursor.fetchone()[0]
        cursor.execute(
            "SELECT DISTINCT ON (stream) stream, head FROM journal_entry WHERE xid >= %s AND xid < %s"
            " ORDER BY stream, seq DESC",
            [since, until],
        )
        return until, [(stream, bytes(head)) for stream, head in cursor.fetchall()]


def faults() -> Iterator[Fault]:
    """Yield every place where the chain, its personal side, a stream's head or a signed root does not fit."""
    yield from _chain_faults(Entry.objects.all(), Private.objects.all())
    yield from _stream_faults(Stream.objects.all())
    yield from _root_faults()


def faults_in(streams: Collection[str]) -> Iterator[Fault]:
    """Yield every place where the chain of one of these streams, its personal side or its head does not fit."""
    yield from _chain_faults(
        Entry.objects.filter(stream__in=streams), Private.objects.filter(entry__stream__in=streams)
    )
    yield from _stream_faults(Stream.objects.filter(key__in=streams))


def _chain_faults(entries: QuerySet[Entry], privates: QuerySet[Private]) -> Iterator[Fault]:
    stream, seq, head = "", 0, rules.START
    for entry in entries.order_by("stream", "seq").iterator(chunk_size=BATCH):
        if entry.stream != stream:
            stream, seq, head = entry.stream, 0, rules.START
        expected = rules.link(
            head, entry.seq, entry.verb, entry.by, entry.at, rules.digest(entry.detail), bytes(entry.private_digest)
        )
        if entry.seq != seq + 1:
            yield Fault(stream, entry.seq, "an entry is missing before this one")
        elif expected != bytes(entry.head):
            yield Fault(stream, entry.seq, "the entry was altered")
        seq, head = entry.seq, bytes(entry.head)
    for private in privates.select_related("entry").order_by("entry_id").iterator(chunk_size=BATCH):
        if rules.digest(private.body, bytes(private.salt)) != bytes(private.entry.private_digest):
            yield Fault(private.entry.stream, private.entry.seq, "the personal side was altered")


def _stream_faults(streams: QuerySet[Stream]) -> Iterator[Fault]:
    for row in streams.order_by("key").iterator(chunk_size=BATCH):
        if (row.revision, bytes(row.head)) != latest_head(row.key):
            yield Fault(row.key, row.revision, "the stream's head is not that of its last entry")


def _root_faults() -> Iterator[Fault]:
    secrets = [secret.encode() for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    previous, since = rules.START, 0
    for root in Root.objects.order_by("id").iterator(chunk_size=BATCH):
        name = f"root:{root.pk}"
        if bytes(root.previous) != previous:
            yield Fault(name, 0, "the root is not linked to the one before it")
        if rules.root_digest(previous, bytes(root.merkle), root.closed_at, root.last_xid) != bytes(root.digest):
            yield Fault(name, 0, "the root was altered")
        if not any(rules.is_signed(secret, bytes(root.digest), bytes(root.signature)) for secret in secrets):
            yield Fault(name, 0, "the signature is not ours")
        if _merkle_again(since, root.last_xid) != bytes(root.merkle):
            yield Fault(name, 0, "the entries of that hour are no longer the same")
        previous, since = bytes(root.digest), root.last_xid


def _merkle_again(since: int, until: int) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (stream) stream, head FROM journal_entry WHERE xid >= %s AND xid < %s"
            " ORDER BY stream, seq DESC",
            [since, until],
        )
        return rules.merkle_root([bytes(head) for _, head in cursor.fetchall()])
