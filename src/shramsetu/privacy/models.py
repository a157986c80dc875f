"""The register of breaches of personal data, and who was told of each."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Breach(models.Model):
    """A breach of personal data as an administrator recorded it; nothing in it is changed, what follows is added.

    `due_at` is when the detailed notice to the Data Protection Board must have been given.
    """

    happened_at = models.DateTimeField(null=True)
    noticed_at = models.DateTimeField()
    due_at = models.DateTimeField()
    what = models.TextField()
    data_held = models.CharField(max_length=300)
    affected = models.TextField()
    affected_count = models.PositiveIntegerField(null=True)
    measures = models.TextField(blank=True)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(noticed_at__lte=F("at")), name="breach_noticed_before_recorded"),
            models.CheckConstraint(
                condition=Q(happened_at=None) | Q(happened_at__lte=F("noticed_at")), name="breach_happened_first"
            ),
        ]

    def __str__(self) -> str:
        return f"breach:{self.pk}"

    @property
    def stream(self) -> str:
        """The key of this breach's stream in the journal."""
        return f"breach:{self.pk}"


class Notice(models.Model):
    """Somebody was told of a breach: who, when and how."""

    class Whom(models.TextChoices):
        PERSONS = "persons", _("The persons affected")
        BOARD_FIRST = "board_first", _("Data Protection Board: first word, without delay")
        BOARD = "board", _("Data Protection Board: detailed notice")
        CERT = "cert", _("CERT-In")
        HEAD = "head", _("Head of the department")
        OTHER = "other", _("Somebody else")

    breach = models.ForeignKey(Breach, models.PROTECT, related_name="notices")
    whom = models.CharField(max_length=12, choices=Whom.choices)
    how = models.CharField(max_length=300)
    told_at = models.DateTimeField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
