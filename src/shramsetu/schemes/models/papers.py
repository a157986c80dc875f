"""What lies with a claim: the papers asked for, the orders passed, and the drafts that are no claim yet."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shramsetu.schemes.models.claims import Claim


class Paper(models.Model):
    """One paper that the scheme asks for, as it was handed in; `is_good` is what the officer who saw it said."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="papers")
    slug = models.SlugField()
    file = models.ForeignKey("files.Attachment", models.PROTECT, null=True, related_name="+")
    is_good = models.BooleanField(null=True)
    seen_by = models.CharField(max_length=80, blank=True)
    seen_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "slug", "file"], name="paper_once"),
            models.CheckConstraint(
                condition=Q(is_good=None) | (~Q(seen_by="") & Q(seen_at__isnull=False)), name="paper_seen_by_somebody"
            ),
        ]


class Order(models.Model):
    """A notice or an order in a claim, as it was signed: what it says stays, whatever happens later."""

    class Kind(models.TextChoices):
        NOTICE = "notice", _("Notice of hearing")
        REFUSAL = "refusal", _("Order of refusal")
        SANCTION = "sanction", _("Order of sanction")
        APPEAL = "appeal", _("Order in appeal")

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="orders")
    seq = models.SmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    post = models.ForeignKey("offices.Post", models.PROTECT, related_name="+")
    condition = models.SlugField(blank=True)
    result = models.CharField(max_length=12, blank=True)  # of an appeal
    reasons = models.TextField(blank=True)
    said = models.TextField(blank=True)  # what the applicant said at the hearing
    hearing_at = models.DateTimeField(null=True)
    hearing_place = models.CharField(max_length=120, blank=True)
    until = models.DateTimeField(null=True)  # the last moment to appeal
    frozen = models.JSONField(default=dict)  # names and answers as they stood

    class Meta:
        constraints = [models.UniqueConstraint(fields=["claim", "seq"], name="order_in_turn")]


class Draft(models.Model):
    """A claim being written. The day of the application counts from `begun_at` where the service was down."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    worker = models.ForeignKey("workers.Worker", models.CASCADE, related_name="claim_drafts", db_index=False)
    scheme = models.SlugField()
    by = models.CharField(max_length=80)
    facts = models.JSONField(default=dict)  # what was told so far, as a form posts it
    papers = models.JSONField(default=dict)  # slug of the paper: ids of files
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    claim = models.OneToOneField(Claim, models.SET_NULL, null=True, related_name="draft")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["worker", "scheme", "by"], condition=Q(claim=None), name="draft_one_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["changed_at"], condition=Q(claim=None), name="draft_changed")]

    @property
    def stream(self) -> str:
        """The stream with which its papers lie until it is sent; what is left lying is swept as other drafts are."""
        return f"draft:{self.id.hex}"
