"""Files of CPGRAMS that were handed in, their rows; how each registration stands there and here; reports handed out."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CpgramsFile(models.Model):
    """A file of the portal. Its rows wait, sealed, until an officer has seen what is in them and begins."""

    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    is_krutidev = models.BooleanField(default=False)
    post = models.ForeignKey("offices.Post", models.PROTECT, related_name="+", db_index=False)
    by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    rows = models.IntegerField(default=0)
    run = models.ForeignKey("casework.Run", models.SET_NULL, null=True, related_name="+", db_index=False)
    begun_at = models.DateTimeField(null=True)
    over_at = models.DateTimeField(null=True)  # handed in anew, or never begun and forgotten

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sha256", "is_krutidev"], condition=Q(over_at=None), name="cpgramsfile_once"
            )
        ]
        indexes = [models.Index(fields=["-made_at"], name="cpgramsfile_newest")]

    def __str__(self) -> str:
        return f"cpgrams:{self.pk}"


class CpgramsRow(models.Model):
    """A line of a file: the registration number, what was read of it, and what became of it.

    `faults` and `doubts` name columns and reasons, never what the cell says. `closed` holds the cells, sealed, until
    the row is settled; of a row that cannot be taken nothing is kept but its number: the file is mended and sent again.
    """

    class Outcome(models.TextChoices):
        NEW = "new", pgettext_lazy("registration", "New")
        SAME = "same", _("Known, unchanged")
        CHANGED = "changed", _("Known, changed there")
        WRONG = "wrong", _("Cannot be taken")

    file = models.ForeignKey(CpgramsFile, models.CASCADE, related_name="lines", db_index=False)
    line = models.IntegerField()
    number = models.CharField(max_length=60, blank=True)
    outcome = models.CharField(max_length=7, choices=Outcome.choices)
    faults = models.JSONField(default=list)
    doubts = models.JSONField(default=list)
    key_id = models.CharField(max_length=20, blank=True)
    closed = models.BinaryField(default=b"")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "line"], name="cpgramsrow_once")]
        indexes = [
            models.Index(fields=["number"], name="cpgramsrow_number"),
            models.Index(fields=["number", "id"], condition=Q(settled_at=None), name="cpgramsrow_unsettled"),
        ]


class CpgramsStanding(models.Model):
    """How a registration stands: what the portal said of it last, and what our report said of it last.

    `marks` are keyed hashes of the cells by column, by which a change is found; `told` is the digest of the line of the
    report that was handed out last.
    """

    reference = models.OneToOneField("bridges.Reference", models.CASCADE, primary_key=True, related_name="standing")
    marks = models.JSONField(default=dict)
    status_there = models.CharField(max_length=60, blank=True)
    is_closed_there = models.BooleanField(default=False)
    told = models.CharField(max_length=64, blank=True)
    told_code = models.CharField(max_length=12, blank=True)
    is_told_disposed = models.BooleanField(default=False)
    told_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["reference"], condition=Q(is_told_disposed=False), name="cpgramsstanding_untold"),
        ]


class CpgramsReport(models.Model):
    """An action-taken report as it was made, sealed; its `lines` tell what each registration was told."""

    post = models.ForeignKey("offices.Post", models.PROTECT, related_name="+", db_index=False)
    user = models.ForeignKey("offices.User", models.PROTECT, related_name="+", db_index=False)
    by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    first_on = models.DateField()
    last_on = models.DateField()
    only_changed = models.BooleanField()
    form = models.CharField(max_length=4)
    rows = models.IntegerField(default=0)
    lines = models.JSONField(default=list)
    key_id = models.CharField(max_length=20, blank=True)
    closed = models.BinaryField(default=b"")
    taken_at = models.DateTimeField(null=True)
    times_taken = models.IntegerField(default=0)
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["post", "-made_at"], name="cpgramsreport_post"),
            models.Index(fields=["expires_at"], condition=~Q(key_id=""), name="cpgramsreport_kept"),
        ]

    def __str__(self) -> str:
        return f"cpgrams-report:{self.pk}"
