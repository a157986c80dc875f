"""The three-year survey of a district, and reports that were handed in."""

from django.db import models
from django.db.models import F, Q


class Survey(models.Model):
    """A survey of a district (PUCL, 2012; scheme of 2021): what was visited, what was found, what it cost.

    Rows are never changed: one that was wrong is replaced by another.
    """

    district = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField()
    agency = models.CharField(max_length=120)
    sites = models.IntegerField()
    households = models.IntegerField()
    workers = models.IntegerField()
    found = models.IntegerField()
    cost_paise = models.BigIntegerField()
    findings = models.TextField(blank=True)  # encrypted with the district's case
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    reason = models.TextField(blank=True)  # why the other one is replaced; encrypted likewise
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="survey_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(sites__gte=0, households__gte=0, workers__gte=0, found__gte=0, cost_paise__gte=0),
                name="survey_counts",
            ),
            models.CheckConstraint(condition=Q(replaces=None) | ~Q(reason=""), name="survey_replaced_with_reason"),
        ]
        indexes = [models.Index(fields=["district", "-to_on"], name="survey_district")]


class Filing(models.Model):
    """A report that was handed in: of which day, and the digest of the spreadsheet, which can be made again."""

    report = models.SlugField()
    district = models.ForeignKey("places.Place", models.PROTECT, null=True, related_name="+")
    as_of = models.DateField()
    sha256 = models.CharField(max_length=64)
    filed_by = models.CharField(max_length=80)
    filed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "district", "as_of"], name="filing_once", nulls_distinct=False)
        ]
