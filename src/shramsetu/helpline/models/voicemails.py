"""A voicemail as work: who listens to it, and what came of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Voicemail(models.Model):
    """Who has taken a recorded message, and its end. A message that nobody has taken yet has no row."""

    class Result(models.TextChoices):
        REGISTERED = "registered", _("Complaint registered")
        CALLED = "called", _("Called back")
        OWED = "owed", _("To be called back")
        NOTHING = "nothing", _("No message, or nothing to do")
        ABUSE = "abuse", _("Abuse")

    recording = models.OneToOneField("helpline.Recording", models.CASCADE, primary_key=True, related_name="voicemail")
    taken_by = models.ForeignKey("offices.User", models.SET_NULL, null=True, related_name="+")
    taken_until = models.DateTimeField(null=True)
    result = models.CharField(max_length=10, choices=Result.choices, blank=True)
    done_by = models.CharField(max_length=80, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None, result="") | (Q(done_at__isnull=False) & ~Q(result="")),
                name="voicemail_done_has_result",
            )
        ]
