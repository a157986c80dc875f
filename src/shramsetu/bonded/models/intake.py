"""What comes in and the operation that follows: information, site, operation, team, seizures, accused."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Site(models.Model):
    """A place of work. Name, address and owner lie in `closed`; `keys` are keyed hashes by which it is met again."""

    code = models.CharField(max_length=20, unique=True)
    district = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    sector = models.SlugField()
    key_id = models.CharField(max_length=20)
    closed = models.BinaryField()  # name, owner, address, licences
    keys = ArrayField(models.CharField(max_length=64), default=list)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [
            GinIndex(fields=["keys"], name="bonded_site_keys"),
            models.Index(fields=["district", "sector"], name="bonded_site_district"),
        ]

    def __str__(self) -> str:
        return self.code


class Information(models.Model):
    """A complaint or information of bonded labour. Its words and the informant lie in the case's sealed body."""

    case = models.OneToOneField("casework.Case", models.CASCADE, primary_key=True, related_name="bonded_information")
    informant = models.SlugField()  # of the rulebook's list
    reference = models.CharField(max_length=60, blank=True)  # number of the NHRC, of a court, of another state
    # The post of a system that sent it; sent again under the same reference it is the same information.
    sender = models.ForeignKey("offices.Post", models.PROTECT, null=True, related_name="+")
    sector = models.SlugField()
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="informations")
    men = models.SmallIntegerField(default=0)
    women = models.SmallIntegerField(default=0)
    children = models.SmallIntegerField(default=0)
    risk_to_life = models.BooleanField(default=False)
    # The grievance or the call from which it was opened, and an earlier information of the same matter.
    grievance = models.ForeignKey("casework.Case", models.PROTECT, null=True, related_name="+")
    same_as = models.ForeignKey("self", models.PROTECT, null=True, related_name="repeated")
    verified_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["grievance"], condition=Q(grievance__isnull=False), name="one_of_grievance"
            ),
            models.UniqueConstraint(
                fields=["sender", "reference"], condition=Q(sender__isnull=False), name="information_of_sender_once"
            ),
        ]


class Operation(models.Model):
    """A rescue operation: planned, carried out, or not carried out with a reason. Safe place and plan lie sealed."""

    case = models.OneToOneField("casework.Case", models.CASCADE, primary_key=True, related_name="bonded_operation")
    information = models.ForeignKey(Information, models.PROTECT, null=True, related_name="operations")
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="operations")
    magistrate = models.ForeignKey("offices.Post", models.PROTECT, related_name="+")
    planned_for = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    order_number = models.CharField(max_length=60, blank=True)


class TeamMember(models.Model):
    """One of a rescue team, by what they are there for."""

    class Part(models.TextChoices):
        MAGISTRATE = "magistrate", _("Magistrate")
        POLICE = "police", _("Police")
        WOMEN_POLICE = "women_police", _("Women police")
        LABOUR = "labour", _("Labour department")
        CHILD = "child", _("Child protection")
        HEALTH = "health", _("Health")
        ORGANISATION = "organisation", _("Organisation")
        INTERPRETER = "interpreter", _("Interpreter")

    operation = models.ForeignKey(Operation, models.CASCADE, related_name="team")
    part = models.CharField(max_length=14, choices=Part.choices)
    post = models.ForeignKey("offices.Post", models.PROTECT, null=True, related_name="+")
    name = models.TextField(blank=True)  # of whoever holds no post here; encrypted with the operation's case

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(post__isnull=False) | ~Q(name=""), name="team_member_is_somebody")
        ]


class Seizure(models.Model):
    """Something taken at the site: wage books, notebooks of advances, identity papers."""

    operation = models.ForeignKey(Operation, models.CASCADE, related_name="seizures")
    what = models.TextField()  # encrypted with the operation's case
    count = models.SmallIntegerField(default=1)
    kept_by = models.ForeignKey("offices.Post", models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Accused(models.Model):
    """Who is accused at a site: name and address closed, met again by keys."""

    class Part(models.TextChoices):
        OWNER = "owner", _("Owner")
        CONTRACTOR = "contractor", _("Contractor (thekedar)")
        AGENT = "agent", _("Agent (jamadar)")
        TRANSPORTER = "transporter", _("Transporter")
        FINANCIER = "financier", _("Financier")
        MANAGER = "manager", _("Manager (munshi)")
        GUARD = "guard", _("Guard")

    class Status(models.TextChoices):
        NAMED = "named", _("Named")
        ARRESTED = "arrested", _("Arrested")
        BAIL = "bail", _("On bail")
        ABSCONDING = "absconding", _("Absconding")

    operation = models.ForeignKey(Operation, models.PROTECT, null=True, related_name="accused")
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="accused")
    code = models.CharField(max_length=20, unique=True)
    part = models.CharField(max_length=12, choices=Part.choices)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.NAMED)
    is_company = models.BooleanField(default=False)
    outside_scheduled = models.BooleanField(null=True)  # neither SC nor ST: what the PoA Act asks of the accused
    key_id = models.CharField(max_length=20)
    closed = models.BinaryField()
    keys = ArrayField(models.CharField(max_length=64), default=list)
    named_at = models.DateTimeField()

    class Meta:
        indexes = [GinIndex(fields=["keys"], name="bonded_accused_keys")]
