"""The tables of buildings: the work, its parts and plan, what was measured, who saw it, what stood in its way.

A plan is versioned: a change is a new version, approved by another person, and the old curve stays. Measurements,
visits, handings-over, readiness and orders of the contract are never changed (triggers); what was wrong gets a
correcting row with its reason. Money and photographs stand in `records`.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shramsetu.monitoring.works.rules import progress

SCHOOLS = "atal"  # the series whose opening waits for the rulebook's list of things children need


class Work(models.Model):
    """A building that is put up: where, by which agency, for how many; its case is held by the agency's post.

    `slug` is its public address. Where exactly it stands, its photo points say.
    """

    case = models.OneToOneField("casework.Case", models.PROTECT, primary_key=True, related_name="work")
    slug = models.SlugField(max_length=60, unique=True)
    series = models.CharField(max_length=20)  # "atal", or "other" for any other building
    title_hi = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160)
    site_hi = models.CharField(max_length=160, blank=True)
    site_en = models.CharField(max_length=160, blank=True)
    seats = models.IntegerField(null=True)
    agency = models.ForeignKey("offices.Post", models.PROTECT, related_name="+")
    contractor = models.CharField(max_length=160, blank=True)
    is_public = models.BooleanField(default=True)
    source = models.CharField(max_length=200, blank=True)
    is_unverified = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["series"], name="work_series")]

    def __str__(self) -> str:
        return self.slug

    def title(self, language: str) -> str:
        """Return the name in `language` ("hi" or "en")."""
        return self.title_en if language == "en" else self.title_hi

    def site(self, language: str) -> str:
        """Return where it stands, in `language`."""
        return self.site_en if language == "en" else self.site_hi

    @property
    def stream(self) -> str:
        """The key of this work's stream in the journal, and of its photographs."""
        return f"works:{self.slug}"


class Component(models.Model):
    """A part of a work and what it weighs in the whole; a block can be handed over and used by itself."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="components", db_index=False)
    slug = models.SlugField(max_length=40)
    title_hi = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    weight = models.SmallIntegerField()
    is_block = models.BooleanField(default=False)
    seq = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["work", "slug"], name="component_once"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="component_weighs"),
        ]

    def __str__(self) -> str:
        return self.slug

    def title(self, language: str) -> str:
        """Return the name in `language`."""
        return self.title_en if language == "en" else self.title_hi


class Plan(models.Model):
    """One version of a work's baseline: by when so much of the whole is to stand. In force once approved."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Waits for approval")
        APPROVED = "approved", pgettext_lazy("plan", "In force")
        REFUSED = "refused", pgettext_lazy("plan", "Not approved")

    work = models.ForeignKey(Work, models.CASCADE, related_name="plans", db_index=False)
    version = models.SmallIntegerField()
    reason = models.CharField(max_length=500)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.ForeignKey("offices.User", models.PROTECT, related_name="+", db_index=False)
    proposed_post = models.ForeignKey("offices.Post", models.PROTECT, related_name="+", db_index=False)
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey("offices.User", models.PROTECT, null=True, related_name="+", db_index=False)
    decided_post = models.ForeignKey("offices.Post", models.PROTECT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)
    remark = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["work", "version"], name="plan_version"),
            models.UniqueConstraint(fields=["work"], condition=Q(state="proposed"), name="plan_one_proposal"),
            models.CheckConstraint(condition=~Q(reason=""), name="plan_has_reason"),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by=None, decided_at=None)
                | Q(~Q(state="proposed"), decided_by__isnull=False, decided_at__isnull=False),
                name="plan_decided_has_time",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")), name="plan_two_persons"
            ),
        ]


