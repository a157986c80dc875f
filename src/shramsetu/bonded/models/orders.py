"""What was ordered in a proceeding, and what was decided on a police report."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded.models.justice import Track
from shramsetu.bonded.models.survivors import Survivor


class Order(models.Model):
    """An order of a court or authority in a track; its words lie encrypted with the track's case."""

    class Kind(models.TextChoices):
        INTERIM = "interim", _("Interim order")
        BAIL = "bail", _("Order on bail")
        PROTECTION = "protection", _("Protection of witnesses")
        DIRECTION = "direction", _("Direction")
        JUDGMENT = "judgment", _("Judgment")
        RECOVERY = "recovery", _("Recovery")

    track = models.ForeignKey(Track, models.CASCADE, related_name="orders")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    on = models.DateField()
    words = models.TextField()
    comply_by = models.DateField(null=True)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["track", "on"], name="order_track")]


class FirDecision(models.Model):
    """What was decided on a police report for one person: a track, or none and why. The last one stands."""

    survivor = models.ForeignKey(Survivor, models.PROTECT, related_name="fir_decisions")
    registered = models.BooleanField()
    track = models.ForeignKey(Track, models.PROTECT, null=True, related_name="decisions")
    reason = models.TextField(blank=True)  # encrypted with the person's case
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(registered=True, track__isnull=False) | (Q(registered=False) & ~Q(reason="")),
                name="fir_is_a_track_or_a_reason",
            )
        ]
        indexes = [models.Index(fields=["survivor", "-at"], name="fir_survivor")]
