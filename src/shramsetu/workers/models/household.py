"""The family as the state's Family ID tells it, and the members a benefit may be counted by."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shramsetu.workers.models.worker import Sex, Worker


class Family(models.Model):
    """A family under one number: a Family ID, or the ration card whose number it is (lib.identity: one space)."""

    class Source(models.TextChoices):
        SERVICE = "service", _("Family ID service")
        FILE = "file", _("Nightly file")
        SAID = "said", _("The worker's word")

    number = models.CharField(max_length=12)
    district = models.ForeignKey("places.Place", models.PROTECT, null=True, related_name="+", db_index=False)
    source = models.CharField(max_length=7, choices=Source.choices)
    as_of = models.DateTimeField()  # when the source said so
    revision = models.IntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["number"], name="family_number")]

    def __str__(self) -> str:
        return f"family:{self.pk}"


class Member(models.Model):
    """A member of a family on the days from `since` to `until`; `worker` where the member is registered too."""

    class Kin(models.TextChoices):
        HEAD = "head", _("Head")
        SPOUSE = "spouse", _("Spouse")
        SON = "son", _("Son")
        DAUGHTER = "daughter", _("Daughter")
        FATHER = "father", _("Father")
        MOTHER = "mother", _("Mother")
        OTHER = "other", _("Other")

    family = models.ForeignKey(Family, models.CASCADE, related_name="members", db_index=False)
    seat = models.SmallIntegerField()  # the source's own order, from 1
    worker = models.ForeignKey(Worker, models.SET_NULL, null=True, related_name="memberships_of_family", db_index=False)
    name = models.CharField(max_length=120)
    kin = models.CharField(max_length=8, choices=Kin.choices)  # to the head
    sex = models.CharField(max_length=5, choices=Sex.choices)
    born_on = models.DateField(null=True)
    is_married = models.BooleanField(null=True)
    is_disabled = models.BooleanField(null=True)
    aadhaar_digest = models.CharField(max_length=64, blank=True)
    aadhaar_key = models.CharField(max_length=20, blank=True)
    keys = ArrayField(models.CharField(max_length=40), default=list)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["family", "seat", "since"], name="member_seat")]
        indexes = [
            models.Index(fields=["family", "seat"], name="member_family"),
            models.Index(fields=["worker"], condition=Q(worker__isnull=False), name="member_worker"),
            # The same human being in two families.
            models.Index(fields=["aadhaar_digest"], condition=~Q(aadhaar_digest=""), name="member_aadhaar"),
            GinIndex(fields=["keys"], name="member_keys", fastupdate=False),
        ]


class Nominee(models.Model):
    """To whom a benefit goes when the worker is dead; shares of one worker add up to a hundred."""

    worker = models.ForeignKey(Worker, models.CASCADE, related_name="nominees")
    name = models.CharField(max_length=120)
    kin = models.CharField(max_length=40)
    born_on = models.DateField(null=True)
    share_percent = models.SmallIntegerField(default=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["worker", "name"], name="nominee_once"),
            models.CheckConstraint(condition=Q(share_percent__gte=1, share_percent__lte=100), name="nominee_share"),
        ]

    @property
    def kin_word(self) -> str:
        """What the nominee is to the worker: as it was written, and in the page's words where a system gave a code."""
        return str(dict(Member.Kin.choices).get(self.kin, self.kin))


class Account(models.Model):
    """Where money goes. The number lies encrypted; `match` is a keyed hash by which one account of many is seen."""

    worker = models.ForeignKey(Worker, models.CASCADE, related_name="accounts")
    ifsc = models.CharField(max_length=11)
    last_four = models.CharField(max_length=4)
    key_id = models.CharField(max_length=20)
    closed = models.BinaryField()
    match = models.CharField(max_length=64)
    is_aadhaar_linked = models.BooleanField(null=True)
    file = models.ForeignKey("files.Attachment", models.PROTECT, null=True, related_name="+")
    from_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    entered_by = models.CharField(max_length=80)
    checked_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["worker"], condition=Q(ended_at=None), name="worker_account_in_use"),
            models.CheckConstraint(
                condition=Q(checked_by="") | ~Q(checked_by=models.F("entered_by")), name="worker_account_two_persons"
            ),
        ]
        indexes = [models.Index(fields=["match"], condition=Q(ended_at=None), name="worker_account_match")]