class PlanPoint(models.Model):
    """A point of a plan's curve: so much of the whole (basis points) by the end of that day."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="points", db_index=False)
    on = models.DateField()
    share = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "on"], name="planpoint_once"),
            models.CheckConstraint(condition=Q(share__gte=0, share__lte=10_000), name="planpoint_share"),
        ]

    @property
    def percent(self) -> float:
        """The share in percent, for people."""
        return progress.percent(self.share)


class Measurement(models.Model):
    """How much of a part was done on a day (basis points of it), by whom measured; written once, never changed.

    The newest row that is not corrected counts. A row that `corrects` another one says why.
    """

    component = models.ForeignKey(Component, models.PROTECT, related_name="measurements", db_index=False)
    on = models.DateField()
    done = models.IntegerField()
    note = models.CharField(max_length=300, blank=True)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    reason = models.CharField(max_length=300, blank=True)
    leaps = models.BooleanField(default=False)  # grew faster than a building is believed to
    by = models.ForeignKey("offices.User", models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey("offices.Post", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(done__gte=0, done__lte=10_000), name="measurement_share"),
            models.CheckConstraint(condition=Q(corrects=None) | ~Q(reason=""), name="measurement_corrects_with_reason"),
        ]
        indexes = [models.Index(fields=["component", "on", "id"], name="measurement_of")]

    @property
    def percent(self) -> float:
        """How much was done, in percent of the part, for people."""
        return progress.percent(self.done)


class Hindrance(models.Model):
    """What stands in a work's way: of what kind, since when, and until when it stood. Its case is held by its owner."""

    case = models.OneToOneField("casework.Case", models.PROTECT, primary_key=True, related_name="hindrance")
    work = models.ForeignKey(Work, models.CASCADE, related_name="hindrances")
    component = models.ForeignKey(Component, models.PROTECT, null=True, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)
    owner = models.CharField(max_length=20)
    stops = models.BooleanField(default=True)  # whether work stood still for it
    from_on = models.DateField()
    promised_on = models.DateField(null=True)
    said_on = models.DateField(null=True)  # the day on which its owner says it was cleared
    cleared_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(cleared_on=None) | Q(cleared_on__gte=F("from_on")), name="hindrance_ends_after_start"
            )
        ]


class Defect(models.Model):
    """Something that was built badly, until it is mended and somebody else than who mended it has seen it."""

    case = models.OneToOneField("casework.Case", models.PROTECT, primary_key=True, related_name="defect")
    work = models.ForeignKey(Work, models.CASCADE, related_name="defects")
    component = models.ForeignKey(Component, models.PROTECT, related_name="+", db_index=False)
    what = models.CharField(max_length=500)
    is_grave = models.BooleanField(default=False)
    found_on = models.DateField()
    mended_by = models.ForeignKey("offices.User", models.PROTECT, null=True, related_name="+", db_index=False)
    mended_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey("offices.User", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | (Q(mended_by__isnull=False) & ~Q(confirmed_by=F("mended_by"))),
                name="defect_two_persons",
            )
        ]


class Handover(models.Model):
    """A part that the agency gave into use: when, by which paper, and until when its builder answers for it."""

    component = models.OneToOneField(Component, models.PROTECT, related_name="handover")
    on = models.DateField()
    liability_until = models.DateField()
    file = models.ForeignKey("files.Attachment", models.PROTECT, related_name="+", db_index=False)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey("offices.User", models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey("offices.Post", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(liability_until__gte=F("on")), name="handover_liability_after")
        ]


class Readiness(models.Model):
    """Whether one thing is there that children need, as somebody says it; the newest row of an item counts."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="readiness", db_index=False)
    item = models.CharField(max_length=30)
    is_ready = models.BooleanField()
    on = models.DateField()
    file = models.ForeignKey("files.Attachment", models.PROTECT, null=True, related_name="+", db_index=False)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey("offices.User", models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey("offices.Post", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(is_ready=False) | Q(file__isnull=False), name="readiness_needs_proof")
        ]
        indexes = [models.Index(fields=["work", "item", "id"], name="readiness_of")]


class Term(models.Model):
    """An order under the contract: more days, or a penalty."""

    class Kind(models.TextChoices):
        EXTENSION = "extension", _("Extension of time")
        PENALTY = "penalty", _("Penalty")

    work = models.ForeignKey(Work, models.CASCADE, related_name="terms")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    days = models.SmallIntegerField(default=0)
    paise = models.BigIntegerField(default=0)
    on = models.DateField()
    order_number = models.CharField(max_length=60)
    reason = models.CharField(max_length=500)
    file = models.ForeignKey("files.Attachment", models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey("offices.User", models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey("offices.Post", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="extension", days__gt=0, paise=0) | Q(kind="penalty", paise__gt=0, days=0),
                name="term_says_how_much",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="term_has_reason"),
        ]
