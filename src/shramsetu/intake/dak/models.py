"""Letters in and out of an office: a line of its register of receipt or despatch."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Letter(models.Model):
    """A line of an office's register. The serial counts each year anew without a gap; a cancelled line stays.

    `party` is who wrote, or to whom it goes; `answers` the receipt to which a despatch replies.
    """

    class Book(models.TextChoices):
        RECEIPT = "receipt", _("Register of receipt")
        DESPATCH = "despatch", _("Register of despatch")

    class Way(models.TextChoices):
        HAND = "hand", _("By hand")
        POST = "post", pgettext_lazy("letter", "Ordinary post")
        REGISTERED = "registered", pgettext_lazy("letter", "Registered post")
        SPEED = "speed", _("Speed Post")
        EMAIL = "email", _("E-mail")

    office = models.ForeignKey("offices.Post", models.PROTECT, related_name="+", db_index=False)
    book = models.CharField(max_length=8, choices=Book.choices)
    year = models.SmallIntegerField()
    serial = models.IntegerField()
    number = models.CharField(max_length=60, unique=True)
    on = models.DateField()
    way = models.CharField(max_length=10, choices=Way.choices)
    party = models.CharField(max_length=160)
    address = models.CharField(max_length=400, blank=True)
    subject = models.CharField(max_length=300)
    their_number = models.CharField(max_length=60, blank=True)
    their_on = models.DateField(null=True)
    tracking = models.CharField(max_length=40, blank=True)
    enclosures = models.SmallIntegerField(default=0)
    case = models.ForeignKey("casework.Case", models.PROTECT, null=True, related_name="letters")
    answers = models.ForeignKey("self", models.PROTECT, null=True, related_name="replies", db_index=False)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    cancelled_by = models.CharField(max_length=80, blank=True)
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "book", "year", "serial"], name="letter_serial"),
            models.CheckConstraint(condition=Q(serial__gte=1), name="letter_counts_from_one"),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancelled_by="") | (Q(cancelled_at__isnull=False) & ~Q(cancelled_by="")),
                name="letter_cancelled_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "book", "-on", "-id"], name="letter_register"),
            models.Index(fields=["at"], condition=Q(case=None), name="letter_forgetting"),
        ]

    def __str__(self) -> str:
        return self.number
