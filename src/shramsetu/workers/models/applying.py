"""What somebody asks of a board: to be registered, or to be taken back after years; and when the service was down."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shramsetu.workers.models.worker import Membership, Worker


class Outage(models.Model):
    """A stretch in which nobody could send: measured by the site's own pulse, or declared by an officer."""

    class How(models.TextChoices):
        MEASURED = "measured", _("Measured")
        DECLARED = "declared", _("Declared")

    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    how = models.CharField(max_length=8, choices=How.choices)
    reason = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=80)
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(from_at__lt=F("to_at")), name="outage_has_length"),
            models.UniqueConstraint(fields=["from_at", "how"], name="outage_once"),
        ]
        indexes = [models.Index(fields=["to_at"], name="outage_to")]


class Pulse(models.Model):
    """When the site last said that it works: one row."""

    name = models.CharField(max_length=10, primary_key=True)
    at = models.DateTimeField()


class Application(models.Model):
    """What was asked of a board, one to one with a case of kind wk_registration or wk_renewal.

    `counts_from` is the instant from which its time runs: that of sending, or of the draft where the service was down
    (`outage`). `key` is the sender's own name of it: a repeat finds this row.
    """

    case = models.OneToOneField("casework.Case", models.CASCADE, primary_key=True, related_name="application")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="applications")
    board = models.CharField(max_length=4, choices=Membership.Board.choices)
    trade = models.SlugField(blank=True)
    years = models.SmallIntegerField()
    key = models.CharField(max_length=64, blank=True)
    filer = models.CharField(max_length=80, blank=True)  # who filed, as the receipt names them; empty: the worker
    began_at = models.DateTimeField()
    counts_from = models.DateTimeField()
    outage = models.ForeignKey(Outage, models.PROTECT, null=True, related_name="+")
    asks = models.SmallIntegerField(default=0)
    paused_at = models.DateTimeField(null=True)
    due_before_pause = models.DateTimeField(null=True)
    ground = models.SlugField(blank=True)  # the ground of the notice, then of the order
    hearing_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="application_once"),
            models.CheckConstraint(condition=Q(years__gte=1), name="application_years"),
            models.CheckConstraint(
                condition=Q(heard_at=None) | Q(hearing_at__isnull=False), name="application_heard_after_notice"
            ),
        ]
        indexes = [models.Index(fields=["worker", "board"], name="application_worker")]
