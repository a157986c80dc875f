"""The tree of places, from the state down to the village, and the other names by which they are written."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shramsetu.places import urdu


class Kind(models.TextChoices):
    STATE = "state", _("state")
    MANDAL = "mandal", _("mandal")
    DISTRICT = "district", _("district")
    TEHSIL = "tehsil", _("tehsil")
    BLOCK = "block", _("block")
    THANA = "thana", _("thana")
    LOCALITY = "locality", _("locality")
    VILLAGE = "village", _("village")


class Place(models.Model):
    """One place. `path` holds the ids of all above it and its own, "/9/agra/118/", and never changes.

    `lgd_code` is its code in the Local Government Directory, unique among its kind; mandals and post offices have
    none. `district` is the place itself for a district and empty above it. A name is empty where the source has none:
    none is made up by transliteration.
    """

    kind = models.CharField(max_length=10, choices=Kind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    district = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    path = models.TextField(unique=True)
    name_hi = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    lgd_code = models.IntegerField(null=True)
    census_code = models.CharField(max_length=10, default="")
    pin = models.CharField(max_length=6, default="")
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    hex_col = models.SmallIntegerField(null=True)
    hex_row = models.SmallIntegerField(null=True)
    neighbours = ArrayField(models.IntegerField(), default=list)
    keys = ArrayField(models.TextField(), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "lgd_code"], name="place_lgd"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="place_kind"),
            models.CheckConstraint(condition=~Q(name_hi="", name_en=""), name="place_named"),
            models.CheckConstraint(
                condition=Q(kind__in=[Kind.STATE, Kind.MANDAL], district__isnull=True)
                | Q(kind=Kind.DISTRICT, district=F("id"))
                | (~Q(kind__in=[Kind.STATE, Kind.MANDAL, Kind.DISTRICT]) & Q(district__isnull=False)),
                name="place_district",
            ),
        ]
        indexes = [
            models.Index(fields=["path"], name="place_subtree", opclasses=["text_pattern_ops"]),
            models.Index(fields=["pin"], name="place_pin", condition=~Q(pin="")),
            GinIndex(fields=["keys"], name="place_keys"),
        ]

    def __str__(self) -> str:
        return self.name_hi or self.name_en

    def name(self, language: str) -> str:
        """Return the name in `language` ("hi", "en", or "ur" of a district), or in another where that is not known."""
        if language == "ur" and self.kind == Kind.DISTRICT and (name := urdu.district(self.lgd_code)):
            return name
        return (self.name_en or self.name_hi) if language == "en" else (self.name_hi or self.name_en)


class Alias(models.Model):
    """Another name of a place; `is_old` marks a former one. They are found by the keys of their place."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=100)
    is_old = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "name"], name="alias_name")]
