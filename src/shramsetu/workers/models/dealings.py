"""What happens to a registration: fees, cards, changes asked for, duplicates found and put right."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shramsetu.workers.models.worker import Membership, Worker


class Fee(models.Model):
    """A fee that was paid: the receipt says the official sum, who took it and who filed."""

    class What(models.TextChoices):
        REGISTRATION = "registration", _("Registration")
        RENEWAL = "renewal", _("Renewal")
        REVIVAL = "revival", _("Revival")

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="fees")
    what = models.CharField(max_length=12, choices=What.choices)
    years = models.SmallIntegerField()
    paise = models.IntegerField()
    official_paise = models.IntegerField()  # by the rule of that day
    reference = models.CharField(max_length=40, unique=True)
    paid_at = models.DateTimeField()
    until = models.DateField(null=True)  # paid up to this day; empty while the registration is not decided
    filed_by = models.CharField(max_length=80)
    channel = models.CharField(max_length=8)

    class Meta:
        indexes = [
            models.Index(fields=["membership", "-paid_at"], name="fee_membership"),
            models.Index(fields=["paid_at"], condition=Q(what__in=["renewal", "revival"]), name="fee_renewed"),
        ]


class Card(models.Model):
    """A card that was given out; what its QR says is signed, so that it is checked without a network."""

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="cards")
    issue = models.SmallIntegerField()
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=80)
    valid_until = models.DateField()
    key_id = models.CharField(max_length=20)
    content = models.BinaryField(default=b"")  # what is signed: rules.cards; empty once erased
    signature = models.BinaryField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=80, blank=True)
    revoked_why = models.SlugField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["membership", "issue"], name="card_issue"),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by="", revoked_why="")
                | Q(revoked_at__isnull=False) & ~Q(revoked_by="") & ~Q(revoked_why=""),
                name="card_revoked_whole",
            ),
        ]
        # Revoked cards whose time is not over: the list that goes out to who checks without a network.
        indexes = [
            models.Index(fields=["valid_until"], condition=Q(revoked_at__isnull=False), name="card_revoked_until")
        ]


class Change(models.Model):
    """A change asked for by its worker, one to one with a case of kind wk_change. Who asks does not approve."""

    class Tier(models.TextChoices):
        LOW = "low", _("At once")
        CHECKED = "checked", _("Checked by an officer")
        HIGH = "high", _("Second approver and cooling-off")

    case = models.OneToOneField("casework.Case", models.CASCADE, primary_key=True, related_name="change")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="changes")
    field = models.SlugField(db_index=False)
    tier = models.CharField(max_length=7, choices=Tier.choices)
    key_id = models.CharField(max_length=20)
    closed = models.BinaryField()  # before and after, encrypted
    first_by = models.CharField(max_length=80, blank=True)
    second_by = models.CharField(max_length=80, blank=True)
    cools_until = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(second_by="") | ~Q(second_by=F("first_by")), name="change_two_persons")
        ]


class Pair(models.Model):
    """Two rows that may be one human being; a steward says which. "Not the same" stands for ever."""

    class Found(models.TextChoices):
        ENTRY = "entry", _("When entered")
        BULK = "bulk", _("Search over all")
        PERSON = "person", _("By a person")

    class Verdict(models.TextChoices):
        OPEN = "", pgettext_lazy("state", "Open")
        SAME = "same", _("The same person")
        OTHER = "other", _("Not the same")

    first = models.ForeignKey(Worker, models.CASCADE, related_name="+", db_index=False)
    second = models.ForeignKey(Worker, models.CASCADE, related_name="+", db_index=False)
    district = models.ForeignKey("places.Place", models.PROTECT, related_name="+", db_index=False)  # whose steward
    score = models.SmallIntegerField()  # 0 to 1000
    agreed = models.JSONField(default=dict)  # by field: how it agrees; no value of it
    found = models.CharField(max_length=6, choices=Found.choices)
    found_at = models.DateTimeField()
    verdict = models.CharField(max_length=5, choices=Verdict.choices, blank=True)
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="pair_in_order"),
            models.CheckConstraint(
                condition=Q(verdict="") | (~Q(decided_by="") & Q(decided_at__isnull=False)), name="pair_decided"
            ),
        ]
        indexes = [
            models.Index(fields=["second"], name="pair_second"),
            models.Index(fields=["district", "-score"], condition=Q(verdict=""), name="pair_open"),
        ]


class Merge(models.Model):
    """One row taken into another: what moved, so that it can be undone exactly.

    Where their accounts differed no money goes out until a second person looked, and the days after that are over.
    """

    kept = models.ForeignKey(Worker, models.PROTECT, related_name="merges")
    gone = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    pair = models.ForeignKey(Pair, models.PROTECT, null=True, related_name="+")
    moved = models.JSONField()  # by table: ids; and columns of the kept row that were filled
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    undone_by = models.CharField(max_length=80, blank=True)
    undone_at = models.DateTimeField(null=True)
    accounts_differ = models.BooleanField(default=False)
    second_by = models.CharField(max_length=80, blank=True)  # who looked at the account in use
    cools_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gone"], condition=Q(undone_at=None), name="merge_once"),
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="merge_two"),
            models.CheckConstraint(
                condition=Q(second_by="", cools_until=None)
                | ~Q(second_by=F("by")) & ~Q(second_by="") & Q(cools_until__isnull=False),
                name="merge_two_persons",
            ),
        ]
        indexes = [models.Index(fields=["kept"], condition=Q(accounts_differ=True, undone_at=None), name="merge_holds")]
