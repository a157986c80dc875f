"""Orders and what comes of them: awards, their recovery, and every sum until it is in the worker's hand."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shramsetu.hearings.models.matters import Matter
from shramsetu.hearings.models.sittings import Hearing


class Order(models.Model):
    """An order: drafted from a template, then signed; what is signed stands, and is put right by another order.

    `digest` is the SHA-256 of what was signed, which the journal of the case keeps too. `heard_at` is the hearing from
    which the hours until the signature count. `public_text` is what everybody reads, names left out where the law says.
    """

    class Kind(models.TextChoices):
        INTERIM = "interim", _("Interim order")
        FINAL = "final", _("Final order")
        CORRECTION = "correction", _("Correction of an order")

    class Outcome(models.TextChoices):
        NONE = "", _("Goes on")
        ALLOWED = "allowed", pgettext_lazy("order", "Allowed")
        PARTLY = "partly", pgettext_lazy("order", "Allowed in part")
        DISMISSED = "dismissed", pgettext_lazy("order", "Dismissed")
        DEFAULT = "default", _("Dismissed, nobody came")
        SETTLED = "settled", pgettext_lazy("order", "Settled")
        WITHDRAWN = "withdrawn", pgettext_lazy("order", "Withdrawn")
        FAILED = "failed", _("Conciliation failed")

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="orders")
    seq = models.SmallIntegerField()
    hearing = models.ForeignKey(Hearing, models.PROTECT, null=True, related_name="orders")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    template = models.SlugField()
    outcome = models.CharField(max_length=9, choices=Outcome.choices, blank=True)
    text = models.TextField(blank=True)  # as with the case
    operative = models.TextField(blank=True)  # as with the case
    comply_by = models.DateField(null=True)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    heard_at = models.DateTimeField()
    drafted_by = models.CharField(max_length=80)
    drafted_at = models.DateTimeField()
    signed_by = models.CharField(max_length=80, blank=True)
    signed_name = models.CharField(max_length=120, blank=True)
    signed_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    public_text = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "seq"], name="order_seq"),
            models.UniqueConstraint(fields=["matter"], condition=Q(signed_at=None), name="order_one_draft"),
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_by="", digest="")
                | (Q(signed_at__isnull=False) & ~Q(signed_by="") & ~Q(digest="")),
                name="order_signed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(signed_at__isnull=False), name="order_signed_before_published"
            ),
            models.CheckConstraint(condition=Q(kind="final") | Q(outcome=""), name="order_outcome_of_final"),
            models.CheckConstraint(
                condition=Q(kind="correction") | Q(corrects=None), name="order_corrects_as_correction"
            ),
        ]
        indexes = [
            models.Index(fields=["heard_at"], condition=Q(signed_at=None), name="order_waiting"),
            models.Index(fields=["-published_at"], condition=Q(published_at__isnull=False), name="order_public"),
        ]


class Award(models.Model):
    """What a final order gives in money: the sum, what is added, and the interest from a day on."""

    matter = models.OneToOneField(Matter, models.CASCADE, primary_key=True, related_name="award")
    order = models.OneToOneField(Order, models.PROTECT, related_name="award")
    paise = models.BigIntegerField()
    compensation_paise = models.BigIntegerField(default=0)
    interest_percent = models.SmallIntegerField(default=0)
    interest_from = models.DateField(null=True)
    made_on = models.DateField()
    comply_by = models.DateField()
    satisfied_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(paise__gt=0, compensation_paise__gte=0), name="award_gives_something"),
            models.CheckConstraint(
                condition=Q(interest_percent=0) | Q(interest_percent__gt=0, interest_from__isnull=False),
                name="award_interest_from_a_day",
            ),
            models.CheckConstraint(condition=Q(comply_by__gte=F("made_on")), name="award_complied_after_made"),
        ]

    @property
    def total_paise(self) -> int:
        """The sum with what is added to it, without interest."""
        return self.paise + self.compensation_paise


class Recovery(models.Model):
    """An award recovered as arrears of land revenue, one to one with a case of kind `hg_recovery`.

    It is open until the money is in the worker's hand.
    """

    case = models.OneToOneField("casework.Case", models.CASCADE, primary_key=True, related_name="recovery")
    award = models.ForeignKey(Award, models.PROTECT, related_name="recoveries")
    certificate = models.CharField(max_length=60, unique=True)
    collector = models.ForeignKey("offices.Post", models.PROTECT, related_name="+")
    issued_on = models.DateField()
    paise = models.BigIntegerField()  # what was owed on the day of issue, interest too
    interest_paise = models.BigIntegerField(default=0)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["award"], condition=Q(ended_on=None), name="recovery_one_open"),
            models.CheckConstraint(
                condition=Q(paise__gt=0, interest_paise__gte=0, paise__gte=F("interest_paise")),
                name="recovery_of_something",
            ),
        ]


class Sum(models.Model):
    """A sum of an award: recovered from the debtor, handed to the worker, or paid to the worker by the debtor itself.

    Append-only: what was written wrongly is taken back by a row that names it, and may then be written anew under its
    reference. The day it happened and the instant of the telling stand apart.
    """

    class Kind(models.TextChoices):
        RECOVERED = "recovered", _("Recovered")
        HANDED = "handed", _("Paid to the worker")
        DIRECT = "direct", _("Paid by the employer itself")

    award = models.ForeignKey(Award, models.PROTECT, related_name="sums")
    recovery = models.ForeignKey(Recovery, models.PROTECT, null=True, related_name="sums")
    seq = models.SmallIntegerField()
    kind = models.CharField(max_length=9, choices=Kind.choices)
    paise = models.BigIntegerField()
    on = models.DateField()
    reference = models.CharField(max_length=60)
    proof = models.UUIDField(null=True)  # a file of the case
    takes_back = models.OneToOneField("self", models.PROTECT, null=True, related_name="taken_back_by")
    why = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["award", "seq"], name="sum_seq"),
            models.CheckConstraint(condition=~Q(reference=""), name="sum_has_a_reference"),
            models.CheckConstraint(
                condition=Q(takes_back=None, paise__gt=0) | (Q(takes_back__isnull=False, paise__lt=0) & ~Q(why="")),
                name="sum_taken_back_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["award", "kind"], name="sum_kind")]
