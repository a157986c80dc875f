"""The worker as registered, the memberships of the two boards, and the work that was done."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _


class Sex(models.TextChoices):
    MAN = "man", _("Man")
    WOMAN = "woman", _("Woman")
    OTHER = "other", _("Other")


class Near(Func):
    """The words of `keys` with the district before each (`143:rjs`): an index of them reads one district alone."""

    function = "workers_near"  # from a migration
    output_field = ArrayField(models.TextField())

    def __init__(self, *expressions: Any, **extra: Any) -> None:
        super().__init__(*(expressions or ("district", "keys")), **extra)


class Worker(models.Model):
    """One human being in the registry, from the day the application came; whoever was merged away points to the rest.

    `keys` are the sounds of every word of the name (lib.names), `name_key` all of them in one string and `father_key`
    those of the father or husband: any spelling finds the row. Of Aadhaar there is a keyed token and four digits.
    """

    class Relation(models.TextChoices):
        FATHER = "father", _("Father")
        HUSBAND = "husband", _("Husband")
        MOTHER = "mother", _("Mother")

    number = models.CharField(max_length=11)
    name = models.CharField(max_length=120)
    other_name = models.CharField(max_length=120, blank=True)  # in the other script, as on a card
    parent = models.CharField(max_length=120, blank=True)
    relation = models.CharField(max_length=7, choices=Relation.choices, default=Relation.FATHER)
    sex = models.CharField(max_length=5, choices=Sex.choices)
    born_on = models.DateField()
    is_born_known = models.BooleanField(default=True)  # false where only the year or an age was told
    died_on = models.DateField(null=True)
    phone = models.CharField(max_length=16, blank=True)
    language = models.CharField(max_length=2, default="hi")
    district = models.ForeignKey("places.Place", models.PROTECT, related_name="+", db_index=False)
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, related_name="+", db_index=False)
    address = models.CharField(max_length=300, blank=True)
    pin = models.CharField(max_length=6, blank=True)
    family = models.ForeignKey("workers.Family", models.PROTECT, null=True, related_name="workers", db_index=False)
    aadhaar_digest = models.CharField(max_length=64, blank=True)
    aadhaar_key = models.CharField(max_length=20, blank=True)
    aadhaar_last_four = models.CharField(max_length=4, blank=True)
    aadhaar_verified_at = models.DateTimeField(null=True)
    uan = models.CharField(max_length=12, blank=True)
    name_key = models.CharField(max_length=80)
    parent_key = models.CharField(max_length=80, blank=True)
    keys = ArrayField(models.CharField(max_length=40), default=list)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged", db_index=False)
    made_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
    key = models.CharField(max_length=64, blank=True)  # under which it was sent in: a repeat finds the row

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="worker_sent_once"),
            models.UniqueConstraint(fields=["number"], name="worker_number"),
            models.CheckConstraint(condition=Q(sex__in=Sex.values), name="worker_sex"),
            models.CheckConstraint(
                condition=Q(aadhaar_digest="", aadhaar_key="", aadhaar_last_four="")
                | ~Q(aadhaar_digest="") & ~Q(aadhaar_key="") & Q(aadhaar_last_four__regex=r"^\d{4}$"),
                name="worker_aadhaar_whole",
            ),
            models.CheckConstraint(condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="worker_merged"),
        ]
        indexes = [
            # Equal names in any spelling: in a district, and over the state.
            models.Index(fields=["district", "name_key", "parent_key"], name="worker_district_name"),
            models.Index(fields=["name_key", "parent_key"], name="worker_name"),
            # Some words of a name, over the state and in a district.
            GinIndex(fields=["keys"], name="worker_words", fastupdate=False),
            GinIndex(Near(), name="worker_near", fastupdate=False),
            models.Index(fields=["place", "name_key"], condition=Q(place__isnull=False), name="worker_place"),
            models.Index(fields=["phone"], condition=~Q(phone=""), name="worker_phone"),
            models.Index(fields=["aadhaar_digest"], condition=~Q(aadhaar_digest=""), name="worker_aadhaar"),
            models.Index(fields=["uan"], condition=~Q(uan=""), name="worker_uan"),
            models.Index(fields=["family"], condition=Q(family__isnull=False), name="worker_family"),
            models.Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name="worker_merged"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def stream(self) -> str:
        """The key of this worker's stream in the journal."""
        return f"worker:{self.number}"


class Identity(models.Model):
    """A number of another register: ration card, voter card, PAN. Family ID and UAN have places of their own."""

    worker = models.ForeignKey(Worker, models.CASCADE, related_name="identities", db_index=False)
    kind = models.CharField(max_length=12)
    number = models.CharField(max_length=20)
    verified_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["worker", "kind"], name="identity_once")]
        indexes = [models.Index(fields=["number", "kind"], name="identity_number")]


class Membership(models.Model):
    """What somebody is to one of the boards. How it stands on a day is reckoned (`rules.standing`), never stored."""

    class Board(models.TextChoices):
        BOCW = "bocw", _("Construction workers' board")
        UOW = "uow", _("Unorganised workers' board")

    worker = models.ForeignKey(Worker, models.PROTECT, related_name="memberships", db_index=False)
    board = models.CharField(max_length=4, choices=Board.choices)
    number = models.CharField(max_length=30, blank=True)  # what the board's older registers called it
    trade = models.SlugField(blank=True, db_index=False)
    case = models.OneToOneField("casework.Case", models.PROTECT, null=True, related_name="membership")
    registered_on = models.DateField(null=True)
    paid_until = models.DateField(null=True)
    years_paid = models.SmallIntegerField(default=0)
    cancelled_on = models.DateField(null=True)
    cancelled_why = models.SlugField(blank=True, db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["worker", "board"], name="membership_once"),
            models.CheckConstraint(
                condition=Q(paid_until=None) | Q(registered_on__isnull=False),
                name="membership_paid_is_registered",
            ),
        ]
        indexes = [
            models.Index(fields=["number"], condition=~Q(number=""), name="membership_number"),
            models.Index(fields=["board", "paid_until"], name="membership_paid_until"),
            models.Index(fields=["board", "registered_on"], name="membership_registered"),
        ]


class Spell(models.Model):
    """Work for one employer, as certified; `checked_by` is who confirmed it, empty while it is the worker's word."""

    class Proof(models.TextChoices):
        CERTIFICATE = "certificate", _("Employer's certificate")
        SELF = "self", _("Own statement")
        MUSTER = "muster", _("MGNREGA muster roll")

    worker = models.ForeignKey(Worker, models.CASCADE, related_name="spells", db_index=False)
    employer = models.CharField(max_length=160)
    employer_phone = models.CharField(max_length=16, blank=True)
    trade = models.SlugField(blank=True, db_index=False)
    district = models.ForeignKey("places.Place", models.PROTECT, null=True, related_name="+", db_index=False)
    first_on = models.DateField()
    last_on = models.DateField()
    days = models.SmallIntegerField()
    proof = models.CharField(max_length=11, choices=Proof.choices)
    reference = models.CharField(max_length=40, blank=True)  # of certificate, muster roll or job card
    file = models.ForeignKey("files.Attachment", models.PROTECT, null=True, related_name="+")
    checked_by = models.CharField(max_length=80, blank=True)
    checked_at = models.DateTimeField(null=True)
    key = models.CharField(max_length=64)  # what the same certificate sent twice has in common

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["worker", "key"], name="spell_once"),
            models.CheckConstraint(condition=Q(first_on__lte=F("last_on"), days__gte=1), name="spell_has_days"),
        ]
        indexes = [models.Index(fields=["worker", "-last_on"], name="spell_worker")]
