"""Old registers brought in: the file, each row that was written once, and what had been paid before."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded.models.survivors import Survivor


class Register(models.Model):
    """A file of an old register. `closed` holds its rows encrypted; once it is written, those to correct alone."""

    class State(models.TextChoices):
        PREVIEW = "preview", _("Looked at, nothing written")
        WRITTEN = "written", _("Written")

    district = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    state = models.CharField(max_length=7, choices=State.choices, default=State.PREVIEW)
    writing = models.CharField(max_length=8)  # unicode, krutidev
    key_id = models.CharField(max_length=20)
    closed = models.BinaryField()
    rows = models.IntegerField(default=0)
    good = models.IntegerField(default=0)
    known = models.IntegerField(default=0)  # written before, from this file or another one
    wrong = models.IntegerField(default=0)
    perhaps = models.IntegerField(default=0)  # whose person may be known already, to be decided
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    written_at = models.DateTimeField(null=True)


class RegisterRow(models.Model):
    """One row of an old register that is a person now. `key` is a keyed hash: the same row is never written twice.

    Of one person who was known already an officer has decided so, and nobody was entered.
    """

    key = models.CharField(max_length=64, unique=True)
    survivor = models.ForeignKey(Survivor, models.CASCADE, related_name="register_rows")
    register = models.ForeignKey(Register, models.PROTECT, related_name="written")
    number = models.IntegerField()  # of the row in its file
    is_same = models.BooleanField(default=False)


class _Counted(models.Manager["PaidBefore"]):
    def get_queryset(self) -> models.QuerySet["PaidBefore"]:
        untold = models.Q(said_by=None, doubted_at=None)
        return super().get_queryset().filter(untold | models.Q(confirmed_by__isnull=False))


class PaidBefore(models.Model):
    """A sum that an old register, or the state of the rescue, says was paid: no bank file, no sanction proves it.

    What one officer says of another state (`said_by`) counts once a second one has confirmed it by its proof; what the
    person says did not come (`doubted_at`) counts no more before that.
    """

    class Kind(models.TextChoices):
        IMMEDIATE = "immediate", _("Immediate assistance")
        BALANCE = "balance", _("Balance")

    survivor = models.ForeignKey(Survivor, models.CASCADE, related_name="paid_before")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    amount_paise = models.BigIntegerField()
    paid_on = models.DateField()
    said_by = models.ForeignKey("offices.User", models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey("offices.User", models.PROTECT, null=True, related_name="+")
    doubted_at = models.DateTimeField(null=True)

    objects = models.Manager["PaidBefore"]()
    counted = _Counted()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survivor", "kind"], name="paid_before_once"),
            models.CheckConstraint(condition=Q(amount_paise__gt=0), name="paid_before_above_nothing"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("said_by")), name="paid_before_four_eyes"
            ),
        ]

    @property
    def counts(self) -> bool:
        """Tell whether it takes the place of a payment, as the rows of `counted` do."""
        is_told = self.said_by_id is not None or self.doubted_at is not None
        return not is_told or self.confirmed_by_id is not None
