"""Stored contents and where they are attached."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    SCAN_OF_LETTER = "scan_of_letter", _("scan of the signed letter")
    SITE_PHOTO = "site_photo", _("photo of the site")
    STATEMENT = "statement", _("statement")
    ORDER_OR_RECEIPT = "order_or_receipt", _("order or receipt")
    IDENTITY = "identity", _("identity paper")
    RECORDING = "recording", _("recording")
    OTHER = "other", _("other paper")


class Blob(models.Model):
    """One content in the store, whoever hands it in and however often."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.IntegerField()
    media_type = models.CharField(max_length=40)
    stored_at = models.DateTimeField()


class Attachment(models.Model):
    """A content as part of a stream, such as `case:104729638150`.

    `blob` is what is served, without camera data; `original_sha256` is the file as it was handed in. The blob is empty
    once a removed attachment's content has been swept. `phash` is the difference hash of a picture as a signed 64-bit
    number, `bands` its four numbered quarters by which like ones are found.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    blob = models.ForeignKey(Blob, models.SET_NULL, null=True, related_name="attachments")
    original_sha256 = models.CharField(max_length=64)
    stream = models.CharField(max_length=60)
    purpose = models.CharField(max_length=20, choices=Purpose)
    name = models.CharField(max_length=100)
    media_type = models.CharField(max_length=40)
    size = models.IntegerField()
    taken_at = models.DateTimeField(null=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    width = models.IntegerField(null=True)
    height = models.IntegerField(null=True)
    phash = models.BigIntegerField(null=True)
    bands = ArrayField(models.IntegerField(), default=list)
    by = models.CharField(max_length=80)
    role = models.CharField(max_length=30)
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="attachment_purpose")]
        indexes = [
            models.Index(fields=["stream", "at"], name="attachment_stream"),
            GinIndex(fields=["bands"], name="attachment_bands"),
        ]

    def __str__(self) -> str:
        return self.name
