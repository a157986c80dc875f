"""What the public pages keep beside the cases: how often an address knocked, and whose sign-ins were ended."""

from django.db import models


class Tally(models.Model):
    """How often something was tried from one source within one stretch of time; the source is a keyed hash."""

    key = models.CharField(max_length=64)
    began_at = models.DateTimeField(db_index=True)
    count = models.IntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "began_at"], name="tally_once")]


class SignedOut(models.Model):
    """All sign-ins of one phone that began before `at` are over: "sign out everywhere"."""

    phone_key = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField()
