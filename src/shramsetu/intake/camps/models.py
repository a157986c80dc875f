"""A day on which people come together to complain, and the lines of its register."""

from django.db import models
from django.db.models import Q


class Day(models.Model):
    """One day at one place, held by one office: `kind` is a kind of day of rulebook/streams.toml."""

    kind = models.CharField(max_length=30)
    on = models.DateField()
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", db_index=False)
    office = models.ForeignKey("offices.Post", models.PROTECT, related_name="+", db_index=False)
    venue = models.CharField(max_length=160)
    chair = models.CharField(max_length=120, blank=True)
    opened_by = models.CharField(max_length=80)
    opened_at = models.DateTimeField()
    closed_by = models.CharField(max_length=80, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "kind", "on", "place"], name="day_once"),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by="") | (Q(closed_at__isnull=False) & ~Q(closed_by="")),
                name="day_closed_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["office", "-on", "-id"], name="day_office")]


class Line(models.Model):
    """A line of the day's register: the case that was brought, and whether it was settled before everybody's eyes.

    `key` is made where the line is typed, so that the same line sent twice is one.
    """

    class Spot(models.TextChoices):
        NO = ""
        CLOSED = "closed"
        REPORTED = "reported"

    day = models.ForeignKey(Day, models.PROTECT, related_name="lines", db_index=False)
    serial = models.IntegerField()
    key = models.UUIDField(unique=True)
    case = models.OneToOneField("casework.Case", models.PROTECT, related_name="day_line")
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    spot = models.CharField(max_length=8, choices=Spot.choices, blank=True)
    spot_by = models.CharField(max_length=80, blank=True)
    spot_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "serial"], name="line_serial")]

    @property
    def is_late(self) -> bool:
        """Whether it was typed without a network and handed in after the day was closed."""
        return self.day.closed_at is not None and self.at > self.day.closed_at
