"""The tables of targets: sets and their shares, the frozen day, what was reached, where it fell behind.

Sets are versioned: a change is a new version, approved by another person. Shares of an approved set, frozen days and
figures of what was reached are never changed (triggers); a figure that was wrong gets a correcting row with its reason.
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DaySpan(Func):
    """The days from one column to another, both counted."""

    function = "daterange"
    output_field = DateRangeField()

    def __init__(self, first: str, last: str) -> None:
        super().__init__(F(first), F(last), Value("[]"))


class TargetSet(models.Model):
    """What is to be reached of one indicator in one period, in one version.

    `from_on` is the day from which this version's days count: the first of the period, or later for a change within
    it. The version in force on a day is the highest approved one that has begun.
    """

    class Method(models.TextChoices):
        EQUAL = "equal", _("In equal parts")
        WORKERS = "workers", _("By registered workers")
        PAST = "past", _("By what was reached before")
        GIVEN = "given", _("As written for each district")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Waits for approval")
        APPROVED = "approved", pgettext_lazy("target", "In force")
        REFUSED = "refused", pgettext_lazy("target", "Not approved")

    indicator = models.CharField(max_length=40)
    first_on = models.DateField()
    last_on = models.DateField()
    version = models.SmallIntegerField(default=1)
    from_on = models.DateField()
    number = models.BigIntegerField()
    method = models.CharField(max_length=8, choices=Method.choices)
    reason = models.CharField(max_length=500)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PROPOSED)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)
    proposed_by = models.ForeignKey("offices.User", models.PROTECT, related_name="+", db_index=False)
    proposed_post = models.ForeignKey("offices.Post", models.PROTECT, related_name="+", db_index=False)
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey("offices.User", models.PROTECT, null=True, related_name="+", db_index=False)
    decided_post = models.ForeignKey("offices.Post", models.PROTECT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)
    remark = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "first_on", "last_on", "version"], name="target_version"),
            models.UniqueConstraint(
                fields=["indicator", "first_on", "last_on"],
                condition=Q(state="proposed"),
                name="target_one_proposal",
            ),
            models.CheckConstraint(
                condition=Q(from_on__gte=F("first_on"), from_on__lte=F("last_on")), name="target_within_period"
            ),
            models.CheckConstraint(condition=Q(number__gte=0), name="target_not_negative"),
            models.CheckConstraint(condition=~Q(reason=""), name="target_has_reason"),
            models.CheckConstraint(
                condition=Q(replaces=None, from_on=F("first_on")) | Q(replaces__isnull=False, version__gt=1),
                name="target_first_version",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by=None, decided_at=None)
                | Q(~Q(state="proposed"), decided_by__isnull=False, decided_at__isnull=False),
                name="target_decided_has_time",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")), name="target_two_persons"
            ),
            # One indicator has one target for a day: periods of it that overlap would be two.
            ExclusionConstraint(
                name="target_periods_apart",
                expressions=[
                    ("indicator", RangeOperators.EQUAL),
                    (DaySpan("first_on", "last_on"), RangeOperators.OVERLAPS),
                ],
                condition=Q(state="approved", replaces=None),
            ),
        ]
        indexes = [models.Index(fields=["state", "last_on"], name="targetset_state")]

    def __str__(self) -> str:
        return f"{self.indicator} {self.first_on}–{self.last_on} v{self.version}"

    @property
    def stream(self) -> str:
        """The key of this target's stream in the journal: one for all its versions."""
        return f"target:{self.indicator}:{self.first_on}:{self.last_on}"


class Share(models.Model):
    """What one place, or one source department within it, is to reach; children add up to their parent.

    `before` is what earlier versions had asked for by the eve of this one; the rest is spread over the working days
    from `from_on` on. `phase` says which of those days carry the units left over (rules.days).
    """

    target = models.ForeignKey(TargetSet, models.CASCADE, related_name="shares", db_index=False)
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="parts")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", db_index=False)
    source = models.CharField(max_length=40, blank=True)
    number = models.BigIntegerField()
    before = models.BigIntegerField(default=0)
    phase = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["target", "place", "source"], name="share_once"),
            models.CheckConstraint(condition=Q(number__gte=0, before__gte=0), name="share_not_negative"),
        ]


