"""Exhibits: which papers of a matter were marked as evidence, under which number, and who keeps the original."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shramsetu.hearings.models.matters import Filing, Matter
from shramsetu.hearings.models.sittings import Hearing


class Exhibit(models.Model):
    """One paper marked as evidence: numbered by side, claimant and respondent apart, on the date on which it was."""

    class Original(models.TextChoices):
        COPY = "copy", _("A copy; the original was seen and given back")
        KEPT = "kept", _("The original is kept by the forum")

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="exhibits")
    claims = models.BooleanField()  # of the side that claims
    number = models.SmallIntegerField()
    what = models.TextField(blank=True)  # as with the case
    filing = models.ForeignKey(Filing, models.PROTECT, null=True, related_name="exhibits")
    hearing = models.ForeignKey(Hearing, models.PROTECT, null=True, related_name="exhibits")
    original = models.CharField(max_length=4, choices=Original.choices)
    returned_on = models.DateField(null=True)
    returned_by = models.CharField(max_length=80, blank=True)
    marked_by = models.CharField(max_length=80)
    marked_at = models.DateTimeField()
    marked_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "claims", "number"], name="exhibit_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="exhibit_from_1"),
            models.CheckConstraint(
                condition=Q(returned_on=None) | Q(original="kept", returned_on__gte=F("marked_on")),
                name="exhibit_kept_is_returned",
            ),
        ]
