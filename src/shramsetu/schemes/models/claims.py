"""A claim: what was told, what the scheme answered at each stage, and which officers looked at it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Claim(models.Model):
    """A worker's claim under a scheme, one to one with a case of kind `claim`.

    `facts` is what was told of it: name to {value, source, proved, by}. `outcome` is what the scheme answered, frozen
    at each stage (submitted, checked, sanctioned): what an officer saw is what stands here, whatever the registry says
    later. `family` is the household as it stood on the day of the application. `subject` is what makes it another claim
    than the last one under the same scheme: the day of the event and whose event it was.
    """

    class Track(models.TextChoices):
        FULL = "full", _("Full check")
        FAST = "fast", _("Fast track")

    case = models.OneToOneField("casework.Case", models.CASCADE, primary_key=True, related_name="claim")
    worker = models.ForeignKey("workers.Worker", models.PROTECT, related_name="claims", db_index=False)
    scheme = models.SlugField()
    edition_on = models.DateField()  # the first day of the edition that decides it
    event_on = models.DateField(null=True)
    claimed_on = models.DateField()
    apply_by = models.DateField(null=True)  # the last day on which one could apply; empty without a window
    subject = models.CharField(max_length=64, blank=True)
    facts = models.JSONField(default=dict)
    family = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)
    track = models.CharField(max_length=4, choices=Track.choices, default=Track.FULL)
    draw = models.SmallIntegerField(null=True)  # 0 to 9999, drawn by key and number: anybody with the key draws it anew
    is_sampled = models.BooleanField(default=False)
    wants_visit = models.BooleanField(default=False)
    checked_by = models.CharField(max_length=80, blank=True)
    visited_by = models.CharField(max_length=80, blank=True)
    decided_by = models.CharField(max_length=80, blank=True)
    sanctioned_on = models.DateField(null=True)
    failed = models.SlugField(blank=True)  # the condition for which it was refused
    is_live = models.BooleanField(default=True)  # not refused for good, not withdrawn
    filed_by = models.CharField(max_length=80)
    key = models.CharField(max_length=80, null=True, unique=True)  # the same form sent twice is one claim
    # A question or a notice stops the clock: where it stood, since when, and what was left.
    paused_from = models.CharField(max_length=30, blank=True)
    paused_at = models.DateTimeField(null=True)
    paused_due = models.DateTimeField(null=True)
    asks = models.SmallIntegerField(default=0)
    unanswered = models.SmallIntegerField(default=0)
    hearing_at = models.DateTimeField(null=True)
    hearing_place = models.CharField(max_length=120, blank=True)
    adjourned = models.SmallIntegerField(default=0)
    met_on = models.DateField(null=True)  # when the committee decided
    resolution = models.CharField(max_length=60, blank=True)
    appealed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["worker", "scheme", "subject"], condition=Q(is_live=True), name="claim_once_for_a_subject"
            ),
            # On the fast track one officer confirms; everywhere else who checked does not sanction.
            models.CheckConstraint(
                condition=Q(track="fast") | Q(checked_by="") | ~Q(decided_by=F("checked_by")),
                name="claim_two_persons",
            ),
            models.CheckConstraint(
                condition=Q(sanctioned_on=None) | ~Q(decided_by=""), name="claim_sanctioned_by_somebody"
            ),
            models.CheckConstraint(condition=Q(draw=None) | Q(draw__gte=0, draw__lte=9999), name="claim_draw"),
        ]
        indexes = [
            models.Index(fields=["worker", "scheme"], name="claim_worker"),
            models.Index(fields=["scheme", "-claimed_on"], name="claim_scheme"),
            models.Index(
                fields=["scheme", "sanctioned_on"], condition=Q(sanctioned_on__isnull=False), name="claim_sanctioned"
            ),
        ]

    def __str__(self) -> str:
        return str(self.case_id)