class DayTarget(models.Model):
    """A share's target of one day as it stood at midnight; written once, never changed.

    `official` is the fixed spread's part, `official_to` that of all days so far with this one, `required` what each
    day left must bring, `done` what was known to be reached by then. `light` and `why` say how it stood.
    """

    share = models.ForeignKey(Share, models.PROTECT, related_name="days", db_index=False)
    on = models.DateField()
    official = models.BigIntegerField()
    official_to = models.BigIntegerField()
    required = models.BigIntegerField()
    done = models.BigIntegerField()
    days_left = models.SmallIntegerField()
    forecast_on = models.DateField(null=True)
    light = models.CharField(max_length=6)
    why = models.CharField(max_length=12)
    frozen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["share", "on"], name="daytarget_once")]
        indexes = [models.Index(fields=["on"], name="daytarget_on")]


class Delivery(models.Model):
    """Figures that came at one time: read from the platform's own rows, by file, pushed by another portal, or by hand.

    `name` is the file's, or of a figure by hand what proves it. `key` is the sender's own, a file's with the day: what
    comes again under it must be the same, as its `digest` tells, and changes nothing.
    """

    class Origin(models.TextChoices):
        PLATFORM = "platform", _("Shram Setu")
        FILE = "file", _("File")
        API = "api", _("Other system")
        TYPED = "typed", pgettext_lazy("figure", "By hand")

    indicator = models.CharField(max_length=40)
    origin = models.CharField(max_length=8, choices=Origin.choices)
    key = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=200, blank=True)
    rows = models.IntegerField(default=0)
    taken = models.IntegerField(default=0)
    same = models.IntegerField(default=0)
    corrected = models.IntegerField(default=0)
    faults = models.JSONField(default=list)  # [line, what is wrong]
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    post = models.ForeignKey("offices.Post", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "origin", "post", "key"], nulls_distinct=False, name="mn_delivery_once"
            )
        ]
        indexes = [
            models.Index(fields=["-at"], name="mn_delivery_newest"),
            models.Index(fields=["post", "-at"], name="mn_delivery_post"),
        ]

    @property
    def wrong(self) -> int:
        """How many of its lines were not taken; the first of them are told in `faults`."""
        return self.rows - self.taken - self.same - self.corrected


class Achievement(models.Model):
    """How many were reached in a district on one day, as somebody reported it; written once, never changed.

    `on` is the day it happened, `reported_on` the day we were told. A later figure for the same day is a further row
    (`revision`) that names the one it corrects and why; `change` is what it adds to or takes from it, so that sums of
    `change` are the figures, as of now or as they were known on any day.
    """

    indicator = models.CharField(max_length=40)
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", db_index=False)
    source = models.CharField(max_length=40, blank=True)
    on = models.DateField()
    reported_on = models.DateField()
    number = models.BigIntegerField()
    change = models.BigIntegerField()
    revision = models.SmallIntegerField(default=1)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    reason = models.CharField(max_length=300, blank=True)
    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="achievements")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "on", "place", "source", "revision"], name="achievement_revision"
            ),
            models.CheckConstraint(condition=Q(number__gte=0), name="achievement_not_negative"),
            models.CheckConstraint(condition=Q(reported_on__gte=F("on")), name="achievement_not_ahead"),
            models.CheckConstraint(
                condition=Q(revision=1, corrects=None, change=F("number"))
                | (Q(revision__gt=1, corrects__isnull=False) & ~Q(reason="")),
                name="achievement_corrects_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["indicator", "reported_on"], name="achievement_reported")]


class Watermark(models.Model):
    """Up to which day the platform's own rows were counted for an indicator, and when they were read last."""

    indicator = models.CharField(max_length=40, primary_key=True)
    through_on = models.DateField()
    read_at = models.DateTimeField()


class Shortfall(models.Model):
    """A place that falls behind a target: why, what is planned, by when it will have caught up."""

    case = models.OneToOneField("casework.Case", models.CASCADE, primary_key=True, related_name="shortfall")
    indicator = models.CharField(max_length=40)
    first_on = models.DateField()
    last_on = models.DateField()
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", db_index=False)
    opened_on = models.DateField()
    gap = models.BigIntegerField()
    cause = models.CharField(max_length=40, blank=True)
    plan = models.CharField(max_length=1000, blank=True)
    promised_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "place", "first_on"], condition=Q(ended_on=None), name="shortfall_one_open"
            )
        ]
        indexes = [models.Index(fields=["indicator", "opened_on"], name="shortfall_indicator")]
