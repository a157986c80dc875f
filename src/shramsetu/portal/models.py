"""What the public pages keep beside the cases: whose sign-ins were ended."""

from django.db import models


class SignedOut(models.Model):
    """All sign-ins of one phone that began before `at` are over: "sign out everywhere"."""

    phone_key = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField()
