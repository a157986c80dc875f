"""What a duty of bonded labour knows beyond its case: which clock, when it turns amber and red, who was told."""

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from shramsetu.bonded.models.survivors import Survivor


class BondedDuty(models.Model):
    """One clock that runs, or one line of a plan: one to one with a case of kind bl_duty, due at the limit."""

    case = models.OneToOneField("casework.Case", models.CASCADE, primary_key=True, related_name="bonded_duty")
    parent = models.ForeignKey("casework.Case", models.CASCADE, related_name="bonded_duties")
    survivor = models.ForeignKey(Survivor, models.CASCADE, null=True, related_name="duties")
    clock = models.SlugField()
    key = models.CharField(max_length=60, blank=True)  # tells duties of one clock and parent apart: a head, a hearing
    owner = models.CharField(max_length=30)  # of the rulebook's owners
    text = models.TextField(blank=True)  # encrypted with the parent's case where that is sealed
    from_at = models.DateTimeField()
    amber_at = models.DateTimeField()
    red_at = models.DateTimeField()
    told = ArrayField(models.CharField(max_length=30), default=list)
    next_tell_at = models.DateTimeField(null=True)
    whole = models.DurationField(null=True)  # the time of which shares in percent are: a head's own limit
    stood_still = models.DurationField(default=timedelta)  # all pauses together; amber, red and due are moved by it
    is_open = models.BooleanField(default=True)
    paused_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)  # of a pause, of what is not possible; encrypted with the duty's case

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "clock", "key"], condition=Q(is_open=True), name="bonded_duty_once"
            )
        ]
        indexes = [
            models.Index(fields=["next_tell_at"], condition=Q(next_tell_at__isnull=False), name="bonded_duty_tell"),
            models.Index(fields=["survivor"], condition=Q(is_open=True), name="bonded_duty_survivor"),
            models.Index(fields=["clock", "red_at"], condition=Q(is_open=True), name="bonded_duty_red"),
        ]
