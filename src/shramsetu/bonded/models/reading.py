"""Leave to read what is known of one person, and the keyed hashes by which a person is found by name or phone."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded.models.survivors import Survivor


class SurvivorKeys(models.Model):
    """Keyed hashes of a person's name and phone. Without the key of the environment they say nothing."""

    survivor = models.OneToOneField(Survivor, models.CASCADE, primary_key=True, related_name="keys")
    keys = ArrayField(models.CharField(max_length=64), default=list)

    class Meta:
        indexes = [GinIndex(fields=["keys"], name="survivor_keys")]


class Opening(models.Model):
    """One person's record opened to one post for a time: by leave of a magistrate, or by itself in an emergency.

    An emergency names the second officer who was told at once, and is reviewed by somebody else within the day.
    """

    class Kind(models.TextChoices):
        LEAVE = "leave", _("Leave by a magistrate")
        GLASS = "glass", _("Opened in an emergency")

    survivor = models.ForeignKey(Survivor, models.CASCADE, related_name="openings")
    post = models.ForeignKey("offices.Post", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    klass = models.CharField(max_length=2)  # p2, p3: the latter opens the former too
    purpose = models.SlugField()
    reason = models.TextField(blank=True)  # encrypted with the case
    by = models.CharField(max_length=80)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    told = models.ForeignKey("offices.Post", models.PROTECT, null=True, related_name="+")
    grant = models.ForeignKey("casework.Grant", models.SET_NULL, null=True, related_name="+")
    reviewed_by = models.CharField(max_length=80, blank=True)
    reviewed_at = models.DateTimeField(null=True)
    was_right = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(klass__in=["p2", "p3"]), name="opening_class"),
            models.CheckConstraint(condition=~Q(kind="glass") | Q(told__isnull=False), name="opening_told_a_second"),
            models.CheckConstraint(condition=~Q(reviewed_by=F("by")), name="opening_reviewed_by_another"),
        ]
        indexes = [
            models.Index(fields=["survivor", "post", "to_at"], name="opening_of_post"),
            models.Index(fields=["from_at"], condition=Q(kind="glass", reviewed_at=None), name="opening_unreviewed"),
        ]
