"""Citizens: who raised something, how to reach them, their one-time codes, and how often an address tried."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Person(models.Model):
    """A person as they gave themselves: two filings with the same phone and name share one row.

    `phone` is E.164 or empty; `keys` are the phonetic keys of the name (lib.names), so that any spelling finds it.
    """

    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=16, blank=True, db_index=True)
    other_phone = models.CharField(max_length=16, blank=True)
    email = models.EmailField(blank=True)
    address = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=2, default="hi")
    keys = ArrayField(models.CharField(max_length=40), default=list)
    made_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [GinIndex(fields=["keys"], name="person_keys_gin", fastupdate=False)]

    def __str__(self) -> str:
        return f"person:{self.pk}"


class OneTimeCode(models.Model):
    """A code sent to a phone: kept as a keyed hash, good for a few minutes and a few tries."""

    phone_key = models.CharField(max_length=64, db_index=True)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.SmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    source = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["source", "made_at"], name="code_source_made"),
            models.Index(fields=["made_at"], name="code_made"),
        ]


class Tally(models.Model):
    """How often something was tried from one source within one stretch of time; the source is a keyed hash."""

    key = models.CharField(max_length=64)
    began_at = models.DateTimeField(db_index=True)
    count = models.IntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "began_at"], name="tally_by_source")]
