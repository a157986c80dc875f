"""Entries: what happened, append-only, chained per stream; personal data lie beside them and can be erased."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Now


class Entry(models.Model):
    """One thing that happened in a stream. Holds no personal data; `private_digest` vouches for what lies beside it.

    `xid` is the writing transaction, so that readers can stop safely before one that is not yet committed.
    """

    stream = models.CharField(max_length=60)
    seq = models.IntegerField()
    verb = models.CharField(max_length=40)
    by = models.CharField(max_length=80)
    role = models.CharField(max_length=30)
    at = models.DateTimeField()
    written_at = models.DateTimeField(db_default=Now())
    detail = models.JSONField()
    private_digest = models.BinaryField(default=b"")
    head = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "seq"], name="entry_stream_seq")]
        indexes = [BrinIndex(fields=["written_at"], name="entry_written_brin", autosummarize=True)]


class Private(models.Model):
    """The personal part of an entry: erasable, salted, never exported with the chain."""

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="private")
    salt = models.BinaryField()
    body = models.JSONField()


class Stream(models.Model):
    """Revision and head of a stream that has no row of its own (a post, a rulebook key, the read log)."""

    key = models.CharField(max_length=60, primary_key=True)
    revision = models.IntegerField(default=0)
    head = models.BinaryField(default=b"\0" * 32)


class Root(models.Model):
    """A signed Merkle root over the heads that moved in one hour, linked to the root before it."""

    closed_at = models.DateTimeField(unique=True)
    last_xid = models.BigIntegerField()
    heads = models.IntegerField()
    merkle = models.BinaryField()
    previous = models.BinaryField()
    digest = models.BinaryField()
    signature = models.BinaryField()
    key_id = models.CharField(max_length=20)
