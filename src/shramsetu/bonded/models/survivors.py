"""Each person on their own: code name, household, what bound them, and what was found."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded.models.intake import Operation, Site
from shramsetu.bonded.rules import wages


class Household(models.Model):
    """People held together: one family, or who came together. Nobody is merged into its head."""

    code = models.CharField(max_length=20, unique=True)
    native_district = models.ForeignKey("places.Place", models.PROTECT, null=True, related_name="+")
    native_state = models.CharField(max_length=40, blank=True)  # where it is another state
    advance_paise = models.BigIntegerField(default=0)
    recruited_through = models.ForeignKey("bonded.Accused", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.code


class Survivor(models.Model):
    """A person examined or freed, one to one with a case of kind bl_person; `code` is the only name in sight.

    Name, parents, address, phone, papers and bank lie in the case's sealed body (class P2), the statement, health,
    threats and what was done to them too (class P3); those of minors are wrapped by another ring of keys.
    """

    class Sex(models.TextChoices):
        WOMAN = "f", _("Woman")
        MAN = "m", _("Man")
        TRANSGENDER = "t", _("Transgender")

    class WorkerClass(models.TextChoices):
        OTHER = "other", _("Other")
        CONTRACT = "contract", _("Contract labourer")
        MIGRANT = "migrant", _("Inter-state migrant worker")

    class Care(models.TextChoices):
        NONE = "", _("None")
        CHILD_COMMITTEE = "cwc", _("Child Welfare Committee")
        ONE_STOP = "one_stop", _("One Stop Centre")
        HOSPITAL = "hospital", _("Hospital")

    case = models.OneToOneField("casework.Case", models.CASCADE, primary_key=True, related_name="survivor")
    code = models.CharField(max_length=20, unique=True)
    operation = models.ForeignKey(Operation, models.PROTECT, null=True, related_name="survivors")
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="survivors")
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="members")
    previous = models.OneToOneField("self", models.PROTECT, null=True, related_name="next")  # an earlier episode
    sex = models.CharField(max_length=1, choices=Sex.choices)
    is_minor = models.BooleanField(default=False)
    minor_at_release = models.BooleanField(default=False)  # what the scheme asks; an old register tells of the past
    worker_class = models.CharField(max_length=8, choices=WorkerClass.choices, default=WorkerClass.OTHER)
    sector = models.SlugField(blank=True)
    care = models.CharField(max_length=8, choices=Care.choices, blank=True)
    # Case.district is the district of the rescue (of the home where the rescue was in another state).
    native_district = models.ForeignKey("places.Place", models.PROTECT, null=True, related_name="+")
    native_state = models.CharField(max_length=40, blank=True)  # where home is in another state
    rescue_state = models.CharField(max_length=40, blank=True)  # where the rescue was in another state
    has_aadhaar = models.BooleanField(null=True)
    has_account = models.BooleanField(null=True)
    safe_phone = models.BooleanField(default=False)  # it is safe to call or write to the phone that was given
    released_on = models.DateField(null=True)
    arrived_at = models.DateTimeField(null=True)
    risk = models.CharField(max_length=6, blank=True)  # low, medium, high: as an officer confirmed it
    is_imported = models.BooleanField(default=False)  # from an old register

    class Meta:
        indexes = [
            models.Index(fields=["operation"], condition=Q(operation__isnull=False), name="survivor_operation"),
            models.Index(fields=["household"], condition=Q(household__isnull=False), name="survivor_household"),
            models.Index(fields=["native_district"], name="survivor_native"),
            models.Index(fields=["released_on"], name="survivor_released"),
        ]

    def __str__(self) -> str:
        return self.code


class Bondage(models.Model):
    """What bound a person: the limbs of section 2(g) that evidence was written for, advance, wage, time.

    `evidence` holds by limb what speaks for it and against it, each text encrypted with the case.
    """

    survivor = models.OneToOneField(Survivor, models.CASCADE, primary_key=True, related_name="bondage")
    reasons = ArrayField(models.SlugField(), default=list)
    results = ArrayField(models.SlugField(), default=list)
    evidence = models.JSONField(default=dict)  # {"for": {limb: veiled text}, "against": {…}}
    laboured = models.BooleanField(default=True)
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)
    advance_paise = models.BigIntegerField(default=0)
    advance_on = models.DateField(null=True)
    wage_day_paise = models.BigIntegerField(null=True)  # what a day's work brought
    minimum_day_paise = models.BigIntegerField(null=True)  # what was notified for that work then
    hours_day = models.SmallIntegerField(null=True)
    indicators = models.JSONField(default=dict)  # {indicator: none|weak|strong}
    papers_held = models.BooleanField(default=False)

    @property
    def days(self) -> int:
        """Days of bondage, both ends counted; 0 while an end is not known."""
        return (self.to_on - self.from_on).days + 1 if self.from_on and self.to_on else 0

    @property
    def wages_owed(self) -> wages.Reckoned | None:
        """What is owed in wages by the statement; None while it does not tell enough."""
        return wages.reckoned(self.days, self.wage_day_paise, self.minimum_day_paise)


class StatementVersion(models.Model):
    """A statement with its limbs as it was taken at one time: what was written later changes nothing in it."""

    survivor = models.ForeignKey(Survivor, models.PROTECT, related_name="statements")
    seq = models.SmallIntegerField()
    body = models.TextField()  # words, evidence for and against, figures; encrypted with the case
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survivor", "seq"], name="statement_version_once")]

    def __str__(self) -> str:
        return f"{self.survivor_id}:{self.seq}"


class Finding(models.Model):
    """A reasoned finding: drafted by the labour officer, in force once a magistrate has signed it."""

    class Verdict(models.TextChoices):
        BONDED = "bonded", _("Bonded labourer")
        NOT_BONDED = "not_bonded", _("Not a bonded labourer")
        NEEDS_INQUIRY = "needs_inquiry", _("Needs further inquiry")

    survivor = models.ForeignKey(Survivor, models.PROTECT, related_name="findings")
    seq = models.SmallIntegerField()
    verdict = models.CharField(max_length=14, choices=Verdict.choices)
    reasons = models.TextField()  # encrypted with the case
    rests_on = models.SmallIntegerField(null=True)  # the version of the statement, as drafted and then as signed
    drafted_by = models.CharField(max_length=80)
    drafted_at = models.DateTimeField()
    magistrate = models.ForeignKey("offices.Post", models.PROTECT, null=True, related_name="+")
    signed_by = models.CharField(max_length=80, blank=True)
    signed_at = models.DateTimeField(null=True)
    reviews = models.ForeignKey("self", models.PROTECT, null=True, related_name="reviewed")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survivor", "seq"], name="finding_seq"),
            models.CheckConstraint(
                condition=Q(signed_at=None) | Q(magistrate__isnull=False), name="finding_signed_by_a_magistrate"
            ),
        ]
        ordering = ["survivor", "seq"]
