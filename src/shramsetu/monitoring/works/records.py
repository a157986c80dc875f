"""The tables of what a building cost and what was seen of it: money, photo points, visits, the nightly standing."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shramsetu.monitoring.works.models import Work

UNSEEN = "unseen"  # nobody has said yet that no person can be recognised on the photograph


class MoneyRow(models.Model):
    """One step of a work's money: so many paise came to a stage on a day, by an order or paper; never changed.

    What was entered wrongly is taken back by a row of the other sign that names it and says why.
    """

    class Stage(models.TextChoices):
        SANCTIONED = "sanctioned", pgettext_lazy("money of a work", "Sanctioned")
        RELEASED = "released", pgettext_lazy("money of a work", "Released")
        SPENT = "spent", pgettext_lazy("money of a work", "Spent")
        CERTIFIED = "certified", _("Accounted for (utilisation certificate)")

    work = models.ForeignKey(Work, models.CASCADE, related_name="money", db_index=False)
    stage = models.CharField(max_length=10, choices=Stage.choices)
    paise = models.BigIntegerField()
    on = models.DateField()
    order_number = models.CharField(max_length=80)
    file = models.ForeignKey("files.Attachment", models.PROTECT, related_name="+", db_index=False)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey("offices.User", models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey("offices.Post", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(corrects=None, paise__gt=0) | (Q(corrects__isnull=False, paise__lt=0) & ~Q(reason="")),
                name="money_corrects_with_reason",
            )
        ]
        indexes = [models.Index(fields=["work", "on", "id"], name="money_of")]


class PhotoPoint(models.Model):
    """A fixed point from which a work is photographed again and again: where it is, and where the lens looks."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="points", db_index=False)
    number = models.SmallIntegerField()
    title = models.CharField(max_length=120)
    lon = models.FloatField()
    lat = models.FloatField()
    bearing = models.SmallIntegerField()  # degrees from north
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["work", "number"], name="photopoint_number"),
            models.CheckConstraint(condition=Q(bearing__gte=0, bearing__lt=360), name="photopoint_bearing"),
            models.CheckConstraint(
                condition=Q(lon__gte=77, lon__lte=85, lat__gte=23, lat__lte=31), name="photopoint_in_the_state"
            ),
        ]

    @property
    def place(self) -> tuple[float, float]:
        """Longitude and latitude."""
        return self.lon, self.lat


class Visit(models.Model):
    """Somebody was at the site: who by role, when, what was found. `lon` is empty where the phone told no place."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="visits", db_index=False)
    visitor = models.CharField(max_length=20)  # a word of rulebook/works/lists.toml
    on = models.DateField()
    notes = models.CharField(max_length=1000, blank=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    by = models.ForeignKey("offices.User", models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey("offices.Post", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["work", "-at"], name="visit_of")]


class Photo(models.Model):
    """A photograph of a work from one of its points, with what is strange about it."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="photos")
    work = models.ForeignKey(Work, models.PROTECT, related_name="photos", db_index=False)
    point = models.ForeignKey(PhotoPoint, models.PROTECT, related_name="photos", db_index=False)
    file = models.OneToOneField("files.Attachment", models.PROTECT, related_name="+")
    by = models.ForeignKey("offices.User", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    phash = models.BigIntegerField(null=True)
    flags = ArrayField(models.CharField(max_length=12), default=list)
    # Not on the public page: it shows a person, or nobody has looked yet whether it does (UNSEEN).
    hidden_at = models.DateTimeField(null=True)
    hidden_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(hidden_at=None) | ~Q(hidden_why=""), name="photo_hidden_with_reason")
        ]
        indexes = [
            models.Index(fields=["point", "-at"], name="photo_of_point"),
            models.Index(fields=["work", "-at"], name="photo_of_work"),
            models.Index(fields=["by", "-at"], name="photo_of_person"),
        ]

    @property
    def place(self) -> tuple[float, float] | None:
        """Where it was taken, if the phone told."""
        return None if self.lon is None or self.lat is None else (self.lon, self.lat)


class Standing(models.Model):
    """How a work stood at the end of a day, written at night and never changed."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="standings", db_index=False)
    on = models.DateField()
    physical = models.IntegerField()
    planned = models.IntegerField(null=True)
    spent = models.IntegerField()
    due_on = models.DateField(null=True)
    forecast_on = models.DateField(null=True)
    light = models.CharField(max_length=8)
    why = models.CharField(max_length=12)
    flags = ArrayField(models.CharField(max_length=12), default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["work", "on"], name="standing_once")]
