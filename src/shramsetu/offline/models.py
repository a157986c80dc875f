"""What was taken from devices: an answer for each key, so that a repeat is told the same and does nothing."""

from django.db import models


class HandedOut(models.Model):
    """A number of a case that was handed out beforehand, to be given to somebody where there is no network.

    `subject` is what it may be used for ("day:12"), `block` the device's own name of what it was handed at once, `by`
    the officer who alone may use it; `used_at` is empty until it names a case. An unused number names nothing.
    """

    number = models.CharField(max_length=12, primary_key=True)
    subject = models.CharField(max_length=40)
    block = models.UUIDField()
    place = models.SmallIntegerField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["block", "place"], name="handed_out_once")]
        indexes = [models.Index(fields=["subject", "by"], name="handed_out_subject")]


class Receipt(models.Model):
    """One entry that was taken. The key itself is a secret of the device: only its keyed hash lies here.

    `digest` is of what was handed in; empty where it came by another door under the same key. `answer` holds numbers
    and addresses, never words of a person.
    """

    key_hash = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=20)
    digest = models.CharField(max_length=64, blank=True)
    answer = models.JSONField()
    by = models.CharField(max_length=80)
    written_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="receipt_age")]
